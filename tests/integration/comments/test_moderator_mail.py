"""Moderators say how often they are told of what waits, and are told that often, of what they moderate alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.users.models import UserProfile

from comments.models import ModerationGrant, ModeratorMail, Report
from comments.tasks.digests import digests
from tests.factories.blog import UserFactory
from tests.factories.comments import CommentFactory
from tests.integration.comments.mailserver import mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

HOUR = timedelta(hours=1)


@pytest.fixture
def wish(moderator):
    type(moderator).objects.filter(pk=moderator.pk).update(email="mo@example.org")
    return ModeratorMail.objects.create(user=moderator, mode="hourly")


def pass_by(after=timedelta()):
    now = timezone.now() + after
    digests(since=now - HOUR, now=now)
    return len(mail.outbox)


@pytest.mark.parametrize(("mode", "interval"), [("hourly", HOUR), ("daily", 24 * HOUR)])
def test_a_digest_comes_once_in_its_time_while_something_waits(post, wish, mode, interval):
    ModeratorMail.objects.update(mode=mode)
    CommentFactory(page=post, pending=True, body="Look at https://evil.example")
    CommentFactory(page=post, pending=True)
    assert pass_by() == 1
    assert pass_by(interval / 2) == 1
    assert pass_by(interval + timedelta(minutes=1)) == 2
    message = mail.outbox[0]
    assert message.to == ["mo@example.org"]
    assert "2 comments wait" in message.body
    assert "2 comments wait" in message.alternatives[0][0]
    assert reverse("reader-comments_modeladmin_index") in message.body
    assert "evil" not in message.body + message.alternatives[0][0]
    assert "reported" not in message.body + message.alternatives[0][0]


def test_it_says_since_when_the_oldest_waits_and_what_was_reported(post, other_post, wish):
    old = datetime(2026, 3, 9, 8, 5, tzinfo=UTC)
    for created_at in (old, old + HOUR):
        CommentFactory(page=post, pending=True, created_at=created_at)
    shown, settled = CommentFactory(page=post), CommentFactory(page=post)
    for comment, settled_at in ((shown, None), (settled, old)):
        for reporter in ("a", "b"):
            Report.objects.create(
                comment=comment, revision=1, reporter=reporter, reason="other", created_at=old, settled_at=settled_at
            )
    pass_by()
    [message] = mail.outbox
    for body in (message.body, message.alternatives[0][0]):
        assert "2 comments wait" in body
        assert "The oldest waits since March 9, 2026, 8:05 a.m." in body
        assert "1 comment was reported" in body


def test_it_speaks_the_language_that_the_moderator_chose(post, wish, moderator):
    UserProfile.objects.create(user=moderator, preferred_language="de")
    CommentFactory(page=post, pending=True, created_at=datetime(2026, 3, 9, 8, 5, tzinfo=UTC))
    pass_by()
    [message] = mail.outbox
    assert message.subject == "Kommentare warten auf Sie"
    for body in (message.body, message.alternatives[0][0]):
        assert "1 Kommentar wartet auf die Moderation." in body
        assert "9. März 2026" in body


def test_what_is_only_reported_is_told_too(post, wish):
    Report.objects.create(
        comment=CommentFactory(page=post), revision=1, reporter="a", reason="other", created_at=timezone.now()
    )
    assert pass_by() == 1
    assert "wait" not in mail.outbox[0].body.replace("Comments wait for you", "")


@pytest.mark.parametrize("why", ["nothing waits", "spam", "never", "instant", "no right", "elsewhere", "inactive"])
def test_no_digest(post, other_post, moderator, wish, why):
    status = {"nothing waits": "approved", "spam": "spam"}.get(why, "pending")
    CommentFactory(page=post, status=status)
    if why in ("never", "instant"):
        ModeratorMail.objects.update(mode=why)
    elif why == "no right":
        ModerationGrant.objects.all().delete()
    elif why == "elsewhere":
        ModerationGrant.objects.update(page=Page.objects.get(pk=other_post.pk))
    elif why == "inactive":
        type(moderator).objects.filter(pk=moderator.pk).update(is_active=False)
    assert pass_by() == 0


def test_a_digest_that_was_refused_for_now_is_tried_again(post, wish, settings):
    CommentFactory(page=post, pending=True)
    with mail_server(settings) as sink:
        sink.at = {"RCPT": "451 Not now"}
        pass_by()
        assert ModeratorMail.objects.get().told_at is None
        sink.at = {}
        pass_by()
        pass_by()
        assert len(sink.taken) == 1


def account(client):
    return client.get(reverse("wagtailadmin_account"))


def test_a_moderator_says_so_in_the_account_settings(client, site, moderator):
    moderator.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(moderator)
    page = account(client)
    assert 'name="comment_mail-mode"' in page.content.decode()
    values = {
        name: value
        for panels in page.context["panels_by_tab"].values()
        for panel in panels
        for name, value in ((field.html_name, field.value() or "") for field in panel.get_form() if field.name)
    }
    response = client.post(reverse("wagtailadmin_account"), {**values, "comment_mail-mode": "daily"})
    assert response.status_code == 302, response.context
    assert ModeratorMail.objects.get(user=moderator).mode == "daily"


def test_nobody_else_is_asked(client, site):
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert "comment_mail-mode" not in account(client).content.decode()
