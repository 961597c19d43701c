"""How many statements an answer takes: as many for many posts as for few."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from blog.models import Category, Series, TagDetails
from ground.changes import KEPT, ContentChange, forget_changes, note_change
from tests.benchmarks.posts import many_posts
from tests.factories.blog import BlogIndexPageFactory, SeriesFactory, SiteFactory
from tests.factories.comments import CommentFactory
from tests.factories.content import full_posts, picture_with_files
from website.caching import purge

pytestmark = pytest.mark.django_db

RESOLVE = "/api/site/v1/resolve/?site=localhost:8000&path="
POSTS = "/api/v2/pages/?type=blog.BlogPostPage"


@pytest.fixture
def blog():
    index = BlogIndexPageFactory(
        parent=SiteFactory(default=True).root_page, slug="blog", archive_picture=picture_with_files()
    )
    with disable_reference_index_auto_update():
        first, *_ = full_posts(parent=index, count=3, series=SeriesFactory(slug="walks", picture=picture_with_files()))
    Category.objects.update(picture=picture_with_files())
    TagDetails.objects.create(tag=Tag.objects.get(name="back"), introduction="Sore.", picture=picture_with_files())
    CommentFactory(page=first, approved=True)
    return index


def addresses(blog):
    """Return what is asked, by the most statements it may take."""
    first = blog.get_children().order_by("path").first().specific
    author, category = first.contributors.first().author.slug, first.categories.first().slug
    sections = [
        f"category/{category}/",
        "tag/back/",
        f"author/{author}/",
        "series/walks/",
        "archive/",
        "archive/2026/03/",
    ]
    paths = ["/", "/blog/", first.url_path.removeprefix(blog.get_parent().url_path.rstrip("/"))]
    return {
        **{RESOLVE + path: 10 for path in [*paths, *(f"/blog/{section}" for section in sections)]},
        f"/api/v2/pages/{first.pk}/": 8,
        f"{POSTS}&limit=12&fields=*": 8,
        f"{POSTS}&limit=12&category={category}&tag=back&author={author}&series=walks&year=2026&month=3": 8,
        "/api/v2/pages/": 8,
    }


@pytest.fixture(autouse=True)
def _known():
    """Let Django know its content types, as it does after the first request."""
    for model in ("blogpostpage", "blogindexpage", "homepage", "standardpage"):
        ContentType.objects.get_by_natural_key("blog", model)


def counted(client, url, **headers):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url, headers=headers)
    assert response.status_code in {200, 304}, response.content
    return len(captured)


def test_none_takes_more_than_it_may_nor_more_for_more_posts(client, blog):
    most = addresses(blog)
    few = {url: counted(client, url) for url in most}
    assert {url: number for url, number in few.items() if number > most[url]} == {}
    with disable_reference_index_auto_update():
        full_posts(parent=blog, count=12, series=Series.objects.get())
    many_posts(blog, 200)
    assert {url: counted(client, url) for url in most} == few


def test_a_post_is_asked_for_by_statements_put_together_before(client, blog, monkeypatch):
    built, build = [], SQLCompiler.as_sql

    def counting(compiler, *args, **kwargs):
        built.append(compiler.query)
        return build(compiler, *args, **kwargs)

    url = list(addresses(blog))[2]
    first = client.get(url)
    assert first.json()["type"] == "blog.BlogPostPage"
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 304
    monkeypatch.setattr(SQLCompiler, "as_sql", counting)
    assert client.get(url).json() == first.json()
    assert built == []
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert built == []


class TestUnchanged:
    def test_takes_one_statement_until_something_changes(self, client, blog):
        for url in addresses(blog):
            first = client.get(url)
            taken = counted(client, url, **{"if-none-match": first["ETag"]})
            assert taken == 1, url
            again = client.get(url, headers={"if-none-match": first["ETag"]})
            assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
            assert again["Cache-Control"] == first["Cache-Control"]

    def test_is_no_longer_said_after_a_change_or_the_end_of_a_page(self, client, blog):
        url = f"{RESOLVE}/blog/"
        page = blog.get_children().order_by("path").first().specific
        first = client.get(url)
        page.title = "Another"
        page.save_revision().publish()
        changed = client.get(url, headers={"if-none-match": first["ETag"]})
        assert changed.status_code == 200
        assert "Another" in changed.content.decode()
        Page.objects.filter(pk=page.pk).update(expire_at=timezone.now())
        expired = client.get(url, headers={"if-none-match": changed["ETag"]})
        assert expired.status_code == 200
        assert "Another" not in expired.content.decode()

    def test_what_is_the_same_after_a_change_elsewhere_is_not_sent_again(self, client, blog):
        url = f"{RESOLVE}/blog/"
        first = client.get(url)
        purge({"page:1"})
        again = client.get(url, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304
        assert again["ETag"] != first["ETag"]
        assert counted(client, url, **{"if-none-match": again["ETag"]}) <= 2

    def test_is_of_one_address(self, client, blog):
        first = client.get(f"{RESOLVE}/blog/")
        assert client.get(f"{RESOLVE}/", headers={"if-none-match": first["ETag"]}).status_code == 200

    def test_old_changes_are_forgotten_but_for_the_newest(self, blog):
        now = timezone.now()
        note_change(now=now - 3 * KEPT)
        note_change(now=now - 2 * KEPT)
        newest = ContentChange.objects.latest("pk")
        forget_changes(now=now + 2 * KEPT)
        assert list(ContentChange.objects.all()) == [newest]
