"""An editor's session: whose it is, when it ends, and how a lost password is made anew without telling anything."""

import re
from datetime import timedelta
from itertools import count

import pytest
from django.conf import settings as configured
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ground import outbox
from ground.outbox import OutboxMessage
from ground.throttle import ThrottleCount
from tests.factories.blog import UserFactory
from website.password_reset import BY_ADDRESS, BY_NETWORK

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PASSWORD, NEW = "a-walk-by-the-river", "another-walk-by-the-sea"
HOME = "/admin/"
ADDRESSES = (f"203.0.{number}.7" for number in count(1))


@pytest.fixture
def editor():
    return UserFactory(administrator=True, username="leena", email="leena@example.org", password=PASSWORD)


def signed_in(*, client=None, remember=False, leads_to=""):
    client = client or Client(REMOTE_ADDR=next(ADDRESSES))
    form = {"username": "leena", "password": PASSWORD, "next": leads_to} | ({"remember": "on"} if remember else {})
    answer = client.post(reverse("wagtailadmin_login"), form)
    assert answer.status_code == 302
    return client, answer


def ask(email, *, address=None):
    return Client(REMOTE_ADDR=address or next(ADDRESSES)).post(reverse("wagtailadmin_password_reset"), {"email": email})


def delivered():
    outbox.deliver_due(now=timezone.now() + timedelta(seconds=1))
    return mail.outbox


def test_no_script_and_no_other_site_has_the_cookie(editor):
    client, _ = signed_in()
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")
    assert client.cookies["csrftoken"]["samesite"] == "Lax"


def test_a_session_ends_with_the_browser_or_after_a_week(editor):
    client, _ = signed_in()
    assert client.cookies["sessionid"]["max-age"] == ""
    remembered, _ = signed_in(remember=True)
    assert remembered.cookies["sessionid"]["max-age"] == configured.SESSION_COOKIE_AGE == 7 * 24 * 3600
    for each in (client, remembered):
        assert each.session.get_expiry_age() <= 7 * 24 * 3600


def test_signing_in_is_a_session_of_another_key(editor):
    client = Client(REMOTE_ADDR=next(ADDRESSES))
    session = client.session
    session["chosen"] = "by somebody else"
    session.save()
    before = session.session_key
    signed_in(client=client)
    assert client.session.session_key != before
    stranger = Client()
    stranger.cookies["sessionid"] = before
    assert stranger.get(HOME).status_code == 302


def test_a_new_password_ends_all_other_sessions(editor):
    here, _ = signed_in()
    elsewhere, _ = signed_in()
    assert elsewhere.get(HOME).status_code == 200
    form = {
        "password-old_password": PASSWORD,
        "password-new_password1": NEW,
        "password-new_password2": NEW,
        "name_email-first_name": "Leena",
        "name_email-last_name": "Virta",
        "name_email-email": "leena@example.org",
        "locale-preferred_language": "en",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "comment_mail-mode": "never",
    }
    assert here.post(reverse("wagtailadmin_account"), form).status_code == 302
    editor.refresh_from_db()
    assert editor.check_password(NEW)
    assert (here.get(HOME).status_code, elsewhere.get(HOME).status_code) == (200, 302)


def test_a_session_is_worth_nothing_once_it_was_ended(editor):
    client, _ = signed_in()
    key = client.cookies["sessionid"].value
    client.post(reverse("wagtailadmin_logout"))
    client.cookies["sessionid"] = key
    assert client.get(HOME).status_code == 302


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/", "//evil.example/", "///evil.example", "http:evil.example", "/\\evil.example",
        "\\\\evil.example", "javascript:alert(1)", "https://testserver@evil.example/", "https://testserver.evil.example",
        "\t//evil.example", "http:///evil.example", "data:text/html,x",
    ],
)  # fmt: skip
def test_signing_in_leads_to_no_other_site(editor, elsewhere):
    client, answer = signed_in(leads_to=elsewhere)
    assert answer["Location"] == HOME
    again = client.get(reverse("wagtailadmin_login"), {"next": elsewhere})
    assert again["Location"] == HOME
    assert signed_in(leads_to="/admin/pages/")[1]["Location"] == "/admin/pages/"


class TestLostPassword:
    def test_known_or_not_is_the_same_to_the_last_statement(self, editor):
        ask("first@example.org")
        seen = []
        for email in ("leena@example.org", "nobody@example.org"):
            with CaptureQueriesContext(connection) as captured:
                answer = ask(email)
            seen.append((answer.status_code, answer["Location"], [each["sql"].split(" ")[0] for each in captured]))
        assert seen[0] == seen[1]
        assert not mail.outbox, "nobody waits for the mail server"
        assert OutboxMessage.objects.count() == 3
        assert [message.to for message in delivered()] == [["leena@example.org"]]

    def test_the_mailed_link_makes_a_new_password_once(self, editor, settings):
        elsewhere, _ = signed_in()
        ask("Leena@Example.org")
        [message] = delivered()
        [link] = re.findall(r"http\S+", message.body)
        assert link.startswith(f"{settings.WAGTAILADMIN_BASE_URL}/admin/password_reset/confirm/")
        path = link.removeprefix(settings.WAGTAILADMIN_BASE_URL)
        client = Client()
        form = client.get(path)["Location"]
        assert client.post(form, {"new_password1": NEW, "new_password2": NEW}).status_code == 302
        editor.refresh_from_db()
        assert editor.check_password(NEW)
        assert elsewhere.get(HOME).status_code == 302
        assert Client().get(path).status_code == 200, "the second time there is no form behind it"

    def test_it_is_asked_so_often_and_no_more_known_or_not(self, editor):
        for email in ("leena@example.org", "nobody@example.org"):
            assert [ask(email).status_code for _ in range(BY_ADDRESS + 1)] == [302] * BY_ADDRESS + [200]
        assert "asked often" in ask("LEENA@example.org").content.decode()
        for number in range(BY_NETWORK):
            ask(f"name{number}@example.org", address="198.51.100.7")
        assert "asked often" in ask("another@example.org", address="198.51.100.8").content.decode()
        assert all(re.fullmatch("[0-9a-f]{32}", key) for key in ThrottleCount.objects.values_list("key", flat=True))

    def test_an_account_that_was_closed_gets_none(self, editor):
        ask("leena@example.org")
        editor.is_active = False
        editor.save()
        assert not delivered()
