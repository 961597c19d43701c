"""Feeds of comments: what a reader who follows a page or a site is told, and what nobody is."""

import json
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.services import set_policy
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, SiteFactory
from tests.factories.comments import CommentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

MARCH = datetime(2026, 3, 1, 9, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
FILES = ("rss.xml", "atom.xml", "feed.json")


@pytest.fixture
def blog():
    return BlogIndexPageFactory(parent=SiteFactory(default=True).root_page, title="Blog", slug="blog")


@pytest.fixture
def post(blog):
    return BlogPostPageFactory(parent=blog, title="A walk", slug="a-walk", first_published_at=MARCH)


@pytest.fixture
def read(client):
    def read(place, file="feed.json", status=200, **query):
        answer = client.get(f"/feeds/comments/{place}/{file}", {"site": "localhost:8000", **query})
        assert answer.status_code == status, answer.content
        return answer

    return read


def test_a_page_has_a_feed_of_its_comments_the_newest_first(read, post):
    first = CommentFactory(page=post, body="One & *all*.", author_name="Ada <1>")
    second = CommentFactory(parent=first, body="Two.", edited_at=MARCH + timedelta(days=90))
    CommentFactory(page=post, pending=True)
    feed = read(post.pk).json()
    assert feed["title"].startswith("Comments on “A walk”")
    assert feed["home_page_url"] == "http://localhost:8000/blog/a-walk/"
    assert feed["feed_url"] == f"http://localhost:8000/feeds/comments/{post.pk}/feed.json"
    assert [item["id"] for item in feed["items"]] == [f"urn:uuid:{one.uuid}" for one in (second, first)]
    newest, oldest = feed["items"]
    place = f"?comments=a{first.uuid.hex}#comment-{first.uuid}"
    assert oldest["url"] == f"http://localhost:8000/blog/a-walk/{place}"
    assert oldest["content_html"] == "<p>One &amp; <em>all</em>.</p>\n"
    assert (oldest["title"], oldest["authors"]) == ("Ada <1> on “A walk”", [{"name": "Ada <1>"}])
    assert newest["date_modified"] == "2026-05-30T09:00:00+00:00"
    assert "example.org" not in json.dumps(feed)


def test_all_formats_are_well_formed_and_hold_nothing_that_xml_cannot_say(read, post):
    comment = CommentFactory(page=post, author_name="A\x0bda", html="<p>one\x08</p>")
    rss = ElementTree.fromstring(read(post.pk, "rss.xml").content)  # noqa: S314 - our own answer
    assert rss.findtext("channel/item/title") == "Ada on “A walk”"
    assert rss.findtext("channel/item/{http://purl.org/rss/1.0/modules/content/}encoded") == "<p>one</p>"
    atom = ElementTree.fromstring(read(post.pk, "atom.xml").content)  # noqa: S314 - the same
    assert atom.findtext(f"{ATOM}entry/{ATOM}id") == f"urn:uuid:{comment.uuid}"
    assert atom.findtext(f"{ATOM}entry/{ATOM}content") == "<p>one</p>"


def test_a_site_has_one_of_all_its_pages(read, blog, post):
    other = BlogPostPageFactory(parent=blog, title="A run", first_published_at=MARCH)
    comments = [CommentFactory(page=page) for page in (post, other, post)]
    answer = read("site")
    assert [item["id"] for item in answer.json()["items"]] == [f"urn:uuid:{one.uuid}" for one in comments[::-1]]
    assert answer["Cache-Tag"] == "blog, threads"


@pytest.mark.parametrize("file", FILES)
def test_a_feed_without_comments_is_one_all_the_same(read, post, file):
    for place in ("site", post.pk):
        answer = read(place, file)
        assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert str(timezone.now().year) not in answer.content.decode(), "it is the same whenever it is read"
    assert f"comments:{post.pk}" in read(post.pk, file)["Cache-Tag"]


def test_it_is_bounded_and_costs_few_statements(read, post):
    for _ in range(35):
        CommentFactory(page=post)
    for place in ("site", post.pk):
        read(place)
        with CaptureQueriesContext(connection) as statements:
            assert len(read(place).json()["items"]) == 30
        assert len(statements) <= 3


def test_a_page_that_shows_no_comments_has_none(read, post):
    CommentFactory(page=post)
    set_policy(page=post, changes={"state": "hidden"}, user=None, now=MARCH)
    read(post.pk, status=404)
    assert read("site").json()["items"] == []


@pytest.mark.parametrize("place", ["0", "99999", "2147483648", "99999999999999999999", "x", "-1"])
def test_there_is_none_elsewhere(read, post, place):
    read(place, status=404)


def test_unknown_parameters_are_named(read, post):
    assert read("site", status=400, page="2").json()["errors"][0]["field"] == "page"


def test_a_post_says_where_its_feeds_are(client, post):
    def feeds():
        head = client.get("/api/site/v1/resolve/", {"path": "/blog/a-walk/", "site": "localhost:8000"}).json()["head"]
        return [feed["path"] for feed in head["feeds"] if "comments" in feed["path"]]

    assert feeds() == [f"/feeds/comments/{post.pk}/{file}" for file in FILES]
    set_policy(page=post, changes={"state": "hidden"}, user=None, now=MARCH)
    assert feeds() == []


def test_it_is_not_sent_again_while_nothing_changes(client, read, post):
    CommentFactory(page=post)
    tag = read("site")["ETag"]
    again = client.get("/feeds/comments/site/feed.json", {"site": "localhost:8000"}, headers={"If-None-Match": tag})
    assert again.status_code == 304
