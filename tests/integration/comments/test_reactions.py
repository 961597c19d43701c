"""Likes and reports: who may, what counts, what readers see of them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from comments.lifecycle import Decision, Status
from comments.models import Comment, Report, ScreeningRules, Vote
from comments.selectors import public_for, thread
from comments.selectors.identity import reader_token
from comments.services import CannotPin, decide, pin, set_policy, unpin
from comments.services.reacting import LIKES_OF_ONE
from ground.address import signature
from ground.outbox import OutboxMessage
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, UserFactory
from tests.factories.comments import CommenterFactory, CommentFactory, moderating
from tests.integration.comments.test_at_once import at_once
from website.caching import comments_key

pytestmark = pytest.mark.django_db

API = "/api/site/v1"


def place(number):
    """The headers of a reader in a network of their own."""
    seconds, address = int(timezone.now().timestamp()), f"203.0.{number}.7"
    return {"X-Reader-Address": f"{address};{seconds};{signature(address=address, seconds=seconds)}"}


def signed_in(commenter):
    return {"X-Reader-Token": reader_token(commenter, now=timezone.now())}


@pytest.fixture
def like(client):
    def like(comment, status=200, *, key=None, headers=None, back=False):
        url = f"{API}/comments/{comment.uuid}/vote/"
        if back:
            answer = client.delete(f"{url}?key={key}" if key else url, headers=headers)
        else:
            body = {"key": str(key)} if key else {}
            answer = client.post(url, body, content_type="application/json", headers=headers)
        assert answer.status_code == status, answer.content
        if status == 200:
            assert answer["Cache-Control"] == "private, no-store"
        return answer.json()

    return like


@pytest.fixture
def complain(client):
    def complain(comment, status=202, *, number=1, key=None, headers=None, **body):
        sent = {"reason": "abuse", "key": str(key or uuid4()), **body}
        url = f"{API}/comments/{comment.uuid}/report/"
        headers = place(number) if headers is None else headers
        answer = client.post(url, sent, content_type="application/json", headers=headers)
        assert answer.status_code == status, answer.content
        return answer.json()

    return complain


def test_a_like_counts_once_for_a_key_and_a_network(like, post):
    comment, key = CommentFactory(page=post), uuid4()
    assert like(comment, key=key, headers=place(1)) == {"score": 1, "liked": True}
    assert like(comment, key=key, headers=place(1))["score"] == 1
    assert like(comment, key=key, headers=place(2))["score"] == 2
    assert like(comment, key=uuid4(), headers=place(1))["score"] == 3
    assert Comment.objects.get().score == Vote.objects.count() == 3


def test_a_commenter_likes_once_wherever_they_are(like, post):
    comment, commenter = CommentFactory(page=post), CommenterFactory()
    for number in (1, 2):
        headers = {**place(number), **signed_in(commenter)}
        assert like(comment, key=uuid4(), headers=headers)["score"] == 1
    assert Vote.objects.get().commenter == commenter


def test_a_like_can_be_taken_back_by_whoever_gave_it(like, post):
    comment, key = CommentFactory(page=post), uuid4()
    like(comment, key=key)
    assert like(comment, key=uuid4(), back=True) == {"score": 1, "liked": False}
    assert like(comment, key=key, back=True) == {"score": 0, "liked": False}
    assert like(comment, key=key, back=True)["score"] == 0
    assert (Comment.objects.get().score, Vote.objects.exists()) == (0, False)


def test_ones_own_comment_cannot_be_liked(like, post):
    commenter = CommenterFactory()
    comment = CommentFactory(page=post, commenter=commenter)
    assert like(comment, 403, headers=signed_in(commenter))["code"] == "own-comment"


def test_whoever_likes_must_be_known_by_something(like, complain, post):
    comment = CommentFactory(page=post)
    assert like(comment, 403)["code"] == "identity-required"
    assert not Vote.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"votes": False}, "votes-off"),
        ({"state": "closed"}, "comments-closed"),
        ({"who": "confirmed"}, "identity-required"),
    ],
)
def test_the_policy_holds_for_likes_too(like, post, now, changes, code):
    comment, key = CommentFactory(page=post), uuid4()
    set_policy(page=post, changes=changes, user=None, now=now)
    assert like(comment, 403, key=key)["code"] == code
    assert like(comment, 403, key=key, back=True)["code"] == code
    if code == "identity-required":
        assert like(comment, headers=signed_in(CommenterFactory()))["score"] == 1


def test_one_network_cannot_like_without_end(like, post):
    comment = CommentFactory(page=post)
    for _ in range(LIKES_OF_ONE):
        like(comment, key=uuid4())
    refused = like(comment, 429, key=uuid4())
    assert refused["code"] == "too-fast"
    assert Comment.objects.get().score == LIKES_OF_ONE


def test_what_is_not_public_can_be_neither_liked_nor_reported(like, complain, post, now):
    hidden = [CommentFactory(page=post, **{status: True}) for status in ("pending", "rejected", "spam", "deleted")]
    hidden.append(CommentFactory(parent=hidden[1]))
    unknown = CommentFactory(page=post)
    Comment.objects.filter(pk=unknown.pk).delete()
    answers = [like(comment, 404, key=uuid4()) for comment in [*hidden, unknown]]
    answers += [complain(comment, 404) for comment in [*hidden, unknown]]
    assert all({**answer, "request_id": ""} == {**answers[0], "request_id": ""} for answer in answers)
    assert not Vote.objects.exists()
    assert not Report.objects.exists()


def test_ones_own_likes_are_told_apart_from_the_thread(client, like, read, post):
    first, second = CommentFactory(page=post), CommentFactory(page=post)
    hidden = CommentFactory(page=post)
    key, commenter = uuid4(), CommenterFactory()
    for comment in (first, hidden):
        like(comment, key=key)
    like(second, headers=signed_in(commenter))
    Comment.objects.filter(pk=hidden.pk).update(status="pending")
    url = f"{API}/pages/{post.pk}/comments/mine/"
    mine = client.get(url, {"key": str(key)})
    assert (mine.json(), mine["Cache-Control"]) == ({"likes": [str(first.uuid)]}, "private, no-store")
    assert client.get(url, headers=signed_in(commenter)).json() == {"likes": [str(second.uuid)]}
    assert client.get(url).json() == {"likes": []}
    assert "liked" not in str(read(post))
    post.unpublish()
    assert client.get(url, {"key": str(key)}).status_code == 404


def test_many_likes_make_a_page_anew_once_in_a_while(like, post):
    comment = CommentFactory(page=post)
    OutboxMessage.objects.all().delete()
    for number in range(4):
        like(comment, key=uuid4(), headers=place(number))
    purges = OutboxMessage.objects.filter(topic="website.purge")
    assert 1 <= purges.count() <= 2
    assert {str(purge.payload["keys"]) for purge in purges} == {str([comments_key(post.pk)])}
    assert all(timedelta() < purge.due_at - purge.created_at <= timedelta(seconds=30) for purge in purges)


@pytest.mark.django_db(transaction=True)
def test_likes_at_once_are_all_counted(post, viewer):
    from comments.selectors.reactions import Reacting
    from comments.services import like as give

    comment = CommentFactory(page=post)

    def giving(number):
        reader = Reacting(commenter=None, key=uuid4(), network="n", origin=f"{number:032x}")
        return lambda: give(comment=comment.uuid, reader=reader, viewer=viewer, now=timezone.now())

    assert sorted(at_once(*map(giving, range(8)))) == list(range(1, 9))
    assert Comment.objects.get().score == 8


def test_enough_reports_take_a_comment_out_of_sight_until_a_moderator_looked(complain, post, moderator, viewer, now):
    comment = CommentFactory(page=post)
    OutboxMessage.objects.all().delete()
    complain(comment, number=1, reason="spam", note="Again!")
    complain(comment, number=2)
    assert set(public_for(viewer, now=now)) == {comment}
    complain(comment, number=3)
    assert set(public_for(viewer, now=now)) == set()
    comment.refresh_from_db()
    assert (comment.status, comment.last_human_decision) == ("pending", "")
    assert comment.ledger[0]["check"] == "reported"
    assert comment.ledger[0]["params"] == {"number": 3}
    assert ModelLogEntry.objects.filter(action="comments.report").count() == 3
    assert ModelLogEntry.objects.get(action="comments.withhold").data["reports"] == 3
    topics = set(OutboxMessage.objects.values_list("topic", flat=True))
    assert {"website.purge", "comments.submitted"} <= topics
    assert Report.objects.filter(reason="spam", note="Again!").count() == 1
    values = {"seen_status": Status.PENDING, "seen_revision": 1, "moderator": moderator}
    decide(comment=comment.uuid, decision=Decision.APPROVE, now=timezone.now(), **values)
    assert not Report.objects.filter(settled_at__isnull=True).exists()
    for number in (4, 5, 6, 7):
        complain(comment, number=number)
    assert set(public_for(viewer, now=now)) == {comment}


def test_what_a_moderator_approved_can_be_reported_again_once_it_was_edited(complain, post, viewer, now):
    comment = CommentFactory(page=post, last_human_decision="approve", decided_at=now, edited_at=now, revision=2)
    later = now + timedelta(minutes=1)
    Comment.objects.filter(pk=comment.pk).update(edited_at=later)
    for number in range(3):
        complain(comment, number=number)
    assert Comment.objects.get().status == "pending"


def test_reports_of_another_text_do_not_count(complain, post, viewer, now):
    comment = CommentFactory(page=post)
    for number in (1, 2):
        complain(comment, number=number)
    Comment.objects.filter(pk=comment.pk).update(revision=2)
    for number in (1, 2):
        complain(comment, number=number)
    assert (Comment.objects.get().status, Report.objects.count()) == ("approved", 4)
    complain(comment, number=3)
    assert Comment.objects.get().status == "pending"


def test_a_branch_says_how_many_reports_it_takes(complain, post, section, now):
    ScreeningRules.objects.create(page=section, report_threshold=1, set_at=now)
    comment = CommentFactory(page=post)
    complain(comment)
    assert Comment.objects.get().status == "pending"


def test_one_reader_and_one_network_report_once(complain, post):
    comment, key, commenter = CommentFactory(page=post), uuid4(), CommenterFactory()
    said = {str(complain(comment, number=1, key=key)) for _ in range(2)}
    said |= {str(complain(comment, number=1)) for _ in range(3)}
    said |= {str(complain(comment, headers=signed_in(commenter))) for _ in range(2)}
    assert (Report.objects.count(), len(said)) == (2, 1)


def test_a_closed_page_still_takes_reports_and_a_hidden_one_none(complain, post, now):
    comment = CommentFactory(page=post)
    set_policy(page=post, changes={"state": "closed"}, user=None, now=now)
    complain(comment)
    set_policy(page=post, changes={"state": "hidden"}, user=None, now=now)
    complain(comment, 404, number=2)
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    "body", [{"reason": "dull"}, {"note": "x" * 501}, {"note": "\x00"}, {"key": "1"}, {"revision": 9}]
)
def test_a_report_must_be_one(complain, post, body):
    answer = complain(CommentFactory(page=post), 400, **{"key": str(uuid4()), **body})
    assert answer["errors"]
    assert not Report.objects.exists()


def test_a_reaction_costs_few_statements(client, like, post):
    comment = CommentFactory(page=post)
    like(comment, key=uuid4())
    with CaptureQueriesContext(connection) as statements:
        like(comment, key=uuid4())
    assert len([each for each in statements if "SAVEPOINT" not in each["sql"]]) <= 14


def test_a_moderator_pins_what_stands_on_the_page_itself(post, moderator, viewer, now):
    comments = [CommentFactory(page=post) for _ in range(5)]
    reply = CommentFactory(parent=comments[0])
    waiting = CommentFactory(page=post, pending=True)
    for number, comment in enumerate((comments[4], comments[2], comments[3])):
        pin(comment=comment.uuid, user=moderator, now=now + timedelta(seconds=number))
    shown = thread(page_id=post.pk, viewer=viewer, now=now).comments
    assert [comment.uuid for comment in shown] == [comments[n].uuid for n in (4, 2, 3, 0, 1)]
    assert [comment.pinned for comment in shown] == [True, True, True, False, False]
    for refused, why in ((reply, "reply"), (waiting, "not-public"), (comments[0], "too-many")):
        with pytest.raises(CannotPin) as error:
            pin(comment=refused.uuid, user=moderator, now=now)
        assert error.value.why == why
    unpin(comment=comments[2].uuid, user=moderator, now=now)
    shown = thread(page_id=post.pk, viewer=viewer, now=now).comments
    assert [comment.uuid for comment in shown] == [comments[n].uuid for n in (4, 3, 0, 1, 2)]
    logged = ModelLogEntry.objects.filter(action__in=["comments.pin", "comments.unpin"]).order_by("pk")
    assert [entry.action for entry in logged] == ["comments.pin"] * 3 + ["comments.unpin"]


def test_pinning_again_changes_nothing(post, moderator, now):
    comment = CommentFactory(page=post)
    for second in range(2):
        pin(comment=comment.uuid, user=moderator, now=now + timedelta(seconds=second))
    assert Comment.objects.get().pinned_at == now


def test_nobody_pins_outside_their_branch(post, site, now):
    comment = CommentFactory(page=post)
    elsewhere = BlogPostPageFactory(parent=BlogIndexPageFactory(parent=site.root_page))
    with pytest.raises(Comment.DoesNotExist):
        pin(comment=comment.uuid, user=moderating(UserFactory(), page=elsewhere), now=now)
    with pytest.raises(PermissionDenied):
        pin(comment=comment.uuid, user=UserFactory(is_staff=True), now=now)
