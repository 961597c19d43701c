"""What holds for comments, read and changed beside the page."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localtime
from wagtail.models import Page, PageLogEntry

from comments.models import CommentPolicy
from comments.policy import Moderation, State, Who
from comments.selectors import effective_policy
from comments.services import set_policy
from tests.factories.blog import BlogIndexPageFactory, UserFactory
from tests.factories.comments import CommentFactory, moderating
from tests.integration.comments.pages import (
    edit_url,
    editing,
    entered,
    errors,
    explained_state,
    in_the_admin,
    lines,
    panel_of,
    panel_url,
    policy_url,
    said,
    save,
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


# The panel in the editor


def test_the_panel_tells_what_holds_and_where_it_was_set(desk, site, section, post, publisher, now):
    set_policy(page=site.root_page, changes={"votes": False, "enforce": ["votes"]}, user=None, now=now)
    set_policy(page=section, changes={"moderation": "newcomers"}, user=publisher, now=now)
    panel = panel_of(desk, post)
    assert text_of(panel.select_one(".w-status")) == "Open"
    told = lines(panel)
    assert told["Read first"] == "Newcomers are read first from News , set on May 1, 2026 by Marta Bell"
    assert told["Likes"] == "No likes enforced from Home"
    assert told["Comments"] == "Open by default"
    assert [link["href"] for link in panel.select("dl a")] == [policy_url(section)]


def test_the_panel_stands_in_the_editor_outside_its_form_with_the_number_that_waits(desk, section, post, publisher):
    CommentFactory(page=post, pending=True)
    moderating(publisher, page=section)
    page = soup(desk.get(edit_url(post)))
    panel = page.select_one('[data-side-panel="reader-comments"]')
    assert panel.select_one("[data-comment-policy]")["data-comment-policy"] == panel_url(post)
    assert panel.select_one("form.comment-policy-states [name=csrfmiddlewaretoken]")["value"]
    assert lines(panel) == lines(panel_of(desk, post))
    assert text_of(page.select_one('[data-side-panel-toggle="reader-comments"]')) == "1"
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
    assert of_branch == "Open Each page below closes 30 days after it is first published"


def test_moderators_see_in_the_panel_what_waits(client, section, post, other_post, publisher):
    CommentFactory(page=post, pending=True)
    CommentFactory(page=other_post, pending=True)
    CommentFactory(page=other_post)
    client.force_login(publisher)
    assert "wait" not in text_of(panel_of(client, post))
    moderating(publisher, page=section)
    link = panel_of(client, post).select_one(f'a[href$="branch={post.pk}"]')
    assert text_of(link) == "1 comment waits here"
    assert len(soup(client.get(link["href"])).select("[data-comment]")) == 1
    assert "2 comments wait below" in text_of(panel_of(client, section))


def test_a_page_without_comments_says_so(desk, section, site, client):
    assert "Pages of this kind take no comments themselves." in text_of(panel_of(desk, section))


# Changing it


def test_one_press_closes_a_branch_at_once_and_leaves_every_draft_as_it_was(desk, section, post, publisher):
    post.title = "Half-written"
    draft = post.save_revision()
    before = Page.objects.filter(pk__in=[post.pk, section.pk]).order_by("pk").values()
    was = list(before)
    assert desk.post(policy_url(section), {"set_state": "closed"}).status_code == 302
    assert explained_state(post) is State.CLOSED
    assert list(before.all()) == was
    stored = Page.objects.get(pk=post.pk)
    assert (stored.title, stored.has_unpublished_changes, stored.latest_revision_id) == ("A walk", True, draft.pk)
    entry = PageLogEntry.objects.get(action="comments.set_policy")
    assert (entry.page_id, entry.user) == (section.pk, publisher)
    assert entry.data == {"from": {"state": None}, "to": {"state": "closed"}}


def test_a_press_can_beat_what_pages_below_say_and_be_taken_back(desk, section, post, now):
    set_policy(page=post, changes={"state": "open"}, user=None, now=now)
    desk.post(policy_url(section), {"set_state": "closed"})
    assert explained_state(post) is State.OPEN
    desk.post(policy_url(section), {"set_state": "closed", "everywhere": "on"})
    assert explained_state(post) is State.CLOSED
    panel = panel_of(desk, post)
    assert panel.select("form.comment-policy-states") == []
    assert "A page above enforces whether comments are open." in text_of(panel)
    desk.post(policy_url(post), {"set_state": "open"})
    assert explained_state(post) is State.CLOSED
    desk.post(policy_url(section), {"set_state": "open"})
    assert (explained_state(post), said(section, "enforce")) == (State.OPEN, [])


def test_a_press_opens_again_what_time_has_closed(desk, section, post, moment):
    set_policy(page=section, changes={"closes_at": moment - DAY}, user=None, now=moment - 2 * DAY)
    assert explained_state(post) is State.CLOSED
    desk.post(policy_url(post), {"set_state": "open"})
    assert explained_state(post) is State.OPEN


def test_the_panel_answers_with_what_holds_now(desk, section):
    answer = soup(desk.post(panel_url(section), {"set_state": "hidden"}))
    assert text_of(answer.select_one("[role=status]")) == "That is in force now."
    assert text_of(answer.select_one(".w-status")) == "Hidden"
    assert answer.select_one("html") is None
    form = entered(desk, section, state="closed")
    answer = soup(desk.post(panel_url(section), form))
    assert text_of(answer.select_one(".w-status")) == "Closed"


def test_every_field_can_be_said_and_enforced_for_the_branch(desk, section, post, now):
    response = save(
        desk,
        section,
        state="closed",
        opens_at="2026-06-01T10:00",
        closes_at="2027-06-01T10:00",
        close_after_days="30",
        who="confirmed",
        moderation="afterwards",
        max_depth="2",
        votes="no",
        max_links="5",
        message="Be kind.\r\nPlease.",
        enforce=["state", "times", "who", "moderation", "max_depth", "votes", "max_links", "message"],
    )
    assert response.status_code == 302, errors(response)
    set_policy(page=post, changes={"state": "open", "max_depth": 9, "closes_at": now}, user=None, now=now)
    holds = effective_policy(page=post, now=now)
    assert (holds.state.value, holds.who.value, holds.moderation.value) == (
        State.CLOSED,
        Who.CONFIRMED,
        Moderation.AFTERWARDS,
    )
    assert (holds.max_depth.value, holds.votes.value, holds.max_links.value) == (2, False, 5)
    assert (holds.close_after_days.value, holds.message.value) == (30, "Be kind.\nPlease.")
    assert localtime(holds.closes_at.value).strftime("%Y-%m-%d %H:%M") == "2027-06-01 10:00"
    shown = lines(panel_of(desk, section))
    assert "enforced" in shown["Times"]
    assert "Closed 30 days after it was first published" in shown["Times"]


def test_what_is_sent_unchanged_changes_nothing(desk, section, moment):
    changes = {
        "closes_at": moment,
        "reopened_at": moment,
        "votes": True,
        "message": "",
        "max_links": 0,
        "enforce": ["closes_at"],
    }
    row = set_policy(page=section, changes=changes, user=None, now=moment)
    assert save(desk, section).status_code == 302
    assert CommentPolicy.objects.get(page=section) == row
    assert said(section, "set_at") == moment
    assert not PageLogEntry.objects.filter(action="comments.set_policy", user__isnull=False).exists()


def test_what_is_emptied_is_inherited_again_and_shown(desk, site, section, post, now):
    set_policy(page=site.root_page, changes={"who": "staff"}, user=None, now=now)
    set_policy(page=section, changes={"who": "confirmed", "max_depth": 2, "closes_at": now}, user=None, now=now)
    form = soup(desk.get(f"{panel_url(section)}?change")).select_one("form")
    assert text_of(form.select_one('select[name=who] option[value=""]')) == "As above: Staff"
    assert "Inherited: Shown 4 levels deep" in text_of(form)
    save(desk, section, who="", max_depth="", closes_at="")
    assert [said(section, name) for name in ("who", "max_depth", "closes_at", "reopened_at")] == [None] * 4


def test_a_page_can_do_without_the_times_and_the_note_set_above(desk, section, post, moment):
    changes = {"closes_at": moment - DAY, "message": "Closed for the holidays."}
    set_policy(page=section, changes=changes, user=None, now=moment - 2 * DAY)
    assert explained_state(post) is State.CLOSED
    save(desk, post, no_times="on", no_message="on")
    assert explained_state(post) is State.OPEN
    assert lines(panel_of(desk, post))["Note to readers"].startswith("No note set here on")
    assert {name for name in entered(desk, post) if name.startswith("no_")} == {"no_times", "no_message"}


def test_a_closing_moment_entered_by_hand_outranks_an_earlier_opening_by_hand(desk, section, moment):
    set_policy(page=section, changes={"closes_at": moment + DAY, "reopened_at": moment}, user=None, now=moment)
    save(desk, section, closes_at="2020-01-01T10:00")
    assert explained_state(section) is State.CLOSED


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"closes_at": "tomorrow"}, "closes_at"),
        ({"opens_at": "2026-13-01T10:00"}, "opens_at"),
        ({"opens_at": "2027-01-01T10:00", "closes_at": "2026-01-01T10:00"}, "closes_at"),
        ({"close_after_days": "-1"}, "close_after_days"),
        ({"close_after_days": "99999999999999999999"}, "close_after_days"),
        ({"close_after_days": "3", "no_times": "on"}, "no_times"),
        ({"state": "ajar"}, "state"),
        ({"who": "everyone"}, "who"),
        ({"moderation": "x"}, "moderation"),
        ({"max_depth": "0"}, "max_depth"),
        ({"max_depth": "65"}, "max_depth"),
        ({"votes": "2"}, "votes"),
        ({"max_links": "-3"}, "max_links"),
        ({"message": "x" * 501}, "message"),
        ({"message": "Hello", "no_message": "on"}, "no_message"),
        ({"enforce": ["who"]}, "who"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(desk, section, changes, field):
    response = save(desk, section, **{"message": "A note I typed", **changes})
    assert field in errors(response)
    form = soup(response).select_one("form.comment-policy-form")
    assert form.select_one("[role=alert]") is not None
    assert form.select_one("textarea").text.removeprefix("\n") == changes.get("message", "A note I typed")
    for name, value in changes.items():
        if name.endswith("_at"):
            assert form.select_one(f"[name={name}]")["value"] == value
    assert not CommentPolicy.objects.exists()


@pytest.mark.parametrize("enforce", ["page", "set_by", "reopened_at", "<script>"])
def test_what_is_no_field_of_the_policy_is_refused_or_ignored(desk, section, enforce):
    response = save(desk, section, state="closed", enforce=[enforce])
    assert "is not one of the available choices" in text_of(soup(response).select_one("[role=alert]"))
    assert not CommentPolicy.objects.exists()
    save(desk, section, state="closed", set_by="Mallory", reopened_at="2020-01-01")
    assert (said(section, "set_by"), said(section, "reopened_at")) == ("Marta Bell", None)
    assert b"Nothing was changed" in desk.post(policy_url(section), {"set_state": "ajar"}).content


def test_whoever_saves_over_somebody_elses_change_is_asked_first(desk, section, now):
    form = entered(desk, section, message="A note I typed")
    set_policy(
        page=section, changes={"state": "closed"}, user=UserFactory(administrator=True, first_name="Noor"), now=now
    )
    response = desk.post(policy_url(section), form)
    page = soup(response)
    assert "Meanwhile Noor changed this." in text_of(page.select_one("form.comment-policy-form [role=alert]"))
    assert page.select_one("textarea").text.removeprefix("\n") == "A note I typed"
    assert said(section, "message") is None
    form["seen"] = page.select_one("[name=seen]")["value"]
    assert desk.post(policy_url(section), form).status_code == 302
    assert said(section, "message") == "A note I typed"


def test_it_survives_the_publishing_of_an_older_draft(desk, post):
    older = post.save_revision()
    desk.post(policy_url(post), {"set_state": "closed"})
    older.publish()
    assert explained_state(post) is State.CLOSED


# Who may


ROLES = {
    "nobody": lambda section, site: UserFactory(),
    "in the admin": lambda section, site: in_the_admin(UserFactory()),
    "elsewhere": lambda section, site: editing(
        UserFactory(), BlogIndexPageFactory(parent=site.root_page, slug="elsewhere"), "change", "publish"
    ),
    "writer": lambda section, site: editing(UserFactory(), section, "add", "change"),
    "moderator": lambda section, site: moderating(in_the_admin(UserFactory()), page=section),
    "publisher": lambda section, site: editing(UserFactory(), section, "change", "publish"),
    "administrator": lambda section, site: UserFactory(administrator=True),
}

MAY = {
    "nobody": "",
    "in the admin": "",
    "elsewhere": "report",
    "writer": "read",
    "moderator": "read report orphans",
    "publisher": "read change report",
    "administrator": "read change report orphans",
}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_its_own(client, site, section, post, role):
    client.force_login(ROLES[role](section, site))
    may = {
        "read": client.get(policy_url(post)).status_code == 200,
        "change": client.post(policy_url(post), {"set_state": "closed"}).status_code == 302
        and CommentPolicy.objects.exists(),
        "report": client.get("/admin/reader-comments/policies/").status_code == 200,
        "orphans": client.get("/admin/reader-comments/orphans/").status_code == 200,
    }
    assert " ".join(what for what, allowed in may.items() if allowed) == MAY[role]
    assert (client.get(panel_url(post)).status_code == 200) is may["read"]
    assert CommentPolicy.objects.exists() is may["change"]
    client.post(panel_url(post), entered_by_anybody())
    assert CommentPolicy.objects.filter(max_depth=2).exists() is may["change"]


def entered_by_anybody():
    seen = CommentPolicy.objects.values_list("set_at", flat=True).first()
    return {"max_depth": "2", "seen": seen.isoformat() if seen else ""}


@pytest.mark.parametrize("page_id", [999999, 1])
def test_pages_that_are_none_are_not_found(client, site, page_id):
    client.force_login(UserFactory(administrator=True))
    assert client.get(f"/admin/reader-comments/policies/{page_id}/").status_code == 404
    assert client.post(f"/admin/reader-comments/policies/{page_id}/", {"set_state": "open"}).status_code == 404


def test_who_may_not_publish_reads_and_cannot_press(client, section, post):
    client.force_login(editing(UserFactory(), section, "change"))
    panel = panel_of(client, post)
    assert panel.select("form, [data-comment-policy-change]") == []
    assert lines(panel)["Comments"].startswith("Open")
