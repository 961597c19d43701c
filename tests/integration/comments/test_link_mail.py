"""The link arrives by mail: in words and in HTML, with a token that is nowhere else."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from comments.models import AddressLink, Commenter
from comments.notifications import send_mail_of
from comments.selectors.identity import LINK_LIFETIME
from comments.services.erasing import erase_commenter
from comments.services.identity import LINKS, ask_for_link
from ground import outbox
from ground.outbox import OutboxMessage
from tests.factories.comments import CommentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def ask(viewer):
    def ask(comment=None, email="ada@example.org", at=None):
        ask_for_link(email=email, comment=comment, viewer=viewer, origin="f" * 32, now=at or timezone.now())

    return ask


def deliver():
    outbox.deliver_due(now=timezone.now() + timedelta(seconds=1))
    return mail.outbox


def address_in(text):
    return unescape(re.search(r"http[^\s\"<]+", text)[0])


def test_the_mail_has_the_link_in_text_and_in_html(ask, client, site):
    ask()
    [message] = deliver()
    assert (message.to, message.subject) == (["ada@example.org"], "Your link to testserver")
    [(html, kind)] = message.alternatives
    address = address_in(message.body)
    assert (kind, address) == ("text/html", address_in(html))
    parts = urlsplit(address)
    assert (parts.hostname, parts.path) == ("testserver", "/identity/confirm/")
    [token] = parse_qs(parts.query)["token"]
    confirmed = client.post("/api/site/v1/identity/confirm/", data={"token": token}, content_type="application/json")
    assert confirmed.status_code == 200
    assert Commenter.objects.get().email == "ada@example.org"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_the_worker_sends_it(ask):
    ask()
    call_command("run_worker", once=True)
    assert len(mail.outbox) == 1
    assert not OutboxMessage.objects.filter(topic=LINKS).exists()


def test_it_names_the_page_of_the_comment_and_nothing_a_reader_wrote(ask, post):
    Page.objects.filter(pk=post.pk).update(title="Backs & <b>beds</b>")
    hostile = "<a href='https://evil.example'>free</a> https://evil.example ![x](https://evil.example/x.png)"
    comment = CommentFactory(
        page=post, author_email="ada@example.org", author_name="https://evil.example", body=hostile
    )
    ask(comment.uuid)
    [message] = deliver()
    html = message.alternatives[0][0]
    assert "“Backs & <b>beds</b>”" in message.body
    assert "Backs &amp; &lt;b&gt;beds&lt;/b&gt;" in html
    assert "evil" not in message.body + html + message.subject
    assert "<img" not in html


def test_of_a_page_that_was_hidden_it_tells_nothing(ask, post):
    comment = CommentFactory(page=post, author_email="ada@example.org")
    ask(comment.uuid)
    Page.objects.filter(pk=post.pk).update(live=False, title="A secret")
    [message] = deliver()
    assert "secret" not in message.body + message.alternatives[0][0]


@pytest.mark.parametrize("gone", ["erased", "ended", "used"])
def test_what_was_taken_back_in_the_meantime_is_not_sent(ask, gone):
    ask()
    if gone == "erased":
        erase_commenter(email="ada@example.org", now=timezone.now())
    elif gone == "ended":
        AddressLink.objects.update(asked_at=timezone.now() - LINK_LIFETIME)
    else:
        AddressLink.objects.all().delete()
    assert deliver() == []
    assert not OutboxMessage.objects.filter(topic=LINKS).exists()


def test_a_mail_server_that_is_away_is_tried_again(ask, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    ask()
    outbox.deliver_due(now=timezone.now())
    waiting = OutboxMessage.objects.get(topic=LINKS)
    assert (waiting.attempts, waiting.failed_at) == (1, None)
    assert "token" not in waiting.last_error
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    outbox.deliver_due(now=timezone.now() + timedelta(minutes=5))
    assert len(mail.outbox) == 1


def test_a_subject_is_one_line_whatever_a_page_or_site_is_called(site):
    values = {"site": "A\r\nBcc: all@example.org", "page": "", "url": "https://a.example", "days": 3}
    send_mail_of(template="link", context=values, to="ada@example.org")
    [message] = mail.outbox
    assert message.subject == "Your link to A Bcc: all@example.org"
    assert message.message()["Bcc"] is None


def test_a_change_that_fails_mails_nothing(viewer):
    with transaction.atomic():
        ask_for_link(email="ada@example.org", viewer=viewer, origin="f" * 32, now=timezone.now())
        transaction.set_rollback(True)
    assert deliver() == []
