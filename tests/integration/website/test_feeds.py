"""Feeds, the sitemap and robots.txt, as the public site hands them on."""

import json
from datetime import UTC, datetime, timedelta
from typing import get_args
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from wagtail.models import Locale, PageViewRestriction, Site

from blog.feeds.articles import BLOCKS
from blog.payloads.block_schemas import Block
from tests.factories.blog import (
    AuthorFactory,
    BlogIndexPageFactory,
    BlogPostPageFactory,
    CategoryFactory,
    HomePageFactory,
    SeriesFactory,
    SiteFactory,
    paragraph,
)
from tests.factories.content import body_of, full_posts, picture_with_files
from website import sitemap

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

MARCH = datetime(2026, 3, 1, 9, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FILES = ("rss.xml", "atom.xml", "feed.json")


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Wagtail remembers renditions by image id, and ids come back in the next test."""
    cache.clear()


@pytest.fixture
def blog():
    return BlogIndexPageFactory(parent=SiteFactory(default=True).root_page, title="Journal", slug="blog")


def read(client, path, status=200, **query):
    response = client.get(path, {"site": "localhost:8000", **query})
    assert response.status_code == status, response.content
    return response.content.decode()


def tree(text):
    return ElementTree.fromstring(text)  # noqa: S314 - our own answer


def entries(client, path, **query):
    return [item["title"] for item in json.loads(read(client, path, **query))["items"]]


def post(blog, title, **kwargs):
    return BlogPostPageFactory(parent=blog, title=title, **{"first_published_at": MARCH, **kwargs})


def test_the_three_formats_have_the_whole_text(client, blog):
    (page,) = full_posts(parent=blog, count=1)
    rss = tree(read(client, "/feeds/site/rss.xml"))
    atom = tree(read(client, "/feeds/site/atom.xml"))
    (item,) = json.loads(read(client, "/feeds/site/feed.json"))["items"]
    encoded = rss.findtext("channel/item/{http://purl.org/rss/1.0/modules/content/}encoded")
    assert encoded == atom.findtext(f"{ATOM}entry/{ATOM}content") == item["content_html"]
    assert "Move often" in encoded
    assert "Journal of Examples" in encoded
    assert item["url"] == f"http://localhost:8000/blog/{page.slug}/"
    assert 'href="/' not in encoded
    assert 'src="/' not in encoded
    assert 'href="#' not in encoded


def test_every_block_is_written(client):
    names = {get_args(block.model_fields["type"].annotation)[0] for block in get_args(get_args(Block)[0])}
    assert set(BLOCKS) == names


def test_what_xml_cannot_say_is_left_out(client, blog):
    post(blog, "A\x0bB & <C>", body=body_of([paragraph("<p>x\x01\x08y\ufffe</p>")]))
    for file in ("rss.xml", "atom.xml"):
        assert "AB & <C>" in "".join(tree(read(client, f"/feeds/site/{file}")).itertext())


def test_each_place_has_its_own(client, blog):
    category, author, series = CategoryFactory(slug="c"), AuthorFactory(slug="a"), SeriesFactory(slug="s")
    inner = CategoryFactory(slug="inner", parent=category)
    post(blog, "Filed", in_categories=[inner], tagged=["t"], authors=[author], series=series)
    post(blog, "Other")
    for place in ("category/c", "tag/t", "author/a", "series/s"):
        assert entries(client, f"/feeds/{place}/feed.json") == ["Filed"]
    assert set(entries(client, "/feeds/index/blog/feed.json")) == {"Filed", "Other"}
    feed = json.loads(read(client, "/feeds/category/c/feed.json"))
    assert feed["home_page_url"] == "http://localhost:8000/blog/category/c/"
    assert feed["feed_url"] == "http://localhost:8000/feeds/category/c/feed.json"


@pytest.mark.parametrize("file", FILES)
def test_others_are_missing(client, blog, file):
    post(blog, "Draft", live=False, in_categories=[CategoryFactory(slug="c")])
    for place in ("category/c", "category/none", "tag/none", "author/none", "series/none", "index/none"):
        read(client, f"/feeds/{place}/{file}", status=404)
    assert "Draft" not in read(client, f"/feeds/site/{file}")


def test_it_is_paged(client, blog):
    for number in range(21):
        post(blog, f"Post {number}", first_published_at=MARCH + timedelta(days=number))
    atom = tree(read(client, "/feeds/site/atom.xml"))
    links = {link.get("rel"): link.get("href") for link in atom.findall(f"{ATOM}link")}
    own = "http://localhost:8000/feeds/site/atom.xml"
    assert links["self"] == own
    assert links["next"] == links["last"] == f"{own}?page=2"
    assert "previous" not in links
    assert entries(client, "/feeds/site/feed.json", page=2) == ["Post 0"]
    read(client, "/feeds/site/feed.json", page=3, status=404)


@pytest.mark.parametrize(("name", "value"), [("page", "0"), ("page", "x"), ("page", "9" * 30), ("pgae", "1")])
def test_bad_parameters_are_named(client, blog, name, value):
    assert json.loads(read(client, "/feeds/site/rss.xml", status=400, **{name: value}))["errors"][0]["field"] == name


def test_a_feed_costs_few_statements_however_many_posts(client, blog, django_assert_max_num_queries):
    full_posts(parent=blog, count=12)
    with django_assert_max_num_queries(9):
        read(client, "/feeds/site/rss.xml")


class TestSitemap:
    def test_it_has_every_public_page_with_its_picture(self, client, blog):
        page = post(blog, "Shown", slug="shown", hero_image=picture_with_files(), last_published_at=MARCH)
        post(blog, "Draft", slug="draft", live=False)
        PageViewRestriction.objects.create(
            page=post(blog, "Locked", slug="locked"), restriction_type="password", password="x"
        )
        urls = tree(read(client, "/sitemap.xml"))
        found = {url.findtext(f"{MAP}loc"): url for url in urls}
        places = ("archive/", "archive/2026/", "archive/2026/03/")
        paths = ("/", "/blog/", "/blog/shown/", *(f"/blog/{place}" for place in places))
        assert set(found) == {f"http://localhost:8000{path}" for path in paths}
        shown = found["http://localhost:8000/blog/shown/"]
        assert shown.findtext(f"{MAP}lastmod") == "2026-03-01"
        image = "{http://www.google.com/schemas/sitemap-image/1.1}"
        assert shown.findtext(f"{image}image/{image}loc").startswith("http://localhost:8000/media/")
        assert page.live

    def test_it_has_the_places_that_posts_lead_to(self, client, blog):
        outer, series = CategoryFactory(slug="body"), SeriesFactory(slug="walks")
        section = BlogIndexPageFactory(parent=blog, slug="news")
        below = {"in_categories": [CategoryFactory(slug="back", parent=outer)], "tagged": ["Sore knee"]}
        post(section, "Knee", slug="knee", authors=[AuthorFactory(slug="ada")], series=series, **below)
        post(blog, "Draft", live=False, tagged=["secret"], in_categories=[CategoryFactory(slug="secret")])
        urls = [url.findtext(f"{MAP}loc") for url in tree(read(client, "/sitemap.xml"))]
        places = [url.removeprefix("http://localhost:8000") for url in urls][4:]
        assert places == [
            "/blog/category/back/",
            "/blog/category/body/",
            "/blog/tag/sore-knee/",
            "/blog/author/ada/",
            "/blog/series/walks/",
            "/blog/archive/",
            "/blog/archive/2026/",
            "/blog/archive/2026/03/",
        ]
        for place in places:
            assert client.get("/api/site/v1/resolve/", {"path": place, "site": "localhost:8000"}).status_code == 200

    def test_places_are_split_too(self, client, blog, monkeypatch):
        post(blog, "Knee", slug="knee", tagged=["a", "b"])
        monkeypatch.setattr(sitemap, "LIMIT", 4)
        found = []
        for number in (1, 2):
            found += [url.findtext(f"{MAP}loc") for url in tree(read(client, f"/sitemap-{number}.xml"))]
        read(client, "/sitemap-3.xml", status=404)
        assert len(found) == len(set(found)) == 8

    def test_translations_know_each_other(self, client, blog):
        german = Locale.objects.create(language_code="de")
        home = blog.get_parent().specific
        other = HomePageFactory(locale=german, translation_key=home.translation_key)
        Site.objects.create(hostname="de.example", port=443, root_page=other)
        text = read(client, "/sitemap.xml")
        assert 'href="https://de.example/" hreflang="de"' in text
        assert 'href="http://localhost:8000/" hreflang="en"' in text

    def test_it_is_split_when_it_is_too_long(self, client, blog, monkeypatch):
        read(client, "/sitemap-1.xml", status=404)
        monkeypatch.setattr(sitemap, "LIMIT", 1)
        index = tree(read(client, "/sitemap.xml"))
        parts = [part.text for part in index.iter(f"{MAP}loc")]
        assert parts == [f"http://localhost:8000/sitemap-{number}.xml" for number in (1, 2)]
        second = tree(read(client, "/sitemap-2.xml"))
        assert [url.text for url in second.iter(f"{MAP}loc")] == ["http://localhost:8000/blog/"]
        read(client, "/sitemap-3.xml", status=404)

    def test_robots_are_told_where_it_is(self, client, blog):
        assert "Sitemap: http://localhost:8000/sitemap.xml" in read(client, "/robots.txt")
