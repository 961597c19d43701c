"""What the queue shows: tabs, filters, words; the same for the list and for whoever decides about all that match."""

from datetime import timedelta
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from wagtail.models import Locale, Site

from comments.desk import words
from comments.desk.queue.conditions import HOURS_A_REPORT, MINUTES_A_POINT, Urgency
from comments.desk.queue.filtering import REASONS, filtered
from comments.desk.queue.tabs import COUNTED, Tab, count_behind, within
from comments.lifecycle import Status
from comments.models import Comment, Report
from comments.services.indexing import rebuild_index
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, UserFactory
from tests.factories.comments import NOON, CommenterFactory, CommentFactory, moderating

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def finding(check, weight=10):
    return {"check": check, "outcome": "hold", "weight": weight, "evidence": None, "params": {}}


def reported(comment, *, settled=False, by="a"):
    at = NOON if settled else None
    Report.objects.create(comment=comment, revision=1, reason="abuse", reporter=by, created_at=NOON, settled_at=at)
    return comment


@pytest.fixture
def index():
    return BlogIndexPageFactory(parent=Site.objects.get().root_page, title="News")


@pytest.fixture
def post(index):
    return BlogPostPageFactory(parent=index, title="A walk")


@pytest.fixture
def boss():
    return UserFactory(administrator=True)


def shown(user, query="", now=NOON):
    return [each.author_name for each in filtered(user=user, query=QueryDict(query), now=now)]


def test_every_reason_that_has_words_can_be_asked_for():
    assert set(REASONS) == set(words._FINDINGS)


def test_tabs(boss, post):
    for status in (Status.PENDING, Status.APPROVED, Status.REJECTED, Status.SPAM):
        CommentFactory(page=post, author_name=status.value, **{status.value: True})
    CommentFactory(page=post, deleted=True)
    reported(CommentFactory(page=post, author_name="named", approved=True))
    reported(CommentFactory(page=post, author_name="settled", approved=True), settled=True)
    assert shown(boss) == shown(boss, "status=nonsense") == shown(boss, "status=pending") == ["pending"]
    assert shown(boss, "status=reported") == ["named"]
    assert shown(boss, "status=approved") == ["approved", "named", "settled"]
    assert shown(boss, "status=rejected") == ["rejected"]
    assert shown(boss, "status=spam") == ["spam"]
    assert shown(boss, "status=all") == ["pending", "approved", "rejected", "spam", "", "named", "settled"]


@pytest.mark.parametrize(("tab", "own"), list(product(Tab, [True, False])))
def test_a_moderator_of_a_branch_meets_its_comments_on_every_tab_and_no_others(index, tab, own):
    here, there = (BlogIndexPageFactory(parent=index, title=title) for title in ("Here", "There"))
    for branch in (here, there):
        page = BlogPostPageFactory(parent=branch)
        for status in (Status.PENDING, Status.APPROVED, Status.REJECTED, Status.SPAM):
            comment = CommentFactory(page=page, author_name=branch.title, **{status.value: True})
            if status is Status.APPROVED:
                reported(comment)
            gone = CommentFactory(page=page, author_name=branch.title, **{status.value: True})
            Comment.objects.filter(pk=gone.pk).update(page=None, branch=branch)
    user = moderating(UserFactory(), page=here if own else there)
    found = filtered(user=user, query=QueryDict(f"status={tab}"), now=NOON)
    number = {Tab.REPORTED: 1, Tab.ALL: 8}.get(tab, 2)
    assert [each.author_name for each in found] == ["Here" if own else "There"] * number
    everything = filtered(user=user, query=QueryDict("status=all"), now=NOON)
    counts = count_behind(everything, opened=tab)
    assert (counts.behind[tab], counts.waiting) == (number, 2)
    for nobody in (UserFactory(), AnonymousUser()):
        assert shown(nobody, f"status={tab}") == []


def test_counts_end_where_nobody_asks_any_more(boss, post, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("comments.desk.queue.tabs.COUNTED", 3)
    for _ in range(6):
        CommentFactory(page=post, approved=True)
    CommentFactory(page=post, pending=True)
    everything = filtered(user=boss, query=QueryDict("status=all"), now=NOON)
    with django_assert_num_queries(1):
        counts = count_behind(everything, opened=Tab.ALL).behind
    assert (counts[Tab.APPROVED], counts[Tab.ALL]) == (4, 7)
    assert (counts[Tab.WAITING], counts[Tab.SPAM]) == (1, 0)
    assert COUNTED == 1000


def test_why_it_is_here(boss, post):
    CommentFactory(page=post, author_name="Ada", pending=True, ledger=[finding("links"), finding("newcomer")])
    CommentFactory(page=post, author_name="Ben", pending=True, ledger=[finding("newcomer")])
    CommentFactory(page=post, author_name="Cem", pending=True)
    assert shown(boss, "reason=links") == ["Ada"]
    assert shown(boss, "reason=newcomer") == ["Ada", "Ben"]
    assert shown(boss, "reason=words") == []


def test_branch(boss, index, post):
    other = BlogIndexPageFactory(parent=Site.objects.get().root_page, title="Else")
    CommentFactory(page=post, author_name="Ada", pending=True)
    CommentFactory(page=BlogPostPageFactory(parent=other), author_name="Ben", pending=True)
    gone = CommentFactory(page=post, author_name="Cem", pending=True)
    Comment.objects.filter(pk=gone.pk).update(page=None, branch=index)
    assert shown(boss, f"branch={index.pk}") == ["Ada", "Cem"]
    assert shown(boss, f"branch={post.pk}") == ["Ada"]
    assert shown(boss, f"branch={other.pk}") == ["Ben"]
    mine = moderating(UserFactory(), page=index)
    assert shown(mine, f"branch={other.pk}") == []


def test_language_date_and_age(boss, post):
    german = Locale.objects.get_or_create(language_code="de")[0]
    other = post.copy_for_translation(german, copy_parents=True)
    for name, page, days in (("Ada", post, 10), ("Ben", post, 2), ("Cem", other, 0)):
        CommentFactory(page=page, author_name=name, pending=True, created_at=NOON - timedelta(days=days))
    assert shown(boss, "language=de") == ["Cem"]
    assert shown(boss, "language=en") == ["Ada", "Ben"]
    assert shown(boss, "written_from=2026-04-29&written_to=2026-04-30") == ["Ben"]
    assert shown(boss, "written_to=2026-04-29") == ["Ada", "Ben"]
    assert shown(boss, "age=new") == ["Cem"]
    assert shown(boss, "age=day") == ["Ada", "Ben"]
    assert shown(boss, "age=week") == ["Ada"]


def test_commenter_link_and_first_timer(boss, post):
    known = CommenterFactory(email="ada@example.org")
    CommentFactory(page=post, author_name="Ada", author_email="old@example.org", commenter=known, pending=True)
    ada = CommentFactory(page=post, author_name="Ada", author_email="ada@example.org", commenter=known, approved=True)
    ben = CommentFactory(
        page=post, author_name="Ben", author_email="ben@example.org", body="www.a.example", pending=True
    )
    CommentFactory(page=post, author_name="Cem", author_email="", pending=True)
    CommentFactory(page=post, author_name="", author_email="", approved=True)
    staff = UserFactory()
    CommentFactory(page=post, author_name="Dee", author_email="", user=staff, pending=True)
    CommentFactory(page=post, author_name="Dee", author_email="", user=staff, approved=True)
    assert shown(boss, f"by={ada.uuid}") == ["Ada"]
    assert shown(boss, f"by={ben.uuid}") == ["Ben"]
    assert shown(boss, "link=yes") == ["Ben"]
    assert shown(boss, "link=no") == ["Ada", "Cem", "Dee"]
    assert shown(boss, "first=yes") == ["Ben", "Cem"]
    assert shown(boss, "first=no") == ["Ada", "Dee"]


def test_words_of_the_text_and_of_the_name(boss, post):
    CommentFactory(page=post, author_name="Zoë Müller", body="My knee, my café.", pending=True)
    CommentFactory(page=post, author_name="Ben", body="It is vi\u200bagra; 日本語を話す", pending=True)
    CommentFactory(page=post, author_name="Cem", body="My knees hurt.", approved=True)
    CommentFactory(page=post, deleted=True)
    assert rebuild_index() == 3
    assert shown(boss, "q=zoe") == shown(boss, "q=MULLER knee") == ["Zoë Müller"]
    assert shown(boss, "q=viagra") == shown(boss, "q=本語") == ["Ben"]
    assert shown(boss, "q=knee&status=all") == ["Zoë Müller", "Cem"]
    assert shown(boss, "q=kneecap") == shown(boss, "q=...") == shown(boss, "q=my nothing") == []
    assert shown(boss, "q=") == ["Zoë Müller", "Ben"]
    assert shown(boss, "q=" + "x" * 5000) == []
    assert shown(boss, "q=k") == [], "no single letter looks through half the words there are"
    assert shown(boss, "q=\u8a9e") == ["Ben"]


HOSTILE_WORDS = [
    "\") OR NOT ' --*", "knee OR", "NEAR(knee)", "-knee", "knee*", "^knee", "a:b", "{knee}", "knee & !", "'", "\\'",
    "\x00knee\x1f", "\ufffd", "\u202eknee\u202c", "\u0631\u0643\u0628\u0629", "knee\u2028or", "\u02bcn", "\ufb03" * 200,
    "\u0345" * 200, "\U0001f9b5", "knee " * 40,
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE_WORDS)
def test_no_words_are_more_than_words(boss, post, words):
    CommentFactory(page=post, author_name="Ada", body="My knee OR near", pending=True)
    CommentFactory(page=post, author_name="Ben", body="Another", pending=True)
    rebuild_index()
    query = QueryDict(mutable=True)
    query["q"] = words
    assert shown(boss, query.urlencode()) in ([], ["Ada"])


@pytest.mark.parametrize(
    "wrong",
    [
        *(
            "reason=nonsense",
            "branch=0",
            "branch=x",
            "written_from=yesterday",
            "age=x",
            "link=2",
            "language=xx",
            "by=x",
        ),
        *("by=8a3ae4b4-14b7-4b4e-9c57-8a2f3a8f6a55", "written_from=0001-01-01", "written_to=9999-12-31"),
    ],
)
def test_a_filter_that_means_nothing_lets_nothing_through(boss, post, wrong):
    CommentFactory(page=post, pending=True)
    assert shown(boss, wrong) == []
    nothing = filtered(user=boss, query=QueryDict(wrong), now=NOON)
    assert count_behind(nothing, opened=Tab.ALL).behind == dict.fromkeys(Tab, 0)


def test_what_is_urgent_overtakes_what_came_some_hours_before_it(boss, post):
    hour = timedelta(hours=1)
    points = 60 // MINUTES_A_POINT
    for name, age, weight, reports in (("plain", 5, 0, 0), ("heavy", 3, 3 * points, 0), ("named", 1, 0, 1)):
        comment = CommentFactory(page=post, author_name=name, created_at=NOON - age * hour, weight=weight, pending=True)
        for number in range(reports):
            reported(comment, by=str(number))
        reported(comment, settled=True, by="before")
    waiting = Comment.objects.filter(within(Tab.WAITING))
    assert [each.author_name for each in waiting.order_by(Urgency())] == ["named", "heavy", "plain"]
    Comment.objects.filter(author_name="plain").update(created_at=NOON - (2 + HOURS_A_REPORT) * hour)
    assert [each.author_name for each in waiting.order_by(Urgency())] == ["plain", "named", "heavy"]
