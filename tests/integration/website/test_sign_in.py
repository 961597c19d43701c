"""Passwords can't be guessed for long, and what is said does not tell which accounts there are."""

import re
from datetime import timedelta
from itertools import count

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ground.throttle import ThrottleCount
from tests.factories.blog import UserFactory
from tests.integration.redis import private_redis
from website.sign_in import BY_ACCOUNT, BY_NETWORK

pytestmark = pytest.mark.django_db

PASSWORD = "a-walk-by-the-river"
WAIT = re.compile("too many wrong passwords. Please try again in [0-9]+ minutes?")

ADDRESSES = (f"203.0.{number}.7" for number in count(1))


@pytest.fixture
def editor():
    return UserFactory(administrator=True, username="leena", password=PASSWORD)


@pytest.fixture(params=["database", "redis"])
def counted_in(request, settings):
    if request.param == "database":
        yield
        return
    with private_redis() as (url, _server):
        settings.REDIS_URL = url
        yield


def sign_in(username, password, *, address=None):
    client = Client(REMOTE_ADDR=address or next(ADDRESSES))
    return client.post(reverse("wagtailadmin_login"), {"username": username, "password": password})


def said(response):
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_wrong_passwords_are_counted_by_account_wherever_they_come_from(editor, counted_in):
    for _ in range(BY_ACCOUNT):
        assert not WAIT.search(said(sign_in("leena", "wrong")))
    assert WAIT.search(said(sign_in("leena", "wrong")))
    assert WAIT.search(said(sign_in(" LEENA", PASSWORD))), "the right one is not looked at either"


def test_an_account_that_is_not_there_is_answered_as_one_that_is(editor):
    def answers(username):
        tried = [said(sign_in(username, "wrong")) for _ in range(BY_ACCOUNT + 1)]
        return [re.findall(r"(didn't match|too many wrong passwords)", each) for each in tried]

    assert answers("leena") == answers("nobody")


def test_wrong_passwords_are_counted_by_network_whatever_the_account(editor):
    for number in range(BY_NETWORK):
        assert not WAIT.search(said(sign_in(f"name{number}", "wrong", address="198.51.100.7")))
    assert WAIT.search(said(sign_in("leena", PASSWORD, address="198.51.100.8")))
    assert sign_in("leena", PASSWORD).status_code == 302, "the account is not shut out elsewhere"


def test_who_knows_the_password_signs_in_as_often_as_they_like(editor, counted_in):
    for _ in range(BY_ACCOUNT + 2):
        assert sign_in("leena", PASSWORD, address="192.0.2.7").status_code == 302
    assert set(ThrottleCount.objects.values_list("used", flat=True)) <= {0}


def test_after_the_hour_it_may_be_tried_again(editor, monkeypatch):
    for _ in range(BY_ACCOUNT + 1):
        sign_in("leena", "wrong")
    later = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr("website.sign_in.timezone.now", lambda: later)
    assert sign_in("leena", PASSWORD).status_code == 302


def test_neither_name_nor_address_is_kept(editor):
    sign_in("leena", "wrong", address="192.0.2.7")
    kept = list(ThrottleCount.objects.values_list("scope", "key"))
    assert {scope for scope, _ in kept} == {"sign-in.account", "sign-in.network"}
    assert all(re.fullmatch("[0-9a-f]{32}", key) for _, key in kept)
