"""Every mail is handed over at most once, whatever the mail server does; its headers and both bodies are read back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import AddressLink
from comments.notifications import NotTaken, deliver, mail_of
from comments.services.identity import LINKS, ask_for_link
from ground import outbox
from ground.outbox import OutboxMessage
from tests.integration.comments.mailserver import mail_server

VALUES = {"site": "Walks & Talks", "page": "", "url": "https://blog.example/identity/confirm/?token=a:b-c", "days": 3}


@pytest.fixture
def sink(settings):
    with mail_server(settings) as sink:
        yield sink


@pytest.fixture
def asked(viewer):
    ask_for_link(email="ada@example.org", viewer=viewer, origin="f" * 32, now=timezone.now())
    return AddressLink.objects.get()


def tries(number=6):
    """Let a worker try often, later each time."""
    for day in range(number):
        outbox.deliver_due(now=timezone.now() + timedelta(days=day))


def waiting():
    return OutboxMessage.objects.filter(topic=LINKS)


def said(caplog):
    """What we logged; the mail server has a log of its own."""
    return "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("mail."))


def test_a_mail_arrives_in_text_and_in_html(sink, settings):
    settings.DEFAULT_FROM_EMAIL = "noreply@blog.example"
    message = mail_of(template="link", context=VALUES, to="ada@example.org", headers={"X-Ours": "yes"})
    deliver(message, release=lambda: None)
    [taken] = sink.taken
    assert (taken.sender, taken.to) == ("noreply@blog.example", ["ada@example.org"])
    headers = taken.message
    assert headers["From"].addresses[0].display_name == "Walks & Talks"
    assert (headers["From"].addresses[0].addr_spec, headers["To"]) == ("noreply@blog.example", "ada@example.org")
    assert (headers["Auto-Submitted"], headers["X-Ours"], headers["Reply-To"]) == ("auto-generated", "yes", None)
    assert headers["Message-ID"].endswith("@blog.example>")
    assert VALUES["url"] in taken.text
    assert f'href="{VALUES["url"]}"' in taken.html
    assert "Walks & Talks" in taken.text
    assert "Walks &amp; Talks" in taken.html
    assert "{%" not in taken.text + taken.html
    assert "<img" not in taken.html


def test_two_mails_have_two_ids():
    first, second = (mail_of(template="link", context=VALUES, to="ada@example.org") for _ in range(2))
    assert first.extra_headers["Message-ID"] != second.extra_headers["Message-ID"]


@pytest.mark.parametrize("name", ['Ü "quoted", <b> & co', "A\r\nBcc: all@example.org", "日本語\u202e", "x" * 300])
def test_any_name_of_a_site_stays_the_name_of_one_sender(sink, name):
    deliver(mail_of(template="link", context={**VALUES, "site": name}, to="ada@example.org"), release=lambda: None)
    [taken] = sink.taken
    assert taken.to == ["ada@example.org"]
    assert taken.message["Bcc"] is None
    assert len(taken.message["From"].addresses) == 1
    assert "all@example.org" not in taken.message["From"].addresses[0].addr_spec


@pytest.mark.parametrize("part", ["to", "header"])
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_line_break_in_a_header_is_refused(sink, part, end, caplog):
    evil = f"ada@example.org{end}Bcc: all@example.org"
    to, headers = (evil, {}) if part == "to" else ("ada@example.org", {"X-Ours": evil})
    deliver(
        mail_of(template="link", context=VALUES, to=to, headers=headers), release=lambda: pytest.fail("tried again")
    )
    assert sink.taken == []
    assert "refused for good" in said(caplog)
    assert "ada" not in said(caplog)


def test_it_is_sent_once_however_often_the_worker_comes(sink, asked):
    OutboxMessage.objects.all().delete()
    for _ in range(3):
        OutboxMessage.objects.create(
            topic="comments.link", payload={"link": asked.uuid.hex}, created_at=asked.asked_at, due_at=asked.asked_at
        )
    tries(1)
    assert len(sink.taken) == 1


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_what_is_refused_for_now_is_tried_again_and_sent_once(sink, asked, step):
    sink.at = {step: "451 Not now"}
    outbox.deliver_due(now=timezone.now())
    assert sink.taken == []
    assert waiting().get().last_error.startswith("NotTaken: SMTP")
    assert "ada" not in waiting().get().last_error
    sink.at = {}
    outbox.deliver_due(now=timezone.now() + timedelta(minutes=5))
    tries()
    assert len(sink.taken) == 1


def test_an_address_that_is_refused_for_good_is_not_tried_again(sink, asked, caplog):
    sink.at = {"RCPT": "550 No such person here, ada@example.org"}
    outbox.deliver_due(now=timezone.now())
    assert not waiting().exists()
    sink.at = {}
    tries()
    assert sink.taken == []
    assert "refused for good" in said(caplog)
    assert "ada" not in said(caplog)


def test_a_sender_that_is_refused_is_put_right_and_tried_again(sink, asked):
    sink.at = {"MAIL": "550 Who are you?"}
    outbox.deliver_due(now=timezone.now())
    sink.at = {}
    outbox.deliver_due(now=timezone.now() + timedelta(minutes=5))
    assert len(sink.taken) == 1


def test_a_server_that_dies_after_taking_it_gets_no_second(sink, asked, caplog):
    sink.dies = True
    outbox.deliver_due(now=timezone.now())
    assert len(sink.taken) == 1
    assert "may be lost" in said(caplog)
    sink.dies = False
    tries()
    assert len(sink.taken) == 1


def test_a_server_that_does_not_answer_in_time_gets_no_second(sink, asked, settings):
    settings.EMAIL_TIMEOUT = 0.3
    sink.delay = 1
    outbox.deliver_due(now=timezone.now())
    sink.delay = 0
    tries()
    assert len(sink.taken) == 1


def test_a_slow_server_holds_no_request_up(sink, viewer):
    sink.delay = 60
    before = timezone.now()
    ask_for_link(email="ada@example.org", viewer=viewer, origin="f" * 32, now=before)
    assert (timezone.now() - before) < timedelta(seconds=5)
    assert sink.taken == []


def test_a_worker_that_dies_while_handing_over_gets_no_second(sink, asked, monkeypatch):
    def killed(message):
        raise SystemExit

    monkeypatch.setattr("comments.notifications.mail.hand_over", killed)
    with pytest.raises(SystemExit):
        outbox.deliver_due(now=timezone.now())
    monkeypatch.undo()
    tries()
    assert sink.taken == []


def test_a_server_that_is_away_has_nothing(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    released = []
    with pytest.raises(NotTaken):
        deliver(mail_of(template="link", context=VALUES, to="ada@example.org"), release=lambda: released.append(1))
    assert released == [1]


def test_a_server_that_is_away_is_named_once_and_left_alone_for_a_while(settings, asked, caplog, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 2
    tries(3)
    message, connections = mail_of(template="link", context=VALUES, to="ada@example.org"), []
    monkeypatch.setattr("comments.notifications.mail.get_connection", lambda: connections.append(1))
    with pytest.raises(NotTaken):
        deliver(message, release=lambda: None)
    assert connections == []
    [record] = [record for record in caplog.records if record.name.startswith("comments")]
    assert record.getMessage() == "The mail server is away (ConnectionRefusedError): mail waits until it is back."
    assert waiting().get().last_error == "NotTaken: Away"


def test_what_waits_for_a_mail_server_waits_for_days_and_is_given_up_then(asked, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 3
    due = waiting().get().due_at
    for _ in range(40):
        outbox.deliver_due(now=due)
        due = waiting().get().due_at
    assert waiting().get().failed_at is None
    assert due - waiting().get().created_at > timedelta(hours=4)
    outbox.deliver_due(now=waiting().get().created_at + outbox.WAITED_FOR + timedelta(hours=1))
    assert waiting().count() == 0 or waiting().get().failed_at is not None


def test_the_words_are_in_the_language_asked_and_leave_it_as_it_was():
    mail = mail_of(template="link", context=VALUES, to="ada@example.org", language="de")
    html = mail.alternatives[0][0]
    assert '<html lang="de" dir="ltr">' in html
    assert "Guten Tag," in mail.body
    assert "nichts" in html
    right_to_left = mail_of(template="link", context=VALUES, to="ada@example.org", language="ar").alternatives[0][0]
    assert 'dir="rtl"' in right_to_left
    assert "Hello," in mail_of(template="link", context=VALUES, to="a@example.org", language="xx").body
