"""Decisions about many comments, and taking them back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from comments.lifecycle import Decision, IllegalTransition, Status
from comments.models import Ban, Batch, Comment, Notice, Report
from comments.selectors import public_for
from comments.services import (
    BATCH_MAX,
    AlreadyUndone,
    Seen,
    StaleDecision,
    decide,
    decide_all,
    decide_many,
    deciding,
    undo,
)
from comments.services.deleting import delete_for_author
from comments.services.editing import StaleComment
from comments.signals import thread_changed
from ground.outbox import OutboxMessage
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, UserFactory
from tests.factories.comments import CommentFactory, moderating
from tests.integration.comments.test_at_once import at_once

pytestmark = pytest.mark.django_db


def seen(*comments):
    return [Seen(comment.uuid, Status(comment.status), comment.revision) for comment in comments]


@pytest.fixture
def judge(moderator, now):
    def judge(*comments, decision=Decision.REJECT, by=moderator, at=now, **values):
        return decide_many(seen=seen(*comments), decision=decision, moderator=by, now=at, **values)

    return judge


@pytest.fixture
def take_back(moderator, now):
    def take_back(batch, by=moderator):
        return undo(batch=batch.uuid, user=by, now=now + timedelta(seconds=30))

    return take_back


def standing():
    return list(Comment.objects.order_by("pk").values_list("status", "last_human_decision", "decided_at"))


@pytest.fixture
def heard():
    """Which changes readers are told of, with page and comment."""
    told = []

    def listen(sender, **kwargs):
        told.append((kwargs["page_id"], kwargs["comment"], kwargs["change"]))

    thread_changed.connect(listen)
    yield told
    thread_changed.disconnect(listen)


def test_many_are_decided_as_one_batch(judge, post, moderator, now):
    comments = [CommentFactory(page=post, **{status: True}) for status in ("approved", "pending", "spam")]
    result = judge(*comments, reason="off-topic")
    assert [comment.uuid for comment in result.done] == [comment.uuid for comment in comments]
    assert result.conflicts == ()
    assert set(standing()) == {("rejected", "reject", now)}
    assert (result.batch.user, result.batch.decision, result.batch.created_at) == (moderator, "reject", now)
    before = result.batch.entries.order_by("pk").values_list("comment__uuid", "before", "after", "revision")
    assert list(before) == [(c.uuid, c.status, "rejected", 1) for c in comments]
    logged = ModelLogEntry.objects.filter(action="comments.reject").order_by("pk")
    assert [entry.data["batch"] for entry in logged] == [str(result.batch.uuid)] * 3
    assert {entry.data["reason"] for entry in logged} == {"off-topic"}


def test_what_changed_meanwhile_is_left_and_told_of_one_by_one(judge, post, now):
    fine, edited, decided, gone = (CommentFactory(page=post, pending=True) for _ in range(4))
    already = CommentFactory(page=post, rejected=True)
    Comment.objects.filter(pk=edited.pk).update(revision=2)
    Comment.objects.filter(pk=decided.pk).update(status="approved")
    gone.uuid = uuid4()
    result = judge(fine, edited, decided, gone, already)
    assert [comment.uuid for comment in result.done] == [fine.uuid]
    assert [(each.comment, type(each.error)) for each in result.conflicts] == [
        (edited.uuid, StaleDecision),
        (decided.uuid, StaleDecision),
        (gone.uuid, Comment.DoesNotExist),
        (already.uuid, IllegalTransition),
    ]
    assert [status for status, *_ in standing()] == ["rejected", "pending", "approved", "pending", "rejected"]


def test_where_nothing_was_done_there_is_no_batch(judge, post):
    result = judge(CommentFactory(page=post, rejected=True))
    assert (result.batch, result.done) == (None, ())
    assert not Batch.objects.exists()
    assert not OutboxMessage.objects.filter(topic="comments.decided").exists()


def test_a_comment_named_twice_is_decided_once(judge, post):
    comment = CommentFactory(page=post)
    assert len(judge(comment, comment).done) == 1


def test_a_batch_is_bounded(moderator, now):
    many = [Seen(uuid4(), Status.PENDING, 1) for _ in range(BATCH_MAX + 1)]
    with pytest.raises(ValueError, match="At most"):
        decide_many(seen=many, decision=Decision.REJECT, moderator=moderator, now=now)


def test_nobody_decides_outside_their_branch(judge, post, site):
    elsewhere = BlogPostPageFactory(parent=BlogIndexPageFactory(parent=site.root_page))
    mine, theirs = CommentFactory(page=elsewhere), CommentFactory(page=post)
    local = moderating(UserFactory(), page=elsewhere)
    result = judge(mine, theirs, by=local)
    assert [comment.uuid for comment in result.done] == [mine.uuid]
    assert isinstance(result.conflicts[0].error, Comment.DoesNotExist)
    with pytest.raises(PermissionDenied):
        judge(theirs, by=UserFactory(is_staff=True))
    with pytest.raises(PermissionDenied):
        judge(theirs, decision=Decision.DELETE)


def test_a_hundred_decisions_cost_hardly_more_statements_than_two(judge, post, take_back):
    def cost(number):
        comments = [CommentFactory(page=post) for _ in range(number)]
        with CaptureQueriesContext(connection) as deciding_them:
            batch = judge(*comments).batch
        with CaptureQueriesContext(connection) as undoing_them:
            take_back(batch)
        return len(deciding_them), len(undoing_them)

    cost(1)
    few, many = cost(2), cost(100)
    # SQLite takes rows in parts of some hundred values.
    assert all(after - before <= 3 for before, after in zip(few, many, strict=True))


def test_a_page_is_told_of_once_and_only_when_readers_see_it(judge, post, other_post, heard, take_back):
    comments = [CommentFactory(page=post), CommentFactory(page=post), CommentFactory(page=post, pending=True)]
    alone, unseen = CommentFactory(page=other_post), CommentFactory(page=other_post, spam=True)
    result = judge(*comments, alone, unseen)
    assert sorted(heard, key=str) == sorted([(post.pk, None, "reject"), (other_post.pk, alone.uuid, "reject")], key=str)
    heard.clear()
    take_back(result.batch)
    assert {change for *_, change in heard} == {"undo"}
    assert len(heard) == 2


def test_undoing_restores_exactly_what_stood_before(judge, take_back, post, viewer, now):
    earlier = now - timedelta(days=3)
    decided = {"last_human_decision": "approve", "decided_at": earlier}
    comments = [
        CommentFactory(page=post, **decided),
        CommentFactory(page=post, pending=True),
        CommentFactory(page=post, spam=True, last_human_decision="spam", decided_at=earlier),
    ]
    answer = CommentFactory(parent=comments[0])
    before, public = standing(), set(public_for(viewer, now=now))
    result = judge(*comments)
    assert set(public_for(viewer, now=now)) == set()
    taken_back = take_back(result.batch)
    assert standing() == before
    assert set(public_for(viewer, now=now)) == public == {comments[0], answer}
    assert {comment.uuid for comment in taken_back.done} == {comment.uuid for comment in comments}
    assert taken_back.conflicts == ()
    logged = ModelLogEntry.objects.filter(action="comments.undo").order_by("pk")
    assert [(entry.data["from"], entry.data["to"]) for entry in logged] == [
        ("rejected", comment.status) for comment in comments
    ]


def test_one_decision_is_a_batch_of_one(moderator, take_back, post, now):
    comment = CommentFactory(page=post, pending=True)
    values = {"seen_status": Status.PENDING, "seen_revision": 1, "moderator": moderator, "now": now}
    decided = decide(comment=comment.uuid, decision=Decision.APPROVE, **values)
    take_back(decided.batch_entries.get().batch)
    assert standing() == [("pending", "", None)]


def test_what_happened_since_stays_and_is_told_of_one_by_one(judge, take_back, post, now):
    comments = [CommentFactory(page=post, pending=True) for _ in range(4)]
    again, edited, deleted, fine = comments
    result = judge(*comments)
    for number, decision in enumerate((Decision.HOLD, Decision.REJECT), 1):
        again.refresh_from_db()
        judge(again, decision=decision, at=now + timedelta(seconds=number))
    Comment.objects.filter(pk=edited.pk).update(revision=2)
    blank = CommentFactory(page=post, deleted=True)
    blanked = {field.attname: getattr(blank, field.attname) for field in Comment._meta.fields}
    kept = ("id", "uuid", "path", "key")
    Comment.objects.filter(pk=deleted.pk).update(**{n: v for n, v in blanked.items() if n not in kept})
    taken_back = take_back(result.batch)
    assert [comment.uuid for comment in taken_back.done] == [fine.uuid]
    assert [(each.comment, type(each.error)) for each in taken_back.conflicts] == [
        (comment.uuid, StaleDecision) for comment in (again, edited, deleted)
    ]
    assert [status for status, *_ in standing()] == ["rejected", "rejected", "deleted", "pending", "deleted"]


def test_a_batch_is_undone_once(judge, take_back, post):
    comment = CommentFactory(page=post)
    first = judge(comment)
    take_back(first.batch)
    comment.refresh_from_db()
    judge(comment)
    with pytest.raises(AlreadyUndone):
        take_back(first.batch)
    assert [status for status, *_ in standing()] == ["rejected"]


def test_only_who_decides_there_undoes(judge, take_back, post, section, site):
    result = judge(CommentFactory(page=post))
    elsewhere = BlogIndexPageFactory(parent=site.root_page)
    for nobody in (UserFactory(is_staff=True), moderating(UserFactory(), page=elsewhere)):
        with pytest.raises(PermissionDenied):
            take_back(result.batch, by=nobody)
    assert Batch.objects.get().undone_at is None
    take_back(result.batch, by=moderating(UserFactory(), page=section))
    assert [status for status, *_ in standing()] == ["approved"]


def test_who_decides_about_a_part_undoes_that_and_leaves_the_rest_to_others(judge, take_back, post, section, site):
    mine = CommentFactory(page=post)
    theirs = CommentFactory(page=BlogPostPageFactory(parent=BlogIndexPageFactory(parent=site.root_page)))
    batch = judge(mine, theirs, decision=Decision.REJECT).batch
    part = take_back(batch, by=moderating(UserFactory(), page=section))
    assert [comment.pk for comment in part.done] == [mine.pk]
    assert [comment.pk for comment in take_back(batch).done] == [theirs.pk]
    with pytest.raises(AlreadyUndone):
        take_back(batch)


def test_undoing_lifts_bans_and_stops_mail_that_waits(judge, take_back, post, section, now):
    comment = CommentFactory(page=post)
    batch, other = judge(comment).batch, judge(CommentFactory(page=post)).batch
    ban = {"kind": "address", "page": section, "set_at": now}
    Ban.objects.create(value="a", batch=batch, **ban)
    kept = Ban.objects.create(value="b", batch=other, **ban)
    mail = {"comment": comment, "user": UserFactory(), "batch": batch, "due_at": now, "kind": "decision"}
    Notice.objects.create(**mail)
    sent = Notice.objects.create(**mail, sent_at=now)
    told = OutboxMessage.objects.filter(topic="comments.decided")
    assert [(each.payload["decision"], each.due_at - now) for each in told] == [("reject", timedelta(seconds=60))] * 2
    assert take_back(batch).lifted == 1
    assert (Ban.objects.get(), Notice.objects.get()) == (kept, sent)
    assert [each.payload["batch"] for each in told.all()] == [str(other.uuid)]


def test_a_decision_settles_reports_and_undoing_opens_them_again(judge, take_back, post, now):
    comment = CommentFactory(page=post)
    values = {"comment": comment, "revision": 1, "reason": "abuse", "created_at": now}
    old = Report.objects.create(reporter="a", settled_at=now - timedelta(days=1), **values)
    new = Report.objects.create(reporter="b", **values)
    batch = judge(comment).batch
    new.refresh_from_db()
    assert new.settled_at == now
    take_back(batch)
    for report in (old, new):
        report.refresh_from_db()
    assert (old.settled_at, new.settled_at) == (now - timedelta(days=1), None)


@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_at_once_exactly_one_wins_each_comment(post, section):
    moderators = [moderating(UserFactory(), page=section) for _ in range(2)]
    comments = [CommentFactory(page=post, pending=True) for _ in range(6)]

    def click(moderator, decision, order):
        return lambda: decide_many(seen=seen(*order), decision=decision, moderator=moderator, now=timezone.now())

    results = at_once(
        click(moderators[0], Decision.APPROVE, comments), click(moderators[1], Decision.REJECT, comments[::-1])
    )
    done = [comment.uuid for result in results for comment in result.done]
    assert sorted(done) == sorted(comment.uuid for comment in comments)
    assert all(type(each.error) is StaleDecision for result in results for each in result.conflicts)
    assert ModelLogEntry.objects.filter(action__in=["comments.approve", "comments.reject"]).count() == len(comments)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_undo_at_once_one_does(post, section):
    moderator = moderating(UserFactory(), page=section)
    comments = [CommentFactory(page=post) for _ in range(3)]
    batch = decide_many(seen=seen(*comments), decision=Decision.SPAM, moderator=moderator, now=timezone.now()).batch
    outcomes = at_once(*[lambda: undo(batch=batch.uuid, user=moderator, now=timezone.now())] * 2)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyUndone", "UndoResult"]
    assert {status for status, *_ in standing()} == {"approved"}


def test_a_batch_of_more_than_one_transaction_is_undone_as_one(post, moderator, now, monkeypatch, take_back):
    monkeypatch.setattr(deciding, "BATCH_MAX", 2)
    comments = [CommentFactory(page=post, pending=True) for _ in range(5)]
    Comment.objects.filter(pk=comments[3].pk).update(revision=2)
    result = decide_all(
        seen=seen(*comments), decision=Decision.REJECT, moderator=moderator, reason="wrong", words=" Sorry. ", now=now
    )
    batch = Batch.objects.get()
    assert (result.batch, batch.reason, batch.words, batch.entries.count()) == (batch, "wrong", "Sorry.", 4)
    assert [conflict.comment for conflict in result.conflicts] == [comments[3].uuid]
    assert len(take_back(batch).done) == 4
    assert {status for status, *_ in standing()} == {"pending"}


@pytest.mark.parametrize(
    "change", [{"user": None}, {"decision": "spam"}, {"undone_at": timezone.now()}], ids=["other", "spam", "undone"]
)
def test_nothing_joins_a_batch_that_is_another(judge, post, change):
    batch = judge(CommentFactory(page=post)).batch
    Batch.objects.update(**change)
    with pytest.raises(ValueError, match="join"):
        judge(CommentFactory(page=post), batch=batch)


def test_a_reason_is_one_of_the_list_and_words_are_few(judge, post):
    for wrong in ({"reason": "weather"}, {"words": "x" * 1001}):
        with pytest.raises(ValidationError) as error:
            judge(CommentFactory(page=post), **wrong)
        assert list(error.value.message_dict) == list(wrong)
    assert not Batch.objects.exists()


def test_words_to_an_author_go_with_the_comment(judge, post, moderator, now):
    comment = CommentFactory(page=post)
    judge(comment, words="You wrote: …")
    with pytest.raises(PermissionDenied):
        delete_for_author(comment=comment.uuid, seen_revision=1, user=UserFactory(is_staff=True), now=now)
    with pytest.raises(StaleComment):
        delete_for_author(comment=comment.uuid, seen_revision=2, user=moderator, now=now)
    delete_for_author(comment=comment.uuid, seen_revision=1, user=moderator, now=now)
    assert (Batch.objects.get().words, Comment.objects.get().status) == ("", "deleted")
    assert ModelLogEntry.objects.get(action="comments.delete").user == moderator
    with pytest.raises(Comment.DoesNotExist):
        delete_for_author(comment=comment.uuid, seen_revision=1, user=moderator, now=now)
