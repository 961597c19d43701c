"""Rules tried on what moderators decided in the last ninety days, before they are saved."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, ScreeningRules, WordList
from comments.selectors import trying
from comments.selectors.rules import NUMBERS
from comments.selectors.trying import Words, try_rules
from comments.services import save_word_list, set_policy, set_rules
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, UserFactory
from tests.factories.comments import CommenterFactory, CommentFactory, moderating

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
DECISIONS = {"approved": "approve", "rejected": "reject", "spam": "spam", "pending": "hold"}
NOTHING = dict.fromkeys(NUMBERS)


@pytest.fixture
def decided(post, now):
    """A comment that was sent `ago` and decided an hour later."""

    def decided(body="A thought.", status="approved", *, ago=10 * DAY, page=post, **values):
        values = {"author_email": f"{Comment.objects.count()}@example.org", **values}
        return CommentFactory(
            page=page,
            body=body,
            status=status,
            created_at=now - ago,
            decided_at=now - ago + HOUR,
            last_human_decision=DECISIONS[status],
            **values,
        )

    return decided


def numbers(tried):
    """(approved, of them held), (rejected, of them caught)."""
    return (tried.approved.decided, tried.approved.then), (tried.rejected.decided, tried.rejected.then)


def test_counts_are_those_of_a_history_made_by_hand(decided, section, post, other_post, moderator, now):
    for _ in range(3):
        decided("A miracle of a walk.")
    decided("Miracle cure!", "rejected")
    decided("M\u0456racle cure!", "spam", page=other_post)
    decided("Nothing of the kind.", "rejected")
    decided("Nothing of the kind either.")
    # None of these counts: too old, decided by nobody, put back, gone, elsewhere.
    decided("A miracle, long ago.", ago=91 * DAY)
    CommentFactory(page=post, body="A miracle nobody looked at.", created_at=now - DAY)
    decided("A miracle put back.", "pending")
    Comment.objects.filter(pk=decided("A miracle.").pk).delete()
    decided("A miracle elsewhere.", page=BlogPostPageFactory(parent=BlogIndexPageFactory(parent=section.get_parent())))
    tried = try_rules(page=section, user=moderator, words=Words("hold", "miracle"), now=now)
    assert numbers(tried) == ((4, 3), (3, 2))
    assert (tried.approved.now, tried.rejected.now, tried.cut) == (0, 0, False)
    bodies = {example.body for example in tried.rejected.examples}
    assert bodies == {"Miracle cure!", "M\u0456racle cure!"}
    assert all(example.changes for example in tried.rejected.examples)
    assert numbers(try_rules(page=other_post, user=moderator, words=Words("spam", "miracle"), now=now)) == (
        (0, 0),
        (1, 1),
    )


def test_what_holds_now_is_told_beside_what_would(decided, section, post, moderator, now):
    save = {"outcome": "hold", "user": moderator, "now": now}
    words = save_word_list(page=section, name="Words", phrases=["miracle", "cure"], **save)
    save_word_list(page=post, name="Below", phrases=["snake oil"], **save)
    for body in ("A miracle", "A cure", "Snake oil", "A walk"):
        decided(body, "rejected")
    tried = try_rules(page=section, user=moderator, words=Words("hold", "walk\ncure", replaces=words.pk), now=now)
    assert (tried.rejected.then, tried.rejected.now) == (3, 3)
    added = try_rules(page=section, user=moderator, words=Words("hold", "walk"), now=now)
    assert (added.rejected.then, added.rejected.now) == (4, 3)
    assert [example.changes for example in added.rejected.examples] == [True, False, False, False]


def test_numbers_of_the_branch_are_tried_and_those_below_still_win(decided, section, post, other_post, moderator, now):
    two = "https://a.example https://b.example"
    set_rules(page=other_post, changes={"newcomer_links": 9}, user=moderator, now=now)
    set_policy(page=section, changes={"max_links": 9}, user=None, now=now)
    for page in (post, other_post):
        decided(two, "rejected", page=page)

    def caught(**values):
        return numbers(try_rules(page=section, user=moderator, numbers={**NOTHING, **values}, now=now))[1]

    assert caught(newcomer_links=3) == (2, 0)
    assert caught(newcomer_links=2) == (2, 1)
    assert caught() == (2, 1)


def test_the_senders_record_is_that_of_then(decided, section, moderator, now):
    ada, link = CommenterFactory(email="ada@example.org"), "See https://a.example"
    for body, days in ((link, 9), ("One", 8), ("Two", 7), (link, 6)):
        decided(body, ago=days * DAY, commenter=ada, author_email=ada.email)
    set_policy(page=section, changes={"max_links": 5}, user=None, now=now)
    tried = try_rules(page=section, user=moderator, numbers={**NOTHING, "trusted_after": 3}, now=now)
    assert (tried.approved.then, tried.approved.now) == (1, 1)
    stricter = try_rules(page=section, user=moderator, numbers={**NOTHING, "trusted_after": 4}, now=now)
    assert (stricter.approved.then, stricter.approved.now) == (2, 1)
    for days in (3, 2, 1):
        decided("Buy!", "rejected", ago=days * DAY, commenter=ada, author_email=ada.email)
    record = {**NOTHING, "record_least": 2, "record_rejected": 0.25}
    tried = try_rules(page=section, user=moderator, numbers=record, now=now)
    assert [example.verdict.findings[0].check for example in tried.rejected.examples] == ["track-record"]


def test_texts_alike_and_newcomers_count_as_screening_counts_them(decided, section, moderator, now):
    decided("Much the same text", "rejected", ago=5 * DAY)
    decided("much the SAME text!", "rejected", ago=5 * DAY - 3 * HOUR)
    tried = try_rules(page=section, user=moderator, numbers={**NOTHING, "similar_hours": 2}, now=now)
    assert (tried.rejected.then, tried.rejected.now) == (0, 1)
    set_policy(page=section, changes={"moderation": "newcomers"}, user=None, now=now)
    assert numbers(try_rules(page=section, user=moderator, numbers=NOTHING, now=now)) == ((0, 0), (2, 2))
    set_policy(page=section, changes={"moderation": "everything"}, user=None, now=now)
    assert numbers(try_rules(page=section, user=moderator, numbers=NOTHING, now=now)) == ((0, 0), (2, 1))


def test_only_the_newest_are_looked_at_and_that_is_said(decided, section, moderator, now, monkeypatch):
    monkeypatch.setattr(trying, "NEWEST", 3)
    for days in (1, 2, 3):
        decided("A miracle", ago=days * DAY)
    tried = try_rules(page=section, user=moderator, words=Words("hold", "miracle"), now=now)
    assert (tried.approved.then, tried.cut) == (3, False)
    decided("A miracle, older", ago=20 * DAY)
    tried = try_rules(page=section, user=moderator, words=Words("hold", "miracle"), now=now)
    assert (tried.approved.then, tried.cut) == (3, True)
    assert "older" not in "".join(example.body for example in tried.approved.examples)


def test_trying_costs_the_same_statements_and_writes_nothing(decided, section, post, moderator, now):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            try_rules(page=section, user=moderator, numbers={**NOTHING, "newcomer_links": 2}, now=now)
        assert not [each["sql"] for each in captured if not each["sql"].startswith("SELECT")]
        return len(captured)

    decided()
    try_rules(page=section, user=moderator, numbers=NOTHING, now=now)
    few = statements()
    for number in range(12):
        decided(page=BlogPostPageFactory(parent=section), author_email=f"more{number}@example.org")
    assert statements() == few <= 6


# The screens


@pytest.fixture
def desk(client, section, moment, now):
    user = UserFactory()
    group = Group.objects.create(name="admin")
    group.permissions.set(Permission.objects.filter(codename="access_admin"))
    user.groups.add(group)
    client.force_login(moderating(user, page=section))
    return client


@pytest.fixture
def lately(decided, moment, now):
    def lately(*args, **values):
        return decided(*args, ago=now - moment + DAY, **values)

    return lately


def shown(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_numbers_are_tried_from_their_screen_and_kept_in_the_form(desk, section, lately):
    lately("https://a.example <script>alert(1)</script>", "rejected", author_name="<b>Eve</b>")
    lately("https://a.example and https://b.example")
    url = f"/admin/reader-comments/rules/{section.pk}/"
    page = shown(desk.post(url, {"newcomer_links": "2", "seen": "", "try": "yes"}))
    assert "Would hold 1 you approved, catch 0 you rejected." in page.text
    assert page.select_one("[name=newcomer_links]")["value"] == "2"
    cells = [[cell.text for cell in row.select("td")] for row in page.select(".comment-rules-tried tbody tr")]
    assert cells == [["1", "1", "1"], ["1", "0", "1"]]
    page = shown(desk.post(url, {"newcomer_links": "1", "seen": "", "try": "yes"}))
    assert "Would hold 1 you approved, catch 1 you rejected." in page.text
    [example] = [item for item in page.select(".comment-rules-examples li") if "Eve" in item.text]
    assert "https://a.example <script>alert(1)</script>" in example.text
    assert example.select_one("mark").text == "https://a.example"
    assert "Held: 1 link, 1 is the limit for newcomers." in example.text
    assert not example.select("script, b")
    assert not ScreeningRules.objects.exists()


def test_a_list_is_tried_from_its_screen_and_kept_in_the_form(desk, section, lately):
    lately("A miracle")
    lately("A miracle cure", "spam")
    entered = {"page": section.pk, "name": "New", "outcome": "spam", "phrases": "miracle\r\ncure", "seen": ""}
    page = shown(desk.post("/admin/reader-comments/word-lists/add/", {**entered, "try": "yes"}))
    assert "Would hold 1 you approved, catch 1 you rejected." in page.text
    assert page.select_one("[name=phrases]").text.split() == ["miracle", "cure"]
    assert page.select_one("[name=outcome][checked]")["value"] == "spam"
    assert page.select_one("[name=page]")["value"] == str(section.pk)
    assert not WordList.objects.exists()


def test_where_nothing_was_decided_that_is_said(desk, section):
    page = shown(desk.post(f"/admin/reader-comments/rules/{section.pk}/", {"seen": "", "try": "yes"}))
    assert "Nobody decided about comments here in the last 90 days" in page.text
