"""Figures for Prometheus: for whoever has the token, in few statements, with nothing of readers in them."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments.lifecycle import Decision, Status
from comments.services import decide
from ground import clock
from ground.outbox import OutboxMessage
from scripts.prepare import ROOT
from tests.factories.blog import BlogPostPageFactory, SiteFactory, UserFactory
from tests.factories.comments import CommentFactory
from website.metrics import STATEMENTS

pytestmark = pytest.mark.django_db

TOKEN = "a-token-for-metrics"


@pytest.fixture
def scrape(client, settings):
    settings.METRICS_TOKEN = TOKEN

    def look():
        answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        lines = [line.rpartition(" ") for line in answer.text.splitlines() if not line.startswith("#")]
        return {name: float(value) for name, _, value in lines}

    return look


def test_only_who_has_the_token_sees_that_there_are_any(client, settings):
    shown = {"Authorization": "Bearer "}
    assert client.get("/metrics", headers=shown).status_code == 404, "off unless set"
    settings.METRICS_TOKEN = TOKEN
    for headers in ({}, shown, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}):
        assert client.get("/metrics", headers=headers).status_code == 404
    assert client.post("/metrics").status_code in {403, 405}


def test_the_state_of_the_site_costs_the_same_whatever_is_in_it(scrape, django_assert_num_queries):
    post = BlogPostPageFactory(parent=SiteFactory(default=True).root_page)
    now = timezone.now()
    ledger = [
        {"check": "links", "outcome": "hold", "weight": 5, "evidence": None, "params": {}},
        {"check": "newcomer", "outcome": "publish", "weight": 1, "evidence": None, "params": {}},
    ]
    for number in range(3):
        waits = CommentFactory(page=post, status=Status.PENDING, ledger=ledger, author_email="ada@example.org")
        type(waits).objects.filter(pk=waits.pk).update(created_at=now - timedelta(hours=number))
    moderator = UserFactory(administrator=True)
    seen = {"seen_status": Status.PENDING, "seen_revision": waits.revision}
    decide(comment=waits.uuid, decision=Decision.APPROVE, moderator=moderator, now=now, **seen)
    OutboxMessage.objects.all().delete()
    for topic, failed in (("tests.a", None), ("tests.a", now), ("tests.b", None)):
        due = now - timedelta(minutes=10)
        OutboxMessage.objects.create(topic=topic, created_at=due, due_at=due, failed_at=failed, last_error="x@y.org")
    clock.run_due(now=now)
    with django_assert_num_queries(STATEMENTS):
        told = scrape()
    assert told["motacilla_comments_waiting"] == 2
    assert told["motacilla_comments_waiting_seconds"] == pytest.approx(3600, abs=60)
    assert told['motacilla_decisions_last_day{decision="approve"}'] == 1
    assert told['motacilla_held_last_day{check="links"}'] == 3
    assert 'motacilla_held_last_day{check="newcomer"}' not in told
    assert told['motacilla_outbox_due{topic="tests.a"}'] == 1
    assert told['motacilla_outbox_due_seconds{topic="tests.b"}'] == pytest.approx(600, abs=60)
    assert told['motacilla_outbox_given_up{topic="tests.a"}'] == 1
    assert told["motacilla_worker_beat_seconds"] < 60
    assert not [name for name in told if "ada" in name or "@" in name or post.title in name]


def test_requests_are_counted_by_route_and_status_never_by_address(client, scrape):
    one = 'motacilla_requests_total{method="GET",route="live",status="200"}'
    odd = 'motacilla_requests_total{method="other",route="live",status="405"}'
    before = scrape()
    client.get("/health/live?who=ada")
    client.generic("BREW", "/health/live")
    client.get("/nobody-wrote-this/ada/")
    after = scrape()
    assert after[one] == before.get(one, 0) + 1
    assert after[odd] == before.get(odd, 0) + 1
    assert after['motacilla_request_seconds_count{method="GET",route="live"}'] >= 1
    assert not [name for name in after if "ada" in name or "nobody" in name or "BREW" in name]


def test_refused_sign_ins_are_counted(client, scrape):
    wrong = 'motacilla_sign_ins_refused_total{why="wrong"}'
    before = scrape().get(wrong, 0)
    client.post(reverse("wagtailadmin_login"), {"username": "ada", "password": "no"})
    assert scrape()[wrong] == before + 1


COUNTING = """
import os, sys
from pathlib import Path
sys.path[:0] = ["site", "."]
from website.settings.counting import VARIABLE, share_counts
share_counts(Path(sys.argv[1]))
from ground.figures import count_request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
count_request(route="live", method="GET", status=200, seconds=0.1)
registry = CollectorRegistry()
MultiProcessCollector(registry)
print(generate_latest(registry).decode())
"""


def test_processes_of_one_parent_tell_the_sum_and_nothing_is_left_of_the_dead(tmp_path):
    def count():
        env = {name: value for name, value in os.environ.items() if not name.startswith("PROMETHEUS")}
        command = [sys.executable, "-c", COUNTING, str(tmp_path)]
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout

    one = 'motacilla_requests_total{method="GET",route="live",status="200"} '
    assert f"{one}1.0" in count()
    mine = next((tmp_path / "counts").iterdir())
    dead = mine.with_name(mine.name.rpartition(".")[0] + ".999999999")
    dead.mkdir()
    assert f"{one}2.0" in count()
    assert list((tmp_path / "counts").iterdir()) == [mine]
