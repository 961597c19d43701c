"""What search engines, link previews and feed readers are told of a site's brand."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.blog import BlogIndexPageFactory, CategoryFactory, ImageFactory, SiteFactory
from tests.factories.content import full_posts
from tests.factories.website import SiteBrandFactory, accounts

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def site():
    return SiteFactory(default=True, site_name="Alder Bridge")


@pytest.fixture
def index(site):
    return BlogIndexPageFactory(parent=site.root_page, title="Blog", slug="blog")


@pytest.fixture
def post(index):
    return full_posts(parent=index, count=1)[0]


@pytest.fixture
def brand(site):
    return SiteBrandFactory(
        site=site,
        name="Alder",
        tagline="Notes on movement",
        logo=ImageFactory(file__width=40, file__height=20),
        share_picture=ImageFactory(file__width=120, file__height=63),
        social=accounts(mastodon="https://example.social/@alder"),
    )


@pytest.fixture
def head(client):
    def ask(path):
        answer = client.get("/api/site/v1/resolve/", {"path": path})
        assert answer.status_code == 200
        return answer.json()["head"]

    return ask


def nodes(head):
    return {node["@type"]: node for node in head["structured_data"]["@graph"]}


def test_the_name_is_the_brand_s_wherever_it_stands(client, head, brand, post):
    assert head("/blog/")["site_name"] == "Alder"
    feed = client.get("/feeds/site/feed.json").json()
    assert feed["title"] == "Alder"


def test_a_page_without_a_picture_is_shared_with_the_site_s(head, brand, post):
    for path in ("/", "/blog/"):
        image = head(path)["image"]
        assert image["url"].startswith("http://localhost:8000/media/images/")
        assert (image["width"], image["height"]) == (120, 63)
    assert head(f"/blog/{post.slug}/")["image"]["width"] == 40, "a post with a picture has its own"


def test_a_section_without_a_picture_too(head, brand, post):
    subject = CategoryFactory(name="Hips", slug="hips")
    post.categories.add(subject)
    post.save()
    assert head("/blog/category/hips/")["image"]["width"] == 120


def test_a_site_without_one_shares_none(head, post):
    assert head("/blog/")["image"] is None


def test_the_front_page_is_described_by_the_tagline(head, site, brand):
    assert head("/")["description"] == "Notes on movement"
    site.root_page.search_description = "Written for search."
    site.root_page.save()
    assert head("/")["description"] == "Written for search."


def test_the_publisher_has_name_logo_and_accounts(head, brand, post):
    front = nodes(head("/"))["WebSite"]
    assert (front["description"], front["publisher"]["name"]) == ("Notes on movement", "Alder")
    assert front["publisher"]["sameAs"] == ["https://example.social/@alder"]
    assert front["publisher"]["logo"]["url"].startswith("http://localhost:8000/media/images/")
    publisher = nodes(head(f"/blog/{post.slug}/"))["Article"]["publisher"]
    assert (publisher["@id"], publisher["name"]) == (front["publisher"]["@id"], "Alder")


def test_a_brand_costs_an_article_no_statement_and_others_one(client, site, post):
    def statements(path):
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/api/site/v1/resolve/", {"path": path}).status_code == 200
        return len(asked)

    paths = (f"/blog/{post.slug}/", "/", "/blog/")
    before = [statements(path) for path in paths]
    SiteBrandFactory(site=site, pictured=True, social=accounts(mastodon="https://example.social/@alder"))
    assert [after - first for after, first in zip(map(statements, paths), before, strict=True)] == [0, 1, 1]
