"""Who follows a thread is told of answers: once, only of what is public, and only while they want to know."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from comments.lifecycle import Decision
from comments.models import Ban, Batch, Comment, ModeratorMail, Notice, Subscription
from comments.selectors.bans import address_value
from comments.selectors.subscriptions import ending_of
from comments.services import Seen, decide_many, undo
from comments.services.subscribing import unsubscribe
from comments.services.telling import NOTICES, claim, tell_of
from comments.tasks import notices
from ground import outbox
from ground.outbox import OutboxMessage
from tests.factories.blog import UserFactory
from tests.factories.comments import CommentFactory
from tests.integration.comments.mailserver import mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def follow(post):
    def follow(commenter, comment=None):
        return Subscription.objects.create(
            commenter=commenter, page=comment.page if comment else post, comment=comment, created_at=timezone.now()
        )

    return follow


def deliver(after=5):
    """Do what the worker does until nothing is due."""
    for _ in range(3):
        outbox.deliver_due(now=timezone.now() + timedelta(minutes=after))
    return mail.outbox


def tell(comment):
    tell_of(comment=comment.uuid, now=timezone.now())
    return deliver()


@pytest.fixture
def root(post):
    return CommentFactory(page=post)


@pytest.fixture
def answer(root):
    return CommentFactory(parent=root, author_name="Bea", body="See https://evil.example now")


def test_a_follower_of_the_comment_above_is_told(commenter, follow, root, answer):
    follow(commenter, root)
    [message] = tell(answer)
    html = message.alternatives[0][0]
    assert message.to == ["ada@example.org"]
    assert message.subject == "A new comment on “A walk”"
    assert f"/news/a-walk/?comments=a{answer.uuid.hex}#comment-{answer.uuid}" in message.body
    assert "Bea has written" in message.body
    assert "evil.example" not in message.body + html
    assert "<img" not in html
    headers = message.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<http://testserver/identity/unsubscribe/?token=")
    assert headers["Auto-Submitted"] == "auto-generated"
    assert len(deliver()) == 1
    assert len(tell(answer)) == 1


def test_a_follower_of_the_page_is_told_of_every_comment(commenter, follow, root):
    follow(commenter)
    assert len(tell(root)) == 1


def test_who_follows_page_and_comment_gets_one_mail(commenter, follow, root, answer):
    follow(commenter)
    follow(commenter, root)
    assert len(tell(answer)) == 1


def test_an_author_is_not_told_of_their_own(commenter, follow, root):
    follow(commenter)
    own = CommentFactory(parent=root, commenter=commenter, author_email=commenter.email)
    unconfirmed = CommentFactory(parent=root, author_email=commenter.email)
    assert tell(own) == tell(unconfirmed) == []


@pytest.mark.parametrize("status", ["pending", "rejected", "spam"])
def test_what_is_not_public_is_told_to_no_reader(commenter, follow, root, status):
    follow(commenter)
    assert tell(CommentFactory(parent=root, **{status: True})) == []
    assert not Notice.objects.exists()


@pytest.mark.parametrize("change", ["unsubscribed", "rejected", "unpublished", "banned", "capped", "erased"])
def test_recipients_are_found_anew_when_it_is_sent(commenter, follow, root, answer, moderator, settings, change):
    subscription = follow(commenter, root)
    now = timezone.now()
    tell_of(comment=answer.uuid, now=now)
    assert Notice.objects.count() == 1
    if change == "unsubscribed":
        subscription.delete()
    elif change == "rejected":
        Comment.objects.filter(pk=answer.pk).update(status="rejected")
    elif change == "unpublished":
        answer.page.unpublish()
    elif change == "banned":
        Ban.objects.create(kind="address", value=address_value(commenter.email), page=answer.page, set_at=now)
    elif change == "capped":
        settings.COMMENTS_MAILS_A_DAY = 1
        Notice.objects.create(kind="reply", comment=root, commenter=commenter, due_at=now, sent_at=now)
    else:
        commenter.delete()
    assert deliver() == []


@pytest.fixture
def sink(settings):
    with mail_server(settings) as sink:
        yield sink


def test_what_a_server_refuses_for_now_is_tried_again_and_sent_once(sink, commenter, follow, root, answer):
    follow(commenter, root)
    sink.at = {"RCPT": "451 Not now"}
    tell_of(comment=answer.uuid, now=timezone.now())
    outbox.deliver_due(now=timezone.now() + timedelta(seconds=1))
    assert Notice.objects.get().sent_at is None
    sink.at = {}
    deliver()
    tell(answer)
    [taken] = sink.taken
    assert taken.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert answer.uuid.hex not in taken.message["Message-ID"]


def test_after_a_server_that_died_with_the_mail_no_second_is_sent(sink, commenter, follow, root, answer):
    follow(commenter, root)
    sink.dies = True
    tell(answer)
    sink.dies = False
    tell(answer)
    assert len(sink.taken) == 1
    assert not OutboxMessage.objects.filter(topic=NOTICES).exists()


def test_of_two_workers_one_sends(commenter, follow, root, answer):
    follow(commenter, root)
    tell_of(comment=answer.uuid, now=timezone.now())
    notice = Notice.objects.get()
    assert claim(notice, now=timezone.now())
    assert not claim(notice, now=timezone.now())
    assert deliver() == []


@pytest.mark.parametrize(
    "name", ["A\r\nBcc: all@example.org", "A\nX: y", "A\x0bB", "A\u2028B", "=?utf-8?q?a?=", "a\x01b", "‮evil.example"]
)
def test_no_name_or_title_makes_a_header(commenter, follow, post, root, name):
    follow(commenter)
    Comment.objects.filter(pk=root.pk).update(author_name=name)
    type(post).objects.filter(pk=post.pk).update(title=name)
    [message] = tell(root)
    written = message.message()
    assert (written["Bcc"], written["X"]) == (None, None)
    assert len(message.subject.splitlines()) == 1


def decide(comment, decision, moderator):
    seen = Seen(comment.uuid, comment.status, comment.revision)
    return decide_many(seen=[seen], decision=decision, moderator=moderator, now=timezone.now()).batch


@pytest.mark.parametrize(
    ("decision", "words"), [(Decision.APPROVE, "is published"), (Decision.REJECT, "decided not to publish")]
)
def test_an_author_who_asked_is_told_of_the_decision_once(post, commenter, moderator, decision, words):
    comment = CommentFactory(page=post, pending=True, commenter=commenter, tell_decision=True)
    decide(comment, decision, moderator)
    [message] = deliver()
    assert message.to == [commenter.email]
    assert words in message.body
    assert words in message.alternatives[0][0]
    tell(comment)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("asked", [True, False])
def test_whoever_writes_says_whether_to_be_told(send, post, asked):
    held = send(post, tell_me=asked)
    assert Comment.objects.get(uuid=held["id"]).tell_decision is asked
    assert "tell_me" not in held


@pytest.mark.parametrize("why", ["not asked", "not confirmed", "undone", "too early"])
def test_of_a_decision_nobody_else_is_told(post, commenter, moderator, why):
    confirmed = None if why == "not confirmed" else commenter
    comment = CommentFactory(page=post, pending=True, commenter=confirmed, tell_decision=why != "not asked")
    batch = decide(comment, Decision.APPROVE, moderator)
    if why == "undone":
        tell_of(comment=comment.uuid, batch=batch.uuid, now=timezone.now())
        undo(batch=batch.uuid, user=moderator, now=timezone.now())
    assert deliver(after=0 if why == "too early" else 5) == []


def test_a_message_about_an_undone_batch_notes_nothing(root, commenter, follow):
    follow(commenter)
    batch = Batch.objects.create(decision="approve", created_at=timezone.now(), undone_at=timezone.now())
    assert tell_of(comment=root.uuid, batch=batch.uuid, now=timezone.now()) == 0


class TestModerators:
    @pytest.fixture(autouse=True)
    def wants(self, moderator):
        type(moderator).objects.filter(pk=moderator.pk).update(email="mo@example.org")
        ModeratorMail.objects.create(user=moderator, mode="instant")
        other = UserFactory(email="no@example.org")
        ModeratorMail.objects.create(user=other, mode="instant")

    def test_a_waiting_comment_is_told_with_the_way_to_the_desk(self, post):
        comment = CommentFactory(page=post, pending=True, body="Look at https://evil.example")
        [message] = tell(comment)
        assert message.to == ["mo@example.org"]
        assert f"/reader-comments/inspect/{comment.uuid}/" in message.body
        assert "evil.example" not in message.body + message.alternatives[0][0]

    @pytest.mark.parametrize("status", ["spam", "approved", "rejected"])
    def test_nothing_else_is(self, post, status):
        assert tell(CommentFactory(page=post, status=status)) == []

    @pytest.mark.parametrize("change", ["decided", "no moderator any more"])
    def test_it_is_looked_at_again_when_it_is_sent(self, post, moderator, change):
        comment = CommentFactory(page=post, pending=True)
        tell_of(comment=comment.uuid, now=timezone.now())
        if change == "decided":
            Comment.objects.update(status="approved")
        else:
            moderator.groups.clear()
        assert deliver() == []


def test_a_message_about_nothing_is_done(db):
    assert tell_of(comment=uuid4(), now=timezone.now()) == 0
    notices.send_notice({"notice": 1})


def test_an_author_reads_why_and_can_end_such_mail(post, commenter, moderator):
    comment = CommentFactory(page=post, pending=True, commenter=commenter, tell_decision=True)
    other = CommentFactory(page=post, pending=True, commenter=commenter, tell_decision=True)
    words = "Please keep to backs.\n<b>Thanks</b>"
    seen = [Seen(comment.uuid, comment.status, comment.revision)]
    decide_many(
        seen=seen, decision=Decision.REJECT, moderator=moderator, reason="off-topic", words=words, now=timezone.now()
    )
    [message] = deliver()
    html = message.alternatives[0][0]
    assert "The reason: It is about something else." in message.body
    assert words in message.body
    assert "It is about something else." in html
    assert "Please keep to backs.<br>&lt;b&gt;Thanks&lt;/b&gt;" in html
    leave = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert leave in message.body
    token = parse_qs(urlsplit(leave).query)["token"][0]
    assert ending_of(token, now=timezone.now()).active
    for _ in range(2):
        unsubscribe(token=token, everything=False, now=timezone.now())
    assert not ending_of(token, now=timezone.now()).active
    decide(other, Decision.REJECT, moderator)
    assert len(deliver()) == 1


def test_what_was_approved_after_all_names_no_reason(post, commenter, moderator):
    comment = CommentFactory(page=post, pending=True, commenter=commenter, tell_decision=True)
    seen = [Seen(comment.uuid, comment.status, comment.revision)]
    decide_many(seen=seen, decision=Decision.APPROVE, moderator=moderator, words="Hm.", now=timezone.now())
    [message] = deliver()
    assert "is published" in message.body
    assert "Hm." not in message.body
