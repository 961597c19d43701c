"""The owner of an account is told when its password or its address is changed, whoever did it and however."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from ground import outbox
from ground.outbox import OutboxMessage
from tests.factories.blog import UserFactory
from tests.integration.website.test_account import NEW, PASSWORD, send, with_password

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

OLD_ADDRESS, NEW_ADDRESS = "leena@example.org", "somebody@elsewhere.example"


@pytest.fixture
def editor():
    return UserFactory(administrator=True, username="leena", email=OLD_ADDRESS, password=PASSWORD)


@pytest.fixture
def client(editor):
    client = Client()
    client.force_login(editor)
    return client


def told():
    """Return who was mailed what since the last time."""
    outbox.deliver_due(now=timezone.now() + timedelta(seconds=1))
    sent = [(message.to, message.subject) for message in mail.outbox]
    mail.outbox.clear()
    return sent


def by_an_administrator(client, editor, **changes):
    form = {"username": "leena", "email": OLD_ADDRESS, "first_name": "L", "last_name": "V", "is_superuser": "on"}
    answer = client.post(reverse("wagtailusers_users:edit", args=[editor.pk]), form | {"is_active": "on"} | changes)
    assert answer.status_code == 302


def by_a_mailed_link(client, editor):
    client.post(reverse("wagtailadmin_password_reset"), {"email": OLD_ADDRESS})
    outbox.deliver_due(now=timezone.now() + timedelta(seconds=1))
    path = re.search(r"/admin/password_reset/confirm/\S+", mail.outbox.pop().body)[0]
    form = Client().get(path, follow=True)
    form.client.post(form.redirect_chain[-1][0], {"new_password1": NEW, "new_password2": NEW})


def in_a_shell(client, editor):
    editor.set_password(NEW)
    editor.save()


NEW_PASSWORD = {"password1": NEW, "password2": NEW}


@pytest.mark.parametrize(
    "change",
    [
        lambda client, editor: with_password(client, PASSWORD),
        lambda client, editor: by_an_administrator(client, editor, **NEW_PASSWORD),
        by_a_mailed_link,
        in_a_shell,
    ],
    ids=["account", "administrator", "mailed link", "shell"],
)
def test_a_new_password_is_told_to_the_address(client, editor, change):
    change(client, editor)
    assert get_user_model().objects.get().check_password(NEW)
    assert told() == [([OLD_ADDRESS], "Your password was changed")]


@pytest.mark.parametrize(
    "change",
    [
        lambda client, editor: send(client, name_email__email=NEW_ADDRESS),
        lambda client, editor: by_an_administrator(client, editor, email=NEW_ADDRESS),
    ],
    ids=["account", "administrator"],
)
def test_a_new_address_is_told_to_the_old_one(client, editor, change):
    change(client, editor)
    assert get_user_model().objects.get().email == NEW_ADDRESS
    assert told() == [([OLD_ADDRESS], "Your account has another mail address now")]


def test_the_mail_names_account_and_site_and_no_secret(client, editor, settings):
    with_password(client, PASSWORD)
    outbox.deliver_due(now=timezone.now() + timedelta(seconds=1))
    [message] = mail.outbox
    assert "“leena”" in message.body
    assert f"{settings.WAGTAILADMIN_BASE_URL}/admin/password_reset/" in message.body
    assert (NEW in message.body, message.extra_headers["Auto-Submitted"]) == (False, "auto-generated")


def test_nothing_is_told_where_nothing_was_changed(client, editor, settings):
    send(client)
    by_an_administrator(client, editor)
    editor.email = OLD_ADDRESS.upper()
    editor.save()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher", *settings.PASSWORD_HASHERS]
    before = get_user_model().objects.get().password
    assert authenticate(username="leena", password=PASSWORD)
    assert get_user_model().objects.get().password != before, "the hash is renewed"
    assert not OutboxMessage.objects.exists()


def test_a_first_password_is_none_that_was_changed():
    user = UserFactory(password=None)
    user.set_password(PASSWORD)
    user.save()
    assert not OutboxMessage.objects.exists()


def test_who_is_gone_or_has_no_address_is_told_nothing(editor):
    in_a_shell(None, editor)
    editor.delete()
    nowhere = UserFactory(email="", password=PASSWORD)
    in_a_shell(None, nowhere)
    nowhere.email = NEW_ADDRESS
    nowhere.save()
    assert [to for to, _ in told()] == [[NEW_ADDRESS]], "told of the password, at the address it has by then"
    assert not UserProfile.objects.exclude(user=nowhere).exists()
