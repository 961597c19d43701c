"""What makes a mail: posting, confirming, editing, reporting; each after a minute, for however many followers."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.lifecycle import Decision, Status
from comments.models import AddressLink, Comment, Commenter, ModeratorMail, Notice, Subscription
from comments.selectors.identity import link_token
from comments.services import decide, set_policy
from comments.services.announcing import PATIENCE, SUBMITTED, announce
from comments.services.telling import PART, tell_of
from ground import outbox
from ground.outbox import OutboxMessage
from tests.factories.comments import NOON, CommenterFactory, CommentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def deliver(after=timedelta(minutes=5)):
    while outbox.deliver_due(now=timezone.now() + after):
        pass
    return mail.outbox


@pytest.fixture
def follower(post):
    follower = CommenterFactory(email="bea@example.org")
    Subscription.objects.create(commenter=follower, page=post, created_at=NOON)
    return follower


@pytest.fixture
def told(moderator):
    type(moderator).objects.filter(pk=moderator.pk).update(email="mo@example.org")
    ModeratorMail.objects.create(user=moderator, mode="instant")


def test_a_comment_published_at_once_is_told_after_a_minute(send, post, afterwards, follower):
    send(post, 201)
    assert deliver(PATIENCE - timedelta(seconds=5)) == []
    [message] = deliver()
    assert message.to == ["bea@example.org"]


def test_a_comment_that_was_deleted_within_the_minute_is_not_told(send, post, afterwards, follower):
    send(post, 201)
    Comment.objects.update(status="rejected")
    assert deliver() == []


def test_a_held_comment_is_told_to_moderators_after_a_minute(send, post, told, follower):
    send(post)
    assert deliver(PATIENCE - timedelta(seconds=5)) == []
    [message] = deliver()
    assert message.to == ["mo@example.org"]


def test_what_confirming_publishes_is_told(send, post, now, follower, confirm, mailed):
    set_policy(page=post, changes={"moderation": "newcomers"}, user=None, now=now)
    for _ in range(2):
        CommentFactory(
            page=post,
            author_email="ada@example.org",
            commenter=Commenter.objects.filter(email="ada@example.org").first()
            or CommenterFactory(email="ada@example.org"),
        )
    held = send(post)
    assert deliver() == []
    confirm(mailed(comment=held["id"]))
    mail.outbox.clear()
    assert Comment.objects.get(uuid=held["id"]).status == "approved"
    assert [message.to for message in deliver()][-1] == ["bea@example.org"]


def test_an_edit_that_holds_a_comment_is_told_to_moderators(post, afterwards, written, change, told, now):
    comment, headers = written()
    change(comment, headers, body=" ".join(f"https://{n}.example" for n in range(9)))
    comment.refresh_from_db()
    assert comment.status == "pending"
    assert [message.to for message in deliver()] == [["mo@example.org"]]


def test_an_edit_that_changes_nothing_else_is_told_to_nobody(post, afterwards, written, change, told, follower):
    comment, headers = written()
    change(comment, headers)
    assert deliver() == []


def test_told_again_it_begins_anew(post, follower):
    comment, now = CommentFactory(page=post), timezone.now()
    for seconds in (0, 30):
        with transaction.atomic():
            announce(comment, now=now + timedelta(seconds=seconds))
    waiting = OutboxMessage.objects.get(topic=SUBMITTED)
    assert waiting.due_at == now + timedelta(seconds=30) + PATIENCE


# Guests who want to be told of the decision


def test_a_guest_who_wants_to_be_told_is_sent_the_link_first(send, post):
    held = send(post, tell_me=True)
    [message] = deliver(timedelta(seconds=1))
    assert message.to == ["ada@example.org"]
    assert "/identity/confirm/" in message.body
    assert str(AddressLink.objects.get().comment.uuid) == held["id"]
    deliver()
    assert len(mail.outbox) == 1


def test_a_decision_made_before_the_address_was_confirmed_is_told_then(send, post, moderator, confirm):
    held = send(post, tell_me=True)
    deliver()
    mail.outbox.clear()
    decide(
        comment=UUID(held["id"]),
        decision=Decision.APPROVE,
        seen_status=Status.PENDING,
        seen_revision=1,
        moderator=moderator,
        now=timezone.now(),
    )
    assert deliver() == []
    confirm(link_token(AddressLink.objects.get()))
    [message] = deliver()
    assert (message.to, message.subject) == (["ada@example.org"], "Your comment on “A walk”")


@pytest.mark.parametrize("why", ["not asked", "published", "spam"])
def test_others_are_sent_no_link(send, post, why, now):
    if why == "published":
        set_policy(page=post, changes={"moderation": "afterwards"}, user=None, now=now)
    trap = {"trap": "I am no person"} if why == "spam" else {}
    send(post, 201 if why == "published" else 202, tell_me=why != "not asked", **trap)
    assert deliver() == []


def test_links_are_not_mailed_beyond_their_limits(send, post):
    for number in range(5):
        Comment.objects.update(created_at=NOON)
        send(post, body=f"A thought of its own, the {number}th of {number * 7919}.", tell_me=True)
        OutboxMessage.objects.filter(topic=SUBMITTED).delete()
    deliver()
    assert len(mail.outbox) == 3
    assert not OutboxMessage.objects.exclude(topic="website.purge").exists()


# However many follow


def followers(post, number):
    made = Commenter.objects.bulk_create(
        [Commenter(email=f"follower{n}@example.org", confirmed_at=NOON) for n in range(number)]
    )
    Subscription.objects.bulk_create([Subscription(commenter=each, page=post, created_at=NOON) for each in made])


def statements(comment):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        tell_of(comment=comment.uuid, now=timezone.now())
    return len(seen)


def test_a_thousand_followers_cost_no_more_at_once_than_a_hundred(post):
    followers(post, PART)
    few = statements(CommentFactory(page=post))
    followers_of_more = Commenter.objects.bulk_create(
        [Commenter(email=f"more{n}@example.org", confirmed_at=NOON) for n in range(900)]
    )
    Subscription.objects.bulk_create(
        [Subscription(commenter=each, page=post, created_at=NOON) for each in followers_of_more]
    )
    many = CommentFactory(page=post)
    assert statements(many) == few <= 15
    assert Notice.objects.filter(comment=many).count() == PART


def test_each_of_many_followers_gets_one(post):
    followers(post, 2 * PART + 50)
    comment = CommentFactory(page=post)
    tell_of(comment=comment.uuid, now=timezone.now())
    tell_of(comment=comment.uuid, now=timezone.now())
    deliver()
    assert len(mail.outbox) == len({message.to[0] for message in mail.outbox}) == 2 * PART + 50
    tell_of(comment=comment.uuid, now=timezone.now())
    deliver()
    assert len(mail.outbox) == 2 * PART + 50
