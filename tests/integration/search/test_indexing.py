"""The index follows what editors do, can be made anew, and is checked."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from taggit.models import Tag

from ground import outbox
from ground.outbox import OutboxMessage
from search.indexing import index_posts, rebuild
from search.models import Filing, Label, PostDocument, Word
from search.tasks import BATCH, request_first_index, request_refresh
from tests.factories.blog import AuthorFactory, BlogPostPageFactory, CategoryFactory, ReferenceFactory, SeriesFactory

pytestmark = pytest.mark.django_db


def work():
    while outbox.deliver_due(now=timezone.now()):
        pass


def test_publishing_asks_the_worker_and_changes_nothing_itself(post, titles):
    page = post("Quokka", "quokka", indexed=False)
    page.save_revision().publish()
    assert titles("quokka") == []
    assert OutboxMessage.objects.filter(topic="search.index", key=f"post:{page.pk}").count() == 1
    work()
    assert titles("quokka") == ["Quokka"]


def test_a_new_text_replaces_the_old_one(post, titles):
    page = post("Quokka", "quokka", tagged=["old"])
    page.title = "Wombat"
    page.tags.set(["new"])
    page.save_revision().publish()
    work()
    assert titles("wombat") == ["Wombat"]
    assert titles("old") == []
    assert titles(tag="new") == ["Wombat"]
    assert titles(tag="old") == []


@pytest.mark.parametrize("shared", ["author", "category", "parent", "tag", "series", "reference"])
def test_a_new_name_of_what_stands_on_posts_reaches_them(post, titles, shared):
    parent = CategoryFactory(name="Earlier")
    made = {
        "author": lambda: AuthorFactory(name="Earlier"),
        "category": lambda: CategoryFactory(name="Earlier"),
        "parent": lambda: parent,
        "tag": lambda: Tag.objects.create(name="Earlier"),
        "series": lambda: SeriesFactory(title="Earlier"),
        "reference": lambda: ReferenceFactory(csl__title="Earlier"),
    }[shared]()
    filed = {
        "author": {"authors": [made]},
        "category": {"in_categories": [made]},
        "parent": {"in_categories": [CategoryFactory(name="Inside", parent=parent)]},
        "tag": {"tagged": [made]},
        "series": {"series": made},
        "reference": {"references": [made]},
    }[shared]
    post("Post", "text", **filed)
    assert titles("earlier") == ["Post"]
    if shared == "reference":
        made.csl = {**made.csl, "title": "Afterwards"}
        made.describe()
    else:
        setattr(made, "title" if shared == "series" else "name", "Afterwards")
    made.save()
    work()
    assert titles("earlier") == []
    assert titles("afterwards") == ["Post"]


def test_what_is_deleted_is_no_longer_found_on_posts(post, titles, ask):
    tag = Tag.objects.create(name="Marsupial")
    post("Post", "text", tagged=[tag])
    tag.delete()
    work()
    assert titles("marsupial") == []
    assert ask()["facets"]["tag"] == []


def test_many_posts_are_indexed_some_at_a_time(blog, monkeypatch):
    monkeypatch.setattr("search.tasks.BATCH", 2)
    assert BATCH > 2
    author = AuthorFactory()
    for _ in range(5):
        BlogPostPageFactory(parent=blog, authors=[author])
    OutboxMessage.objects.all().delete()
    request_refresh(kind="author", value=str(author.pk), now=timezone.now())
    assert outbox.deliver_due(now=timezone.now(), limit=1) == 1
    assert PostDocument.objects.count() == 2
    work()
    assert PostDocument.objects.count() == 5


def test_the_number_of_statements_does_not_grow_with_the_posts(blog, django_assert_max_num_queries):
    ids = [BlogPostPageFactory(parent=blog, authors=[AuthorFactory()], tagged=["x"]).pk for _ in range(12)]
    with django_assert_max_num_queries(30):
        index_posts(ids)


def test_the_index_is_made_anew_with_progress(post, titles, capsys):
    post("Quokka", "quokka")
    draft = post("Wombat", "wombat")
    draft.live = False
    draft.save(update_fields=["live"])
    PostDocument.objects.filter(title_terms="quokka").delete()
    Label.objects.create(kind="tag", slug="nobody", name="Nobody", names=" nobody")
    call_command("rebuild_search")
    assert "1 of 1 posts" in capsys.readouterr().out
    assert titles("quokka") == ["Quokka"]
    assert PostDocument.objects.count() == 1
    assert not Word.objects.filter(word="wombat").exists()
    assert not Label.objects.filter(slug="nobody").exists()


def test_a_site_that_had_posts_before_it_had_search_is_indexed_by_itself(post, titles):
    post("Quokka", "quokka", indexed=False)
    request_first_index(using="default")
    work()
    assert titles("quokka") == ["Quokka"]
    request_first_index(using="default")
    assert not OutboxMessage.objects.filter(topic="search.refresh").exists()


def test_words_are_counted(post):
    post("One", "quokka quokka wombat")
    post("Two", "quokkas")
    numbers = dict(Word.objects.values_list("word", "documents"))
    assert (numbers["quokka"], numbers["quokkas"], numbers["wombat"]) == (2, 2, 1)
    Word.objects.update(documents=7)
    rebuild()
    assert dict(Word.objects.values_list("word", "documents")) == numbers


@pytest.fixture
def damaged(post):
    """Four posts whose documents are right, missing, old, and wrongly filed; and a document of a draft."""
    post("Right", "quokka")
    missing = post("Missing", "quokka")
    PostDocument.objects.filter(pk=missing.pk).delete()
    stale = post("Stale", "quokka")
    PostDocument.objects.filter(pk=stale.pk).update(digest="x", body_terms="wombat")
    unfiled = post("Unfiled", "quokka", tagged=["quokkas"])
    Filing.objects.filter(document_id=unfiled.pk).delete()
    extra = post("Extra", "quokka")
    extra.live = False
    extra.save(update_fields=["live"])


def test_a_check_tells_what_differs_and_repairs_it(damaged, titles, capsys):
    with pytest.raises(CommandError):
        call_command("check_search", "--dry-run")
    assert "Not in the index: 1 posts. Out of date: 2. No longer public: 1." in capsys.readouterr().out
    assert len(titles("quokka")) == 2
    call_command("check_search")
    assert set(titles("quokka")) == {"Right", "Missing", "Stale", "Unfiled"}
    assert titles("wombat") == []
    assert titles(tag="quokkas") == ["Unfiled"]
    capsys.readouterr()
    call_command("check_search")
    assert capsys.readouterr().out == "The search index says what the posts say.\n"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its own index true")
def test_a_check_finds_that_the_full_text_index_disagrees(post, titles, capsys):
    page = post("Quokka", "quokka")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_fts(search_fts, rowid, title_terms, heading_terms, body_terms, beside_terms)"
            " VALUES ('delete', %s, 'quokka', '', 'quokka', '')",
            [page.pk],
        )
    assert titles("quokka") == []
    call_command("check_search")
    assert "disagrees" in capsys.readouterr().out
    assert titles("quokka") == ["Quokka"]
