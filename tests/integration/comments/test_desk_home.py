"""What moderators see at a glance: the panel on the dashboard, and the statistics."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.desk.home.charts import HEIGHT, bars
from comments.desk.home.statistics import span_words
from comments.lifecycle import Decision, Status
from comments.models import Comment, Report
from comments.selectors.statistics import statistics
from comments.selectors.workload import workload
from comments.services import Seen, decide_many, undo
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, UserFactory
from tests.factories.comments import CommentFactory, moderating

pytestmark = pytest.mark.django_db

STATISTICS = "/admin/reader-comments/statistics/"
NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
TODAY = NOW.date()
MIDNIGHT = timezone.make_aware(datetime.combine(TODAY, time.min))
LINKS = {"check": "links", "outcome": "hold", "weight": 30, "evidence": None, "params": {}}


def someone(page=None):
    """A user of the admin who moderates `page`; nothing at all with `page=False`."""
    user = UserFactory()
    group = Group.objects.create(name=f"{user.username}'s")
    group.permissions.set(Permission.objects.filter(codename="access_admin"))
    user.groups.add(group)
    return user if page is False else moderating(user, page=page)


def decided(comments, decision, *, by, at=NOW):
    seen = [Seen(each.uuid, Status(each.status), each.revision) for each in comments]
    return decide_many(seen=seen, decision=decision, moderator=by, now=at).batch


def reported(comment, settled_at=None):
    values = {"revision": 1, "reason": "spam", "created_at": NOW, "settled_at": settled_at}
    return Report.objects.create(comment=comment, reporter=f"{Report.objects.count():032}", **values)


def stretch(number=7):
    days = [TODAY - timedelta(days=back) for back in range(number - 1, -1, -1)]
    return {"days": days, "since": timezone.make_aware(datetime.combine(days[0], time.min))}


def ago(**span):
    return NOW - timedelta(**span)


@pytest.fixture
def elsewhere(site):
    return BlogPostPageFactory(parent=BlogIndexPageFactory(parent=site.root_page, slug="other"), slug="elsewhere")


@pytest.fixture
def boss():
    return UserFactory(is_superuser=True)


def text_of(element):
    return " ".join(element.get_text(" ", strip=True).split())


class TestWorkload:
    def test_it_counts_what_there_is_to_do_and_what_was_done(self, post, elsewhere, boss):
        oldest = CommentFactory(page=post, pending=True, created_at=ago(days=2))
        CommentFactory(page=post, pending=True, created_at=ago(days=1))
        CommentFactory(page=elsewhere, pending=True, created_at=ago(days=9))
        twice = CommentFactory(page=post)
        for comment in (twice, twice, oldest, CommentFactory(page=elsewhere)):
            reported(comment)
        reported(CommentFactory(page=post), settled_at=NOW)
        some = CommentFactory.create_batch(3, page=post)
        decided(some[:2], Decision.SPAM, by=boss)
        undo(batch=decided(some[2:], Decision.SPAM, by=boss).uuid, user=boss, now=NOW)
        decided(CommentFactory.create_batch(2, page=elsewhere), Decision.SPAM, by=boss)
        decided([CommentFactory(page=post)], Decision.SPAM, by=boss, at=MIDNIGHT - timedelta(seconds=1))
        here = workload(user=someone(post), since=MIDNIGHT)
        assert (here.waiting, here.oldest, here.reported, here.decided) == (2, oldest.created_at, 2, 2)
        everywhere = workload(user=boss, since=MIDNIGHT)
        assert (everywhere.waiting, everywhere.reported, everywhere.decided) == (3, 3, 4)

    def test_it_takes_two_statements_and_the_menu_none(self, client, post, django_assert_num_queries):
        user = someone()
        CommentFactory.create_batch(3, page=post, pending=True)
        client.force_login(user)
        with CaptureQueriesContext(connection) as queries:
            assert "Reader comments (3)" in client.get("/admin/").content.decode()
        asked = [query["sql"] for query in queries if '"comments_comment"' in query["sql"]]
        assert len(asked) == 2

    def test_only_moderators_have_the_panel(self, client, post):
        CommentFactory.create_batch(3, page=post, pending=True)
        client.force_login(someone(False))
        assert "Oldest waiting" not in client.get("/admin/").content.decode()
        client.force_login(someone())
        page = BeautifulSoup(client.get("/admin/").content, "html.parser")
        shown = text_of(page.select_one("#reader-comments-section"))
        assert "Waiting 3 Oldest waiting" in shown
        assert "Reported 0 Decided today 0" in shown

    def test_nothing_to_do_is_said_too(self, boss, site):
        assert workload(user=boss, since=MIDNIGHT).oldest is None


class TestTimes:
    @pytest.mark.parametrize(
        ("hours", "median", "ninetieth"),
        [([5], 5, 5), ([1, 9], 1, 9), ([1, 2, 30], 2, 30), (range(1, 11), 5, 9), (range(1, 101), 50, 90)],
    )
    def test_the_nearest_rank(self, post, boss, hours, median, ninetieth):
        written = [CommentFactory(page=post, pending=True, created_at=ago(hours=number)) for number in hours]
        decided(written, Decision.APPROVE, by=boss)
        times = statistics(user=boss, **stretch()).times
        assert (times.number, times.median, times.ninetieth) == (
            len(written),
            timedelta(hours=median),
            timedelta(hours=ninetieth),
        )

    def test_only_first_decisions_of_what_waited_and_none_undone(self, post, boss):
        waited = CommentFactory(page=post, pending=True, created_at=ago(hours=5))
        decided([waited], Decision.APPROVE, by=boss, at=ago(hours=3))
        decided([Comment.objects.get(pk=waited.pk)], Decision.REJECT, by=boss)
        decided([CommentFactory(page=post, created_at=ago(hours=9))], Decision.REJECT, by=boss)
        undone = decided([CommentFactory(page=post, pending=True)], Decision.REJECT, by=boss)
        undo(batch=undone.uuid, user=boss, now=NOW)
        times = statistics(user=boss, **stretch()).times
        assert (times.number, times.median) == (1, timedelta(hours=2))

    def test_without_any_there_is_nothing(self, boss, site):
        times = statistics(user=boss, **stretch()).times
        assert (times.number, times.median, times.ninetieth) == (0, None, None)


class TestStatistics:
    def test_volume_by_day_and_who_decided(self, post, boss):
        for days, status in [(0, "approved"), (0, "approved"), (0, "pending"), (6, "spam"), (7, "approved")]:
            CommentFactory(page=post, created_at=ago(days=days), **{status: True})
        person = CommentFactory(page=post, pending=True, created_at=ago(days=1))
        decided([person], Decision.REJECT, by=boss)
        CommentFactory(page=post, created_at=ago(days=2), deleted=True)
        found = statistics(user=boss, **stretch())
        assert dict(found.volume) == {day: {} for day in stretch()["days"]} | {
            TODAY: {Status.APPROVED: 2, Status.PENDING: 1},
            TODAY - timedelta(days=1): {Status.REJECTED: 1},
            TODAY - timedelta(days=2): {Status.DELETED: 1},
            TODAY - timedelta(days=6): {Status.SPAM: 1},
        }
        assert (found.by_rules, found.by_people, found.left[Status.PENDING]) == (3, 1, 1)

    def test_rules_against_people(self, post, boss):
        def some(number, **values):
            return CommentFactory.create_batch(number, page=post, created_at=ago(days=1), **values)

        decided(some(3, pending=True, ledger=[LINKS]), Decision.APPROVE, by=boss)
        decided(some(1, pending=True, ledger=[LINKS]), Decision.SPAM, by=boss)
        decided(some(2, spam=True, ledger=[{**LINKS, "check": "words"}]), Decision.APPROVE, by=boss)
        decided(some(1), Decision.REJECT, by=boss)
        found = statistics(user=boss, **stretch())
        assert found.first == Counter(
            {
                (Status.PENDING, Status.APPROVED): 3,
                (Status.PENDING, Status.SPAM): 1,
                (Status.SPAM, Status.APPROVED): 2,
                (Status.APPROVED, Status.REJECTED): 1,
            }
        )
        assert [(each.code, each.approved, each.turned_down) for each in found.checks] == [
            ("links", 3, 1),
            ("words", 2, 0),
        ]

    def test_by_right_and_by_branch(self, post, elsewhere, section, boss):
        for page in (post, post, elsewhere):
            decided([CommentFactory(page=page, pending=True, created_at=ago(days=1))], Decision.APPROVE, by=boss)
        assert statistics(user=boss, **stretch()).times.number == 3
        assert statistics(user=boss, branch=section, **stretch()).times.number == 2
        assert statistics(user=boss, branch=section, **stretch()).by_people == 2
        assert statistics(user=someone(elsewhere), **stretch()).by_people == 1
        assert statistics(user=someone(elsewhere), branch=section, **stretch()).by_people == 0

    def test_four_statements_whatever_there_is(self, post, boss, django_assert_num_queries):
        decided(CommentFactory.create_batch(30, page=post, pending=True), Decision.APPROVE, by=boss)
        with django_assert_num_queries(4):
            statistics(user=boss, **stretch(90))


@pytest.mark.any_database
class TestPage:
    def test_who_may(self, client, post):
        assert client.get(STATISTICS).headers["Location"].startswith("/admin/login/")
        client.force_login(someone(False))
        assert client.get(STATISTICS).headers["Location"] == "/admin/"
        client.force_login(someone(post))
        assert client.get(STATISTICS).status_code == 200
        assert STATISTICS in client.get("/admin/").content.decode()

    def test_what_it_shows(self, client, post, boss):
        now = timezone.now()
        CommentFactory(page=post, created_at=now)
        waited = CommentFactory(page=post, pending=True, created_at=now - timedelta(hours=3), ledger=[LINKS])
        decided([waited], Decision.REJECT, by=boss, at=now)
        client.force_login(someone())
        with CaptureQueriesContext(connection) as queries:
            page = BeautifulSoup(client.get(STATISTICS).content, "html.parser").select_one("main")
        shown = text_of(page)
        for expected in (
            "Median 3 hours Nine in ten within 3 hours Comments 1",
            "Decided by the rules alone 1 50 % Decided by people 1 50 % Waiting 0 0 %",
            "Held 0 0 1 0 0 100 %",
            "Published at once 1 0 0 0 0 100 %",
            "Links 0 1 100 %",
        ):
            assert expected in shown
        assert len(page.select("#volume-section tbody tr")) == 30
        assert not page.select("[style], script, style")
        asked = [query["sql"] for query in queries if "comments_comment" in query["sql"]]
        assert len(asked) <= 6

    @pytest.mark.parametrize(("days", "rows"), [("7", 7), ("90", 90)])
    def test_the_period_is_chosen(self, client, site, days, rows):
        client.force_login(someone())
        page = BeautifulSoup(client.get(STATISTICS, {"days": days}).content, "html.parser")
        assert len(page.select("#volume-section tbody tr")) == rows

    @pytest.mark.parametrize(("name", "value"), [("days", "8"), ("days", "many"), ("branch", "0"), ("branch", "x")])
    def test_what_there_is_not_is_named(self, client, site, name, value):
        client.force_login(someone())
        answer = client.get(STATISTICS, {name: value})
        assert answer.status_code == 200
        assert list(answer.context["form"].errors) == [name]

    def test_nobody_sees_other_branches(self, client, post, section, elsewhere):
        client.force_login(someone(elsewhere.get_parent()))
        answer = client.get(STATISTICS, {"branch": section.pk})
        assert list(answer.context["form"].errors) == ["branch"]
        assert "News" not in text_of(BeautifulSoup(answer.content, "html.parser").select_one("main"))


class TestWords:
    @pytest.mark.parametrize(
        ("span", "said"),
        [
            (None, ""),
            (timedelta(seconds=-5), "0 minutes"),
            (timedelta(seconds=50), "1 minute"),
            (timedelta(minutes=119), "119 minutes"),
            (timedelta(hours=47), "47 hours"),
            (timedelta(days=3), "3 days"),
        ],
    )
    def test_spans(self, span, said):
        assert span_words(span) == said

    def test_bars_are_stacked_and_never_higher_than_the_drawing(self):
        drawn = bars([(TODAY, {Status.APPROVED: 3, Status.SPAM: 1}), (TODAY, {Status.SPAM: 2}), (TODAY, {})])
        assert [float(bar.y) + float(bar.height) for bar in drawn] == [HEIGHT, HEIGHT / 4, HEIGHT]
        assert float(drawn[1].y) == 0
        assert bars([]) == bars([(TODAY, {})]) == []
