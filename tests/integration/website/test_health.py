"""Probes tell which part is away, and the dashboard says when nothing is carried out."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from ground import clock
from ground.outbox import OutboxMessage
from ground.pulse import BEAT, DEAD_AFTER, LATE_AFTER
from tests.factories.blog import UserFactory
from tests.integration.redis import private_redis

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
STANDSTILL = "Nothing is carried out at the moment"


def ready(client, status=200):
    answer = client.get("/health/ready")
    assert answer.status_code == status
    assert "no-store" in answer["Cache-Control"]
    return answer.json()


def beaten(ago=SECOND):
    clock.run_due(now=timezone.now() - ago)
    assert clock.ClockTask.objects.filter(name=BEAT).exists()


def stuck(ago):
    due = timezone.now() - ago
    OutboxMessage.objects.create(topic="tests.stuck", created_at=due, due_at=due)


def test_a_process_that_answers_is_live_whatever_else_is_away(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/health/live").json() == {"status": "live"}
    assert client.post("/health/live").status_code == 405


def test_all_is_well(client, django_assert_num_queries):
    beaten()
    with django_assert_num_queries(3):
        assert ready(client) == {"status": "ready", "checks": {"database": "ok", "worker": "ok", "outbox": "ok"}}


def test_a_worker_that_missed_four_beats_is_away_and_readers_are_answered(client):
    assert ready(client)["checks"]["worker"] == "away", "none ever ran"
    beaten(DEAD_AFTER + SECOND)
    assert ready(client)["checks"]["worker"] == "away"


def test_effects_that_are_stuck_are_late(client):
    stuck(LATE_AFTER - SECOND)
    assert ready(client)["checks"]["outbox"] == "ok"
    stuck(LATE_AFTER + SECOND)
    assert ready(client)["checks"]["outbox"] == "late"


def test_without_a_database_it_is_not_ready_and_says_no_more(client, monkeypatch):
    def away(*args, **kwargs):
        raise DatabaseError("password of the database")

    monkeypatch.setattr("ground.pulse.ClockTask.objects.filter", away)
    assert ready(client, 503) == {"status": "not-ready", "checks": {"database": "away"}}


def test_redis_is_told_of_where_it_is_configured(client, settings):
    with private_redis() as (url, server):
        settings.REDIS_URL = url
        assert ready(client)["checks"]["redis"] == "ok"
        server.kill()
        server.wait()
        assert ready(client)["checks"]["redis"] == "away"


def test_the_dashboard_says_when_no_worker_lives(client):
    client.force_login(UserFactory(administrator=True))
    beaten(DEAD_AFTER + SECOND)
    assert STANDSTILL in client.get(reverse("wagtailadmin_home")).content.decode()
    clock.ClockTask.objects.all().delete()
    beaten()
    assert STANDSTILL not in client.get(reverse("wagtailadmin_home")).content.decode()
    stuck(LATE_AFTER + SECOND)
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert STANDSTILL in page
    assert "1 effect has been waiting" in page
