"""A moderator answers from the desk: what is answered is approved with it, or nothing happens at all."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from comments.lifecycle import IllegalTransition, Status
from comments.models import CannedReply, Comment
from comments.policy import RefusalCode, State
from comments.selectors.canned import canned_for, canned_of
from comments.services import (
    PageNotFound,
    Refused,
    StaleDecision,
    answer,
    remove_canned_reply,
    save_canned_reply,
    save_word_list,
    set_policy,
)
from tests.factories.blog import UserFactory
from tests.factories.comments import CommentFactory, moderating

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply(moderator, now):
    def reply(comment, body="Thank you for asking.", *, key=None, by=moderator):
        return answer(
            comment=comment.uuid,
            seen_status=Status(comment.status),
            seen_revision=comment.revision,
            body=body,
            key=key or uuid4(),
            moderator=by,
            now=now,
        )

    return reply


def status_of(comment):
    return Comment.objects.get(pk=comment.pk).status


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "approved"])
def test_an_answer_is_public_at_once_and_so_is_what_it_answers(reply, post, moderator, status):
    comment = CommentFactory(page=post, **{status: True})
    done = reply(comment)
    assert status_of(comment) == status_of(done.answer) == "approved"
    assert (done.answer.parent_id, done.answer.user_id) == (comment.pk, moderator.pk)
    assert (done.batch is None) == (status == "approved")


def test_an_answer_that_a_rule_holds_is_approved_by_who_wrote_it(reply, post, moderator, now):
    save_word_list(page=post, name="Words", outcome="hold", phrases=["asking"], user=moderator, now=now)
    assert status_of(reply(CommentFactory(page=post, pending=True)).answer) == "approved"


def test_an_answer_sent_twice_is_stored_once(reply, post):
    comment, key = CommentFactory(page=post, pending=True), uuid4()
    assert reply(comment, key=key).answer == reply(comment, key=key).answer


def test_staff_answer_as_fast_as_they_read_and_with_the_same_words(reply, post):
    ines = moderating(UserFactory(is_staff=True))
    for comment in CommentFactory.create_batch(12, page=post, pending=True):
        assert reply(comment, "Thank you.", by=ines).answer.status == "approved"


def test_all_or_nothing(reply, post, moderator, now):
    comment = CommentFactory(page=post, pending=True)
    with pytest.raises(Refused) as refused:
        reply(comment, " ")
    assert refused.value.refusal.code is RefusalCode.EMPTY
    set_policy(page=post, changes={"state": State.CLOSED}, user=None, now=now)
    with pytest.raises(Refused):
        reply(comment)
    post.unpublish()
    with pytest.raises(PageNotFound):
        reply(comment)
    assert status_of(comment) == "pending"
    assert Comment.objects.count() == 1


def test_only_what_was_seen_is_answered_and_only_by_a_moderator(reply, post):
    comment = CommentFactory(page=post, pending=True)
    Comment.objects.update(revision=2)
    with pytest.raises(StaleDecision):
        reply(comment)
    with pytest.raises(IllegalTransition):
        reply(CommentFactory(page=post, deleted=True))
    with pytest.raises(PermissionDenied):
        reply(comment, by=UserFactory(is_staff=True))
    with pytest.raises(Comment.DoesNotExist):
        reply(comment, by=moderating(UserFactory(), page=post.copy(update_attrs={"slug": "other"})))


@pytest.fixture
def save(post, moderator, now):
    def save(canned=None, *, page=post, use="answer", name="Thanks", text="Dear {name}, …", by=moderator):
        return save_canned_reply(canned=canned, page=page, use=use, name=name, text=text, user=by, now=now)

    return save


def test_a_canned_reply_is_offered_on_its_branch(save, post, other_post):
    mine = save(page=post.get_parent())
    save(page=other_post, name="Elsewhere")
    save(use="reason", name="Sorry")
    comment = CommentFactory(page=post)
    assert list(canned_for(comment, use="answer")) == [mine]
    post.delete()
    comment.refresh_from_db()
    assert list(canned_for(comment, use="answer")) == [mine]


def test_canned_replies_are_the_branchs(save, post, other_post, now):
    mine, theirs = save(), save(page=other_post)
    local = moderating(UserFactory(), page=post)
    assert list(canned_of(local)) == [mine]
    assert not canned_of(UserFactory(is_staff=True))
    for refused in ({"canned": theirs, "by": local}, {"page": other_post, "by": local, "name": "X"}):
        with pytest.raises(PermissionDenied):
            save(**refused)
    with pytest.raises(PermissionDenied):
        remove_canned_reply(canned=theirs, user=local, now=now)
    assert save(mine, text="Hello", by=local) == mine
    remove_canned_reply(canned=mine, user=local, now=now)
    assert CannedReply.objects.get() == theirs


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": "Dear {nmae}"}, "text"),
        ({"text": "{{name}} {}"}, "text"),
        ({"text": ""}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"name": ""}, "name"),
        ({"name": "Taken"}, "name"),
        ({"use": "song"}, "use"),
    ],
)
def test_a_canned_reply_that_could_not_be_used_is_refused(save, values, field):
    save(name="Taken")
    with pytest.raises(ValidationError) as error:
        save(**values)
    assert list(error.value.message_dict) == [field]
