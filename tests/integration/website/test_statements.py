"""How many statements an answer takes: as many for many posts as for few."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from taggit.models import Tag
from wagtail.signal_handlers import disable_reference_index_auto_update

from blog.models import Category, Series, TagDetails
from tests.benchmarks.posts import many_posts
from tests.factories.blog import BlogIndexPageFactory, SeriesFactory, SiteFactory
from tests.factories.comments import CommentFactory
from tests.factories.content import full_posts, picture_with_files

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
