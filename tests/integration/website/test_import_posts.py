"""Importing: what a file becomes, that twice is once, and that a failure leaves nothing."""

import shutil
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex, Revision, Site

from blog.models import Author, BlogPostPage, Category, Credential, PostContributor, PostReference, Reference
from blog.payloads import build_page
from comments.selectors import effective_policy
from comments.services import set_policy
from ground.models import OutboxMessage
from ground.viewer import Viewer
from tests.factories.blog import (
    AuthorFactory,
    BlogIndexPageFactory,
    BlogPostPageFactory,
    CategoryFactory,
    HomePageFactory,
    ReferenceFactory,
    UserFactory,
)
from website.caching import EVERYTHING
from website.models import ImportRecord

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

SAMPLES = Path(__file__).parents[2] / "samples"
ADDRESS = "https://www.riverbank.example/post/why-wagtails-wag"
ROWS = (
    Author,
    Category,
    Credential,
    ImportRecord,
    Page,
    PostContributor,
    PostReference,
    Redirect,
    Reference,
    Revision,
    get_image_model(),
)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()  # ids and bytes are the same in each test, and files made for one are gone in the next
    return settings.MEDIA_ROOT


@pytest.fixture
def blog():
    home = HomePageFactory(title="Home", slug="front")
    Site.objects.all().delete()
    Site.objects.create(hostname="blog.example", port=80, root_page=home, is_default_site=True)
    return BlogIndexPageFactory(parent=home, title="Journal", slug="blog")


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(SAMPLES, tmp_path / "samples"))


@pytest.fixture
def run(blog, folder):
    def import_posts(name="wagtails.html", *options, under="/blog/"):
        out = StringIO()
        call_command("import_posts", str(folder / name), "--under", under, *options, stdout=out)
        return out.getvalue()

    return import_posts


def state():
    """Everything an import may touch: counts of rows, files, and every column of posts and records."""
    files = sorted(str(path) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
    return {
        "rows": {model.__name__: model.objects.count() for model in ROWS},
        "posts": list(BlogPostPage.objects.order_by("pk").values()),
        "records": list(ImportRecord.objects.order_by("pk").values()),
        "files": files,
    }


def the_post(slug="why-wagtails-wag"):
    return BlogPostPage.objects.get(slug=slug)


def stored_text(post):
    return "".join(block.value.source for block in post.body if block.block_type == "paragraph")


def edit(folder, name, before, after):
    text = (folder / name).read_text()
    assert before in text
    (folder / name).write_text(text.replace(before, after))


def test_a_page_becomes_a_published_post(run, blog):
    run()
    post = the_post()
    assert post.live
    assert post.get_parent().specific == blog
    assert post.title == "Why Wagtails Wag"
    assert post.excerpt == "A small bird, a long tail, and three ideas about why it never rests."
    assert post.latest_revision_id == post.live_revision_id
    assert not post.has_unpublished_changes
    assert [block.block_type for block in post.body] == [
        "paragraph",
        "heading",
        "paragraph",
        "heading",
        "paragraph",
        "heading",
        "paragraph",
        "heading",
        "quote",
        "paragraph",
    ]
    assert post.body[8].value["attribution"] == "A child at the pond"


def test_the_author_and_the_letters_after_the_name_are_data(run):
    run()
    (contributor,) = the_post().contributors.all()
    assert (contributor.role, contributor.author.name) == ("author", "Mira Lindqvist")
    letters = list(contributor.author.credentials.values_list("letters", "meaning"))
    assert letters == [("PhD", "Doctor of Philosophy"), ("RMSK", "Registered in Musculoskeletal sonography")]


def test_the_first_picture_stands_above_with_its_words(run, media):
    run()
    post = the_post()
    assert post.hero_alt == post.hero_image.description == "A wagtail beside a puddle"
    assert post.hero_caption == "It stood still for exactly one photograph."
    assert (post.hero_image.width, post.hero_image.height) == (64, 40)
    assert (media / post.hero_image.file.name).read_bytes() == (SAMPLES / "puddle.png").read_bytes()
    assert post.hero_image.file_size == (SAMPLES / "puddle.png").stat().st_size


def test_references_in_order_and_citations_that_point_at_them(run):
    run()
    post = the_post()
    references = [row.reference for row in post.post_references.all()]
    assert [reference.title for reference in references] == [
        "Tail movement and vigilance in riverside birds",
        "Pursuit deterrence at ponds",
        "Does wagging flush flies?",
        "The patience of hawks",
        "Parish notes on birds, kept in the vestry, undated.",
    ]
    assert references[1].doi == "10.5555/ponds.2013.436"
    text = stored_text(post)
    for number, count in ((1, 2), (2, 2), (3, 2), (4, 1), (5, 1)):
        assert text.count(f'linktype="citation" id="{references[number - 1].pk}"') == count
    for kept in ("(two, if it rains)", "(1987)", "(GB)", "(12)"):
        assert kept in text
    uses = ReferenceIndex.get_references_to(references[0])
    assert {use.model_path.partition(".")[0] for use in uses} == {"body", "post_references"}


def test_readers_are_given_numbered_citations(run):
    run()
    payload = build_page(the_post(), viewer=Viewer.anonymous(site=Site.objects.get()), now=timezone.now())
    assert [reference.number for reference in payload.references] == [1, 2, 3, 4, 5]
    assert all(reference.citations for reference in payload.references)
    assert payload.contributors[0].author.display_name == "Mira Lindqvist, PhD, RMSK"
    assert payload.hero.alt == "A wagtail beside a puddle"


def test_the_editor_opens_and_publishes_it(run, client):
    run()
    post = the_post()
    client.force_login(UserFactory(administrator=True))
    response = client.get(f"/admin/pages/{post.pk}/edit/")
    assert response.status_code == 200
    before = stored_text(post)
    post.get_latest_revision_as_object().save_revision().publish()
    assert stored_text(the_post()) == before


def test_comments_are_closed_and_the_link_and_old_address_kept(run):
    run()
    post = the_post()
    policy = effective_policy(page=post, now=timezone.now())
    assert (policy.state.value, policy.state.origin.page_id) == ("closed", post.pk)
    assert '<a href="https://www.riverbank.example/post/mud">' in stored_text(post)
    redirect = Redirect.objects.get()
    assert (redirect.old_path, redirect.redirect_page_id) == ("/post/why-wagtails-wag", post.pk)
    assert redirect.is_permanent
    assert redirect.site == Site.objects.get()


def test_nothing_hostile_and_nothing_around_is_stored(run):
    run()
    stored = str(BlogPostPage.objects.values().get()) + str(list(Revision.objects.values("content")))
    for noise in ("javascript", "alert", "iframe", "<script", "top of page", "bottom of page", "turned off"):
        assert noise not in stored


def test_an_address_that_stays_the_same_is_not_redirected(run, folder):
    edit(folder, "wagtails.html", ADDRESS, "https://blog.example/blog/why-wagtails-wag")
    run()
    assert the_post()
    assert not Redirect.objects.exists()


def test_a_feed_becomes_posts_that_link_to_each_other(run):
    run("riverbank-feed.xml")
    wagtails, mud = the_post(), the_post("mud")
    assert f'<a linktype="page" id="{mud.pk}">mud and what lives in it</a>' in stored_text(wagtails)
    assert f'<a linktype="page" id="{wagtails.pk}">the wagtail</a>' in stored_text(mud)
    assert wagtails.first_published_at == datetime(2022, 5, 3, 7, 15, tzinfo=UTC)
    assert mud.first_published_at == datetime(2022, 4, 4, 7, 0, tzinfo=UTC)
    assert [category.name for category in mud.categories.order_by("name")] == ["Birds & Water", "Mud"]
    assert list(wagtails.categories.all()) == list(mud.categories.filter(name="Birds & Water"))
    assert Author.objects.get() == mud.contributors.get().author
    assert effective_policy(page=mud, now=timezone.now()).state.value == "open"


def test_a_later_post_links_to_an_earlier_one(run):
    run()
    run("riverbank-feed.xml")
    assert f'<a linktype="page" id="{the_post().pk}">the wagtail</a>' in stored_text(the_post("mud"))


@pytest.mark.parametrize("name", ["wagtails.html", "riverbank-feed.xml"])
def test_importing_twice_changes_nothing(run, name):
    run(name)
    before = state()
    assert "unchanged" in run(name)
    assert state() == before


def test_page_then_feed_is_one_post_that_learns_its_date(run):
    run()
    imported = the_post()
    out = run("riverbank-feed.xml")
    post = the_post()
    assert post.pk == imported.pk
    assert BlogPostPage.objects.count() == 2
    assert "unchanged" in out
    assert "2022-05-03 07:15" in out
    assert post.first_published_at == datetime(2022, 5, 3, 7, 15, tzinfo=UTC)
    before = state()
    run("riverbank-feed.xml")
    run()
    assert state() == before


def test_a_date_learnt_later_survives_the_next_edit(run):
    run()
    the_post().save_revision().publish()
    the_post().save_revision()
    run("riverbank-feed.xml")
    the_post().get_latest_revision_as_object().save_revision().publish()
    assert the_post().first_published_at == datetime(2022, 5, 3, 7, 15, tzinfo=UTC)


def test_feed_then_page_is_one_post_that_learns_it_is_closed(run):
    run("riverbank-feed.xml")
    run()
    assert BlogPostPage.objects.count() == 2
    assert effective_policy(page=the_post(), now=timezone.now()).state.value == "closed"


def test_what_people_decided_about_comments_since_stays(run):
    run("riverbank-feed.xml")
    set_policy(page=the_post(), changes={"state": "open"}, user=None, now=timezone.now())
    run()
    assert effective_policy(page=the_post(), now=timezone.now()).state.value == "open"
    set_policy(page=the_post(), changes={"state": None}, user=None, now=timezone.now())
    run()
    assert effective_policy(page=the_post(), now=timezone.now()).state.value == "open"


def test_what_people_edited_since_stays(run, folder):
    run()
    post = the_post()
    post.title = "Wagging"
    post.save_revision().publish()
    edit(folder, "wagtails.html", "Nobody", "Everybody")
    before = state()
    assert "changed since it was imported; left as edited here" in run()
    assert state() == before


def test_a_post_deleted_here_is_made_again(run, media):
    run()
    the_post().delete()
    files = state()["files"]
    assert "deleted here since" in run("wagtails.html", "--dry-run")
    assert not BlogPostPage.objects.exists()
    run()
    assert the_post().live
    assert ImportRecord.objects.get().page_id == the_post().pk
    assert (Reference.objects.count(), Author.objects.count(), Redirect.objects.count()) == (5, 1, 1)
    assert state()["files"] == files
    assert "unchanged" in run()


def test_a_dry_run_tells_everything_and_changes_nothing(run):
    before = state()
    out = run("wagtails.html", "--dry-run")
    assert state() == before
    for told in (
        "1 post would be made",
        "Why Wagtails Wag",
        "Mira Lindqvist (new), credentials: PhD, RMSK",
        "puddle.png (new)",
        "A wagtail beside a puddle",
        "It stood still",
        "4 headings",
        "8 citations",
        "5 references",
        "Pursuit deterrence at ponds (new)",
        "comments: closed",
        "redirect from: /post/why-wagtails-wag",
        "javascript:alert(1)",
        "iframe of https://films.example/7",
        "Reference 5 was kept as it is written",
    ):
        assert told in out
    run()
    again = run("wagtails.html", "--dry-run")
    assert "no post would be made" in again
    assert "unchanged" in again


def test_a_dry_run_writes_no_row(run):
    with connection.execute_wrapper(_refuse_writes):
        run("riverbank-feed.xml", "--dry-run")


def _refuse_writes(execute, sql, params, many, context):
    assert sql.lstrip().upper().startswith("SELECT"), sql
    return execute(sql, params, many, context)


def test_what_is_here_already_is_used(run):
    author = AuthorFactory(name="Mira L.", slug="mira-lindqvist", credentials=["PhD"])
    by_doi = ReferenceFactory(csl__DOI="10.5555/PONDS.2013.436", csl__title="Another wording")
    by_title = ReferenceFactory(csl__title="The patience of HAWKS", csl__issued={})
    other_year = ReferenceFactory(csl__title="Tail movement and vigilance in riverside birds")
    category = CategoryFactory(name="Birds and water", slug="birds-water")
    out = run("riverbank-feed.xml", "--dry-run")
    assert "Mira Lindqvist (here already)" in out
    assert "left so: RMSK" in out
    assert "The patience of hawks (here already)" in out
    run("riverbank-feed.xml")
    post = the_post()
    assert post.contributors.get().author == author
    author.refresh_from_db()
    assert (author.name, author.credentials.count()) == ("Mira L.", 1)
    references = [row.reference for row in post.post_references.all()]
    assert references[1] == by_doi
    assert references[3] == by_title
    assert other_year not in references
    assert category in post.categories.all()
    assert Category.objects.count() == 2


def test_a_paper_with_another_doi_is_another_paper(run, folder):
    other = ReferenceFactory(csl__title="Pursuit deterrence at ponds", csl__DOI="10.5555/other", csl__issued__x=1)
    other.csl["issued"] = {"date-parts": [[2013]]}
    other.save()
    run()
    assert other not in [row.reference for row in the_post().post_references.all()]


def test_a_paper_listed_twice_is_one_reference(run, folder):
    edit(
        folder,
        "wagtails.html",
        "Parish notes on birds, kept in the vestry, undated.",
        "Heron A. The patience of hawks. Hawks Ponds. 2:12.",
    )
    run()
    assert the_post().post_references.count() == 4
    fourth = the_post().post_references.all()[3].reference
    assert stored_text(the_post()).count(str(fourth.pk)) == 2


def test_a_taken_address_gives_way(run, blog):
    BlogPostPageFactory(parent=blog, slug="why-wagtails-wag", title="Mine")
    assert "taken by another page" in run("wagtails.html", "--dry-run")
    run()
    assert the_post("why-wagtails-wag").title == "Mine"
    assert the_post("why-wagtails-wag-2").title == "Why Wagtails Wag"


def test_a_redirect_that_exists_is_left(run, blog):
    Redirect.add_redirect("/post/why-wagtails-wag", redirect_to=blog)
    assert "leads to another page already" in run()
    assert Redirect.objects.get().redirect_page_id == blog.pk


def test_a_missing_picture_is_told_and_no_failure(run, folder):
    (folder / "puddle.png").unlink()
    assert "“puddle.png” is not beside the file" in run()
    assert the_post().hero_image is None


def test_a_picture_from_outside_the_folder_is_never_taken(run, folder):
    (folder / "puddle.png").rename(folder.parent / "puddle.png")
    edit(folder, "wagtails.html", 'src="puddle.png"', 'src="../puddle.png"')
    run()
    assert the_post().hero_image is None
    assert not get_image_model().objects.exists()


def test_posts_go_under_sections_too(run, blog):
    section = BlogIndexPageFactory(parent=blog, slug="birds")
    for under in ("/blog/birds/", "blog/birds", "http://blog.example/blog/birds/"):
        run(under=under)
    assert the_post().get_parent().specific == section


@pytest.mark.parametrize("under", ["/nowhere/", "/", ""])
def test_an_unknown_place_is_told_with_those_there_are(run, blog, under):
    BlogIndexPageFactory(parent=blog, slug="birds")
    with pytest.raises(CommandError, match=r"There are: /blog/, /blog/birds/"):
        run(under=under)


BROKEN = {
    "cut page": ("wagtails.html", "</html>", "", r"wagtails.html \(line 45, column 1\)"),
    "no title": ("riverbank-feed.xml", "Mud &amp; what lives in it", "", r"item 2, line \d+, title"),
    "bad date": ("riverbank-feed.xml", "Mon, 04 Apr 2022 09:00:00 +0200", "soon", r"item 2, line \d+, pubDate"),
    "broken XML": ("riverbank-feed.xml", "</channel>", "", r"line \d+, column \d+"),
    "entities": ("riverbank-feed.xml", "<rss ", "<!DOCTYPE rss [<!ENTITY a 'b'>]><rss ", "line 2"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_placed_and_nothing_stays(run, folder, name):
    file, before, after, place = BROKEN[name]
    edit(folder, file, before, after)
    was = state()
    with pytest.raises(CommandError, match=place) as caught:
        run(file)
    assert caught.value.returncode == 1
    assert state() == was


def test_a_failure_half_way_leaves_neither_rows_nor_files(run, folder):
    long = "x" * 130
    edit(folder, "riverbank-feed.xml", "Dr. Mira Lindqvist", long)  # longer than a name may be, found while storing
    was = state()
    with pytest.raises(CommandError, match="item 2"):
        run("riverbank-feed.xml")
    assert state() == was
    edit(folder, "riverbank-feed.xml", long, "Mira Lindqvist")
    run("riverbank-feed.xml")
    hero = the_post().hero_image
    for file in (hero.file, *(rendition.file for rendition in hero.renditions.all())):
        assert Path(file.path).is_file()
    assert hero.renditions.exists()


def test_the_import_asks_for_pages_to_be_shown_anew(run):
    run()
    OutboxMessage.objects.all().delete()
    run("riverbank-feed.xml")
    keys = {key for message in OutboxMessage.objects.filter(topic="website.purge") for key in message.payload["keys"]}
    assert EVERYTHING in keys


@pytest.mark.parametrize(
    ("address", "leads_here"),
    [
        ("https://blog.example/blog/mine/", True),
        ("http://blog.example/blog/mine?x=1#y", True),
        ("https://www.riverbank.example/post/old", True),
        ("https://www.riverbank.example/post/old/", True),
        ("https://www.riverbank.example/blog/mine/", False),
        ("https://elsewhere.example/post/old", False),
        ("https://blog.example/blog/draft/", False),
        ("https://blog.example/nowhere/", False),
        ("mailto:a@blog.example", False),
    ],
)
def test_links_become_links_to_pages_where_they_lead_to_one(run, folder, blog, address, leads_here):
    mine = BlogPostPageFactory(parent=blog, slug="mine")
    BlogPostPageFactory(parent=blog, slug="draft", draft=True)
    Redirect.add_redirect("/post/old", redirect_to=mine)
    edit(folder, "wagtails.html", "https://www.riverbank.example/post/mud", address)
    run()
    link = f'<a linktype="page" id="{mine.pk}">' if leads_here else f'<a href="{address}">'
    assert f"{link}mud and what lives in it</a>" in stored_text(the_post())
