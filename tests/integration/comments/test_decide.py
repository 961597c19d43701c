"""A moderator decides about what they saw, or about nothing."""

import threading
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import close_old_connections, connection
from wagtail.models import ModelLogEntry

from comments.lifecycle import Decision, IllegalTransition, Status, available_decisions, next_status
from comments.models import Comment
from comments.selectors import public_for, queue
from comments.services import StaleDecision, decide
from comments.signals import thread_changed
from tests.factories.blog import UserFactory
from tests.factories.comments import CommentFactory

pytestmark = pytest.mark.django_db

A_MODERATORS = [decision for decision in Decision if decision is not Decision.DELETE]
CASES = [(status, decision) for status in Status for decision in A_MODERATORS]


@pytest.fixture
def judge(moderator, now):
    def judge(comment, decision, *, status=None, revision=None, by=moderator, reason=""):
        return decide(
            comment=comment.uuid,
            decision=decision,
            seen_status=status or Status(comment.status),
            seen_revision=revision or comment.revision,
            moderator=by,
            reason=reason,
            now=now,
        )

    return judge


def allowed(case):
    return case[1] in available_decisions(case[0])


@pytest.mark.parametrize(("status", "decision"), [case for case in CASES if allowed(case)])
def test_a_decision_leads_where_the_table_says(judge, post, moderator, now, status, decision):
    comment = CommentFactory(page=post, **{status.value: True})
    decided = judge(comment, decision, reason="off-topic")
    comment.refresh_from_db()
    assert decided == comment
    assert comment.status == next_status(status, decision)
    assert (comment.last_human_decision, comment.decided_at, comment.revision) == (decision, now, 1)
    entry = ModelLogEntry.objects.get(action=f"comments.{decision}")
    assert (entry.user, entry.object_id, entry.label) == (moderator, str(comment.pk), str(comment.uuid))
    batch = str(comment.batch_entries.get().batch.uuid)
    assert entry.data == {
        "from": status,
        "to": comment.status,
        "revision": 1,
        "reason": "off-topic",
        "batch": batch,
    }


@pytest.mark.parametrize(("status", "decision"), [case for case in CASES if not allowed(case)])
def test_no_other_decision_exists(judge, post, status, decision):
    comment = CommentFactory(page=post, **{status.value: True})
    with pytest.raises(IllegalTransition):
        judge(comment, decision)
    comment.refresh_from_db()
    assert comment.status == status
    assert not ModelLogEntry.objects.filter(action__startswith="comments.").exists()


def test_deleting_is_the_authors(judge, post):
    with pytest.raises(PermissionDenied):
        judge(CommentFactory(page=post), Decision.DELETE)
    assert Comment.objects.get().status == "approved"


def test_only_moderators_decide(judge, post):
    comment = CommentFactory(page=post, pending=True)
    for user in (UserFactory(is_staff=True), UserFactory(is_superuser=True, is_active=False)):
        with pytest.raises(PermissionDenied):
            judge(comment, Decision.APPROVE, by=user)
    comment.refresh_from_db()
    assert comment.status == "pending"


def test_a_comment_that_was_decided_meanwhile_is_left(judge, post):
    comment = CommentFactory(page=post, rejected=True)
    with pytest.raises(StaleDecision) as stale:
        judge(comment, Decision.APPROVE, status=Status.PENDING)
    assert stale.value.current.status == "rejected"
    comment.refresh_from_db()
    assert (comment.status, comment.last_human_decision) == ("rejected", "")
    assert not ModelLogEntry.objects.filter(action="comments.approve").exists()


def test_a_text_that_was_changed_meanwhile_is_left(judge, post):
    comment = CommentFactory(page=post, pending=True, revision=2)
    with pytest.raises(StaleDecision):
        judge(comment, Decision.APPROVE, revision=1)
    comment.refresh_from_db()
    assert comment.status == "pending"


def test_there_must_be_such_a_comment(judge, post):
    comment = CommentFactory(page=post)
    comment.uuid = uuid4()
    with pytest.raises(Comment.DoesNotExist):
        judge(comment, Decision.HOLD)


def test_a_comment_whose_page_is_gone_can_still_be_decided(judge, post):
    comment = CommentFactory(page=post, pending=True)
    post.delete()
    assert judge(comment, Decision.REJECT).status == "rejected"


@pytest.mark.parametrize(
    ("status", "decision", "seen"),
    [("pending", "approve", True), ("approved", "reject", True), ("pending", "reject", False), ("spam", "hold", False)],
)
def test_others_are_told_when_readers_see_a_difference(judge, post, status, decision, seen):
    heard = []

    def listen(sender, **kwargs):
        heard.append((connection.in_atomic_block, kwargs["page_id"], kwargs["comment"], kwargs["change"]))

    thread_changed.connect(listen)
    comment = CommentFactory(page=post, **{status: True})
    judge(comment, Decision(decision))
    thread_changed.disconnect(listen)
    assert heard == ([(True, post.pk, comment.uuid, decision)] if seen else [])


def test_a_listener_that_fails_undoes_the_decision(judge, post):
    def fail(sender, **kwargs):
        raise RuntimeError

    comment = CommentFactory(page=post, pending=True)
    thread_changed.connect(fail)
    with pytest.raises(RuntimeError):
        judge(comment, Decision.APPROVE)
    thread_changed.disconnect(fail)
    comment.refresh_from_db()
    assert comment.status == "pending"
    assert not ModelLogEntry.objects.filter(action="comments.approve").exists()


def test_rejecting_a_comment_hides_its_thread_and_approving_restores_it_exactly(judge, post, viewer, now):
    top = CommentFactory(page=post)
    answers = [CommentFactory(parent=top), CommentFactory(parent=top, rejected=True), CommentFactory(parent=top)]
    below = CommentFactory(parent=answers[0])
    others = CommentFactory(page=post)
    before = set(public_for(viewer, now=now))
    assert before == {top, answers[0], answers[2], below, others}
    judge(top, Decision.REJECT)
    assert set(public_for(viewer, now=now)) == {others}
    top.refresh_from_db()
    judge(top, Decision.APPROVE)
    assert set(public_for(viewer, now=now)) == before
    assert Comment.objects.get(pk=answers[1].pk).status == "rejected"


def test_the_queue_holds_what_waits_longest_first(post, moderator):
    second, first = (
        CommentFactory(page=post, pending=True),
        CommentFactory(page=post, pending=True, created_at="2020-01-01T00:00Z"),
    )
    CommentFactory(page=post)
    assert list(queue(user=moderator)) == [first, second]
    assert [comment.status for comment in queue(user=moderator, status=Status.APPROVED)] == ["approved"]
    assert not queue(user=UserFactory(is_staff=True)).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_at_once_one_is_told(judge, post):
    comment = CommentFactory(page=post, pending=True)
    start, outcomes = threading.Barrier(2), []

    def click(decision):
        try:
            start.wait()
            judge(comment, decision)
            outcomes.append("done")
        except StaleDecision:
            outcomes.append("stale")
        finally:
            close_old_connections()
            connection.close()

    clicks = [threading.Thread(target=click, args=(decision,)) for decision in (Decision.APPROVE, Decision.REJECT)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert sorted(outcomes) == ["done", "stale"]
    assert ModelLogEntry.objects.filter(action__in=["comments.approve", "comments.reject"]).count() == 1
