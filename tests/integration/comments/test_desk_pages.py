"""What holds for comments, read and changed beside the page: in the editor, in the listing, on a screen of its own."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime
from wagtail.models import GroupPagePermission, Page, PageLogEntry

from comments.models import CommentPolicy
from comments.policy import Moderation, State, Who
from comments.selectors import effective_policy, explained
from comments.services import set_policy
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, UserFactory
from tests.factories.comments import CommentFactory, moderating

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

DAY = timedelta(days=1)


def in_the_admin(user):
    group = Group.objects.create(name=f"{user.username}'s")
    group.permissions.set(Permission.objects.filter(codename="access_admin"))
    user.groups.add(group)
    return user


def editing(user, page, *verbs):
    group = Group.objects.create(name=f"{user.username} edits {page.title}")
    for verb in verbs:
        GroupPagePermission.objects.create(group=group, page=page, permission_type=verb)
    user.groups.add(group)
    return in_the_admin(user)


@pytest.fixture
def publisher(section):
    return editing(UserFactory(first_name="Marta", last_name="Bell"), section, "change", "publish")


@pytest.fixture
def desk(client, publisher):
    client.force_login(publisher)
    return client


def policy_url(page):
    return f"/admin/reader-comments/policies/{page.pk}/"


def panel_url(page):
    return f"{policy_url(page)}panel/"


def edit_url(page):
    return f"/admin/pages/{page.pk}/edit/"


def soup(response):
    assert response.status_code == 200, (response.status_code, response.headers.get("Location"))
    return BeautifulSoup(response.content, "html.parser", multi_valued_attributes=None)


def text_of(node):
    return " ".join(node.get_text(" ", strip=True).split())


def panel_of(client, page):
    return soup(client.get(edit_url(page))).select_one('[data-side-panel="reader-comments"]')


def lines(node):
    return {text_of(line.dt): text_of(line.dd) for line in node.select("dl > div")}


def entered(client, page, **changes):
    """What a browser would send of the form, with some fields changed; None takes one away."""
    form = soup(client.get(f"{panel_url(page)}?change")).select_one("form.comment-policy-form")
    data = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            data[field["name"]] = chosen["value"] if chosen else ""
        elif field.name == "textarea":
            data[field["name"]] = field.text.removeprefix("\n")
        elif field.get("type") != "checkbox":
            data[field["name"]] = field.get("value", "")
        elif field.has_attr("checked"):
            data.setdefault(field["name"], []).append(field["value"])
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


def save(client, page, **changes):
    return client.post(policy_url(page), entered(client, page, **changes))


def said(page, name):
    return getattr(CommentPolicy.objects.get(page_id=page.pk), name)


def errors(response):
    found = {}
    for field in soup(response).select("[data-field]"):
        message = field.select_one(".error-message")
        if message is not None:
            found[field.select_one("[name]")["name"]] = text_of(message)
    return found


# The panel in the editor


def test_the_panel_tells_what_holds_and_where_it_was_set(desk, site, section, post, publisher, now):
    set_policy(page=site.root_page, changes={"votes": False, "enforce": ["votes"]}, user=None, now=now)
    set_policy(page=section, changes={"moderation": "newcomers"}, user=publisher, now=now)
    panel = panel_of(desk, post)
    assert text_of(panel.select_one(".w-status")) == "Open"
    told = lines(panel)
    assert told["Read first"] == "Newcomers are read first from News , set on May 1, 2026 by Marta Bell"
    assert told["Likes"] == "No likes enforced from Home"
    assert told["Comments"] == "Open as everywhere, unless somebody says otherwise"
    assert [link["href"] for link in panel.select("dl a")] == [policy_url(section)]


def test_the_panel_stands_outside_the_editors_form(desk, post):
    page = soup(desk.get(edit_url(post)))
    assert page.select_one("form.comment-policy-states") is not None
    assert page.select_one("#page-edit-form form, #page-edit-form [data-comment-policy]") is None


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"closes_at": 3 * DAY}, "Open", "Comments close on"),
        ({"opens_at": 3 * DAY}, "Closed", "Comments open on"),
        ({"closes_at": -DAY}, "Closed", "Time closed the comments on"),
        ({"state": "hidden", "closes_at": 3 * DAY}, "Hidden", ""),
    ],
)
def test_the_panel_tells_what_happens_next_and_when(desk, section, post, moment, changes, status, sentence):
    changes = {name: moment + value if isinstance(value, timedelta) else value for name, value in changes.items()}
    set_policy(page=section, changes=changes, user=None, now=moment - 2 * DAY)
    headline = text_of(panel_of(desk, post).select_one("p.w-body-text"))
    assert headline.startswith(f"{status} {sentence}".strip())
    assert re.search(r"\d{4}", headline) if sentence else headline == status


def test_days_are_counted_for_a_page_and_told_for_a_branch(desk, section, post, moment):
    Page.objects.filter(pk__in=[post.pk, section.pk]).update(first_published_at=moment - 40 * DAY)
    set_policy(page=section, changes={"close_after_days": 30}, user=None, now=moment)
    assert text_of(panel_of(desk, post).select_one("p.w-body-text")).startswith("Closed Time closed the comments on")
    of_branch = text_of(panel_of(desk, section).select_one("p.w-body-text"))
    assert of_branch == "Open Each page below closes 30 days after it is first published."


def test_moderators_see_in_the_panel_what_waits(client, section, post, other_post, publisher):
    CommentFactory(page=post, pending=True)
    CommentFactory(page=other_post, pending=True)
    CommentFactory(page=other_post)
    client.force_login(publisher)
    assert "wait" not in text_of(panel_of(client, post))
    moderating(publisher, page=section)
    link = panel_of(client, post).select_one(f'a[href$="branch={post.pk}"]')
    assert text_of(link) == "1 comment waits here"
    page = soup(client.get(edit_url(section)))
    assert "2 comments wait below" in text_of(page.select_one('[data-side-panel="reader-comments"]'))


def test_a_page_without_comments_says_so(desk, section, site, client):
    assert "Pages of this kind take no comments themselves." in text_of(panel_of(desk, section))
