"""Where comments open or close by time, caches are told once the moment has passed; what is kept for a time goes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Ban, Comment
from comments.selectors import moments
from comments.selectors.moments import Passed, passed_between
from comments.services import set_policy, submit_comment
from comments.services.forgetting import ORIGIN_KEPT, forget_ended_bans, forget_origins
from ground import clock, outbox
from ground.address import origin_hash
from ground.clock import run_due
from tests.factories.blog import BlogPostPageFactory
from tests.factories.comments import CommentFactory, a_submission
from website import caching

pytestmark = pytest.mark.django_db

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def passed(now):
    """Return where a moment passed in the minute before `at`."""

    def passed(at=now):
        return passed_between(since=at - MINUTE, now=at)

    return passed


@pytest.mark.parametrize("field", ["opens_at", "closes_at"])
def test_a_moment_of_a_page_is_told_once(post, passed, now, field):
    set_policy(page=post, changes={field: now}, user=None, now=now - DAY)
    assert passed(now - timedelta(seconds=1)) == Passed()
    assert passed(now) == Passed((post.pk,))
    assert passed(now + MINUTE) == Passed()


def test_a_moment_of_a_branch_is_told_for_all_of_it(section, post, passed, now):
    set_policy(page=section, changes={"closes_at": now}, user=None, now=now - DAY)
    assert passed(now) == Passed(everywhere=True)


def test_pages_close_one_by_one_after_their_days(section, post, passed, now):
    later = BlogPostPageFactory(parent=section, first_published_at=now + 2 * DAY)
    set_policy(page=section, changes={"close_after_days": 14}, user=None, now=now)
    assert passed(now + 14 * DAY) == Passed((post.pk,))
    assert passed(now + 16 * DAY) == Passed((later.pk,))
    assert passed(now + 15 * DAY) == Passed()


def test_days_count_anew_from_a_reopening(post, passed, now):
    set_policy(page=post, changes={"close_after_days": 14, "reopened_at": now + 20 * DAY}, user=None, now=now)
    assert passed(now + 34 * DAY) == Passed((post.pk,))


def test_of_very_many_pages_none_is_named(section, post, other_post, passed, now, monkeypatch):
    monkeypatch.setattr(moments, "PAGES_MAX", 1)
    set_policy(page=section, changes={"close_after_days": 14}, user=None, now=now)
    assert passed(now + 14 * DAY) == Passed(everywhere=True)


def test_looking_costs_one_statement_and_never_more_than_two(section, post, other_post, passed, now):
    with CaptureQueriesContext(connection) as statements:
        passed(now)
    assert len(statements) == 1
    for number, page in enumerate((section, post, other_post)):
        set_policy(page=page, changes={"close_after_days": 14 + number}, user=None, now=now)
    with CaptureQueriesContext(connection) as statements:
        passed(now)
    assert len(statements) == 2


def test_the_worker_purges_when_a_moment_has_passed(post, section, monkeypatch):
    told = []
    monkeypatch.setitem(outbox._handlers, caching.PURGE, told.append)
    now = timezone.now()
    set_policy(page=post, changes={"closes_at": now + MINUTE}, user=None, now=now)
    outbox.deliver_due(now=timezone.now())
    told.clear()
    run_due(now=now)
    outbox.deliver_due(now=timezone.now())
    assert told == []
    run_due(now=now + MINUTE)
    outbox.deliver_due(now=timezone.now())
    assert [payload["keys"] for payload in told] == [[f"comments:{post.pk}", caching.THREADS]]
    told.clear()
    set_policy(page=section, changes={"closes_at": now + 5 * MINUTE}, user=None, now=now)
    outbox.deliver_due(now=timezone.now())
    run_due(now=now + 5 * MINUTE)
    outbox.deliver_due(now=timezone.now())
    assert [payload["keys"] for payload in told] == [[caching.EVERYTHING]] * 2


def test_the_network_of_a_comment_is_forgotten_after_thirty_days(post, viewer, now):
    sent = submit_comment(
        page_id=post.pk,
        submission=a_submission(origin=origin_hash("203.0.113.9", now=now)),
        viewer=viewer,
        now=now,
    )
    assert forget_origins(now=now + ORIGIN_KEPT - MINUTE) == 0
    assert forget_origins(now=now + ORIGIN_KEPT) == 1
    assert Comment.objects.get(pk=sent.comment.pk).origin == ""


def test_the_worker_forgets_by_itself(post, now):
    assert {"comments.forget", "comments.moments", "ground.forget", "blog.forget"} <= set(clock._tasks)
    CommentFactory(page=post, origin="a" * 32, created_at=timezone.now() - ORIGIN_KEPT)
    run_due(now=timezone.now())
    assert Comment.objects.get().origin == ""


def test_an_ended_ban_can_be_looked_up_for_a_while(post, now):
    Ban.objects.create(kind="domain", value="spam.example", page=post, until=now, set_at=now - DAY)
    assert forget_ended_bans(now=now + ORIGIN_KEPT - MINUTE) == 0
    assert forget_ended_bans(now=now + ORIGIN_KEPT) == 1
