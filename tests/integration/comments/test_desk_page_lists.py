"""Comments in Wagtail's listing of pages, the report of policies, and threads whose pages are gone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from comments.services import set_policy
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, UserFactory
from tests.factories.comments import CommentFactory, moderating
from tests.integration.comments.pages import (
    editing,
    errors,
    in_the_admin,
    said,
    soup,
    text_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

DAY = timedelta(days=1)


@pytest.fixture
def publisher(section):
    return editing(UserFactory(first_name="Marta", last_name="Bell"), section, "change", "publish")


@pytest.fixture
def desk(client, publisher):
    client.force_login(publisher)
    return client


# The listing


def listed(client, page):
    rows = soup(client.get(f"/admin/pages/{page.pk}/")).select("table.listing tbody tr")
    return {text_of(row.select_one("td.title .title-wrapper")): text_of(row.select("td")[-2]) for row in rows}


def test_the_listing_tells_state_and_what_waits(client, section, post, other_post, publisher, now):
    set_policy(page=other_post, changes={"state": "closed"}, user=None, now=now)
    CommentFactory(page=post, pending=True)
    CommentFactory(page=post, pending=True)
    client.force_login(moderating(publisher, page=section))
    assert listed(client, section) == {"A walk": "Comments: Open 2 wait", "A run": "Comments: Closed"}
    client.force_login(UserFactory(administrator=True))
    assert listed(client, section.get_parent()) == {"News": ""}
    set_policy(page=section, changes={"state": "closed"}, user=None, now=now)
    assert listed(client, section.get_parent()) == {"News": "Comments: Closed"}


def test_the_listing_tells_it_to_those_with_the_right_alone(client, section, post, publisher):
    CommentFactory(page=post, pending=True)
    client.force_login(publisher)
    assert listed(client, section) == {"A walk": "Comments: Open"}
    client.force_login(editing(UserFactory(), section, "change"))
    page = soup(client.get(f"/admin/pages/{section.pk}/"))
    assert "Reader comments" not in text_of(page.select_one("table.listing thead"))


def statements(client, url):
    """What is asked of the tables of comments; Wagtail's own listing asks for the site of every row."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return sum('FROM "comments_' in query["sql"] for query in captured)


def test_the_listing_asks_as_much_for_many_pages_as_for_one(client, section, post, publisher):
    client.force_login(moderating(publisher, page=section))
    url = f"/admin/pages/{section.pk}/"
    one = statements(client, url)
    for _ in range(6):
        CommentFactory(page=BlogPostPageFactory(parent=section), pending=True)
    assert statements(client, url) == one == 4


# The report


def report(client, query=""):
    return soup(client.get(f"/admin/reader-comments/policies/{query}")).select("table.listing tbody tr")


def test_the_report_is_the_tree_of_what_pages_say(desk, site, section, post, other_post, publisher, moment):
    set_policy(page=site.root_page, changes={"state": "closed"}, user=None, now=moment)
    set_policy(
        page=section, changes={"state": "open", "max_depth": 2, "enforce": ["max_depth"]}, user=publisher, now=moment
    )
    set_policy(page=post, changes={"closes_at": moment + DAY}, user=None, now=moment)
    set_policy(page=other_post, changes={"votes": False}, user=None, now=moment)
    set_policy(page=other_post, changes={"votes": None}, user=None, now=moment)
    rows = report(desk)
    cells = [[text_of(cell) for cell in row.select("td")] for row in rows]
    assert [row[0] for row in cells] == ["News", "Level 1 A walk"]
    assert cells[0][1] == "Comments: Open Depth of replies: Shown 2 levels deep enforced"
    assert cells[0][2] == "Open"
    assert "Marta Bell" in cells[0][3]
    assert cells[1][1].startswith("Times: Closed from")
    assert cells[1][2].startswith("Open Comments close on")
    assert len(report(desk, f"?branch={post.pk}")) == 1
    assert len(report(desk, "?branch=x")) == 2
    desk.force_login(UserFactory(administrator=True))
    assert [text_of(row.select_one("td")) for row in report(desk)] == ["Home", "Level 1 News", "Level 2 A walk"]


def test_the_report_asks_as_much_for_many_rows_as_for_few(desk, section, post, now):
    set_policy(page=post, changes={"state": "closed"}, user=None, now=now)
    few = statements(desk, "/admin/reader-comments/policies/")
    for _ in range(60):
        set_policy(page=BlogPostPageFactory(parent=section), changes={"votes": False}, user=None, now=now)
    assert statements(desk, "/admin/reader-comments/policies/") == few == 5
    assert len(report(desk)) == 50
    assert len(report(desk, "?p=2")) == 11


def test_the_report_stands_among_the_reports_of_those_who_may_read_it(client, publisher, section):
    client.force_login(publisher)
    assert b"/admin/reader-comments/policies/" in client.get("/admin/").content
    client.force_login(editing(UserFactory(), section, "change"))
    assert b"/admin/reader-comments/policies/" not in client.get("/admin/").content


# Threads whose pages are gone

ORPHANS = "/admin/reader-comments/orphans/"


@pytest.fixture
def orphaned(post):
    """The comments of a page that was deleted."""
    comments = [CommentFactory(page=post), CommentFactory(page=post, pending=True)]
    set_policy(page=post, changes={"max_depth": 2}, user=None, now=comments[0].created_at)
    Page.objects.get(pk=post.pk).delete()
    return comments


@pytest.fixture
def keeper(client, section):
    """Somebody who moderates and publishes the section."""
    user = moderating(editing(UserFactory(), section, "change", "publish"), page=section)
    client.force_login(user)
    return client


def reattach_url(client):
    return soup(client.get(ORPHANS)).select_one("table.listing a.button")["href"]


def test_threads_without_a_page_are_listed_and_found_from_the_report(keeper, orphaned):
    row = soup(keeper.get(ORPHANS)).select_one("table.listing tbody tr")
    assert "A walk /front/news/a-walk/ 2 comments, the last one" in text_of(row)
    header = soup(keeper.get("/admin/reader-comments/policies/"))
    assert text_of(header.select_one(f'header a[href="{ORPHANS}"]')) == "1 thread without a page"
    assert "1 thread" in text_of(soup(keeper.get(ORPHANS)).select_one("nav.pagination"))
    assert statements(keeper, ORPHANS) == 4


def test_the_page_chooser_starts_where_no_script_may_stand_in_the_page(keeper, orphaned):
    page = soup(keeper.get(reattach_url(keeper)))
    assert page.select_one("[data-page-chooser=id_page]")["data-options"]
    assert [script for script in page.select("main script") if not script.get("src")] == []


def test_a_thread_is_put_on_another_page_after_a_question(keeper, orphaned, other_post):
    url = reattach_url(keeper)
    asked = soup(keeper.post(url, {"page": other_post.pk, "with_policy": "on"}))
    assert "Put 2 comments behind the last one on “A run”?" in text_of(asked)
    assert not other_post.reader_comments.exists()
    fields = {field["name"]: field["value"] for field in asked.select("main form [name]")}
    done = keeper.post(asked.select_one("main form")["action"], fields, follow=True)
    assert "2 comments are now on “A run”." in [str(message).strip() for message in done.context["messages"]]
    assert other_post.reader_comments.count() == 2
    assert said(other_post, "max_depth") == 2
    assert "Every thread has its page." in text_of(soup(done))
    assert keeper.post(url, fields).status_code == 404


@pytest.mark.parametrize(
    ("where", "field"),
    [
        ("section", "page"),
        ("elsewhere", "page"),
        ("nowhere", "page"),
        ("empty", "page"),
        ("no number", "page"),
        ("too long", "page"),
        ("unpublished", "with_policy"),
    ],
)
def test_a_thread_goes_nowhere_it_may_not_go(client, site, section, other_post, orphaned, where, field):
    elsewhere = BlogPostPageFactory(parent=BlogIndexPageFactory(parent=site.root_page, slug="elsewhere"))
    client.force_login(moderating(in_the_admin(UserFactory()), page=section))
    page_ids = {"section": section.pk, "elsewhere": elsewhere.pk, "nowhere": 999999, "empty": ""}
    page_id = (page_ids | {"no number": "-1' OR", "too long": "9" * 30}).get(where, other_post.pk)
    data = {"page": page_id, "with_policy": "on" if where == "unpublished" else "", "sure": "yes"}
    assert list(errors(client.post(reattach_url(client), data))) == [field]
    assert not other_post.reader_comments.exists()


@pytest.mark.parametrize("query", ["", "title=A+walk", "branch=x&title=A+walk", "branch=99999999999999999999"])
def test_threads_that_are_none_are_not_found(keeper, orphaned, query):
    assert keeper.get(f"{ORPHANS}reattach/?{query}").status_code == 404


def test_threads_of_other_branches_are_not_found(client, site, section, orphaned):
    client.force_login(UserFactory(administrator=True))
    url = reattach_url(client)
    elsewhere = BlogIndexPageFactory(parent=site.root_page, slug="elsewhere")
    client.force_login(moderating(in_the_admin(UserFactory()), page=elsewhere))
    assert "Every thread has its page." in text_of(soup(client.get(ORPHANS)))
    assert client.get(url).status_code == 404
    client.force_login(editing(UserFactory(), section, "change", "publish"))
    assert client.get(url).status_code == 302
