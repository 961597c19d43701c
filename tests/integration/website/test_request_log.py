"""Every request has an id: its own line of the log, the answer and a problem tell it."""

import json
import logging
import re

import pytest
from django.db import transaction
from django.utils import timezone

from ground import outbox
from ground.logs import JsonLines
from ground.trail import following

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

MISSING = "/api/site/v1/pages/999999/comments/"


@pytest.fixture
def lines():
    """What would be written in production, as objects."""
    told = []

    class Kept(logging.Handler):
        def emit(self, record):
            told.append(json.loads(JsonLines().format(record)))

    handler, loggers = (
        Kept(),
        [logging.getLogger(name) for name in ("website.requests", "ground.jobs", "ground.outbox")],
    )
    before = [(each, each.level) for each in loggers]
    for each in loggers:
        each.addHandler(handler)
        each.setLevel(logging.INFO)
    yield told
    for each, level in before:
        each.removeHandler(handler)
        each.setLevel(level)


def test_a_problem_and_the_log_name_the_same_request(client, lines):
    answer = client.get(f"{MISSING}?site=secret-word", headers={"X-Request-Id": "a1b2c3d4-e5"})
    assert answer.status_code >= 400
    assert answer["X-Request-Id"] == answer.json()["request_id"] == "a1b2c3d4-e5"
    [line] = lines
    assert line.pop("milliseconds") >= 0
    assert line.pop("time")
    assert line == {
        "level": "info",
        "logger": "website.requests",
        "message": f"GET {MISSING} {answer.status_code}",
        "request_id": "a1b2c3d4-e5",
        "method": "GET",
        "path": MISSING,
        "status": answer.status_code,
    }


def test_strangers_name_no_request(client, lines):
    answer = client.get("/health/live", headers={"X-Request-Id": "a1b2c3d4-e5"}, REMOTE_ADDR="198.51.99.7")
    assert re.fullmatch("[0-9a-f]{32}", answer["X-Request-Id"])
    assert lines[0]["request_id"] == answer["X-Request-Id"]
    assert "198.51" not in json.dumps(lines)


def test_a_path_that_is_a_key_is_not_written(client, lines):
    client.get("/api/site/v1/preview/eyJpZCI6MX0:1tYzAB:secret/")
    client.get("/admin/password_reset/confirm/Mg/c9a-0123456789abcdef/")
    assert [line["path"] for line in lines] == ["/api/site/v1/preview/…", "/admin/password_reset/confirm/…"]
    assert "secret" not in json.dumps(lines)


def test_an_effect_is_carried_out_under_the_id_of_its_cause(lines, monkeypatch):
    def ask_for_more(payload):
        with transaction.atomic():
            outbox.write(topic="tests.second", payload={}, now=now)

    done = []
    monkeypatch.setitem(outbox._handlers, "tests.first", ask_for_more)
    monkeypatch.setitem(outbox._handlers, "tests.second", done.append)
    now = timezone.now()
    with following(request_id="a1b2c3d4-e5"), transaction.atomic():
        outbox.write(topic="tests.first", payload={}, now=now)
    assert outbox.deliver_due(now=now) == 1
    assert outbox.deliver_due(now=now) == 1
    assert done == [{}]
    assert [(line["job"], line["request_id"]) for line in lines] == [
        ("tests.first", "a1b2c3d4-e5"),
        ("tests.second", "a1b2c3d4-e5"),
    ]
    assert all(line["milliseconds"] >= 0 for line in lines)


def test_a_failed_effect_names_its_cause_and_no_reader(lines, monkeypatch):
    def fail(payload):
        raise ValueError("no place for ada@example.org")

    monkeypatch.setitem(outbox._handlers, "tests.failing", fail)
    now = timezone.now()
    with following(request_id="a1b2c3d4-e5"), transaction.atomic():
        outbox.write(topic="tests.failing", payload={}, now=now)
    outbox.deliver_due(now=now)
    [line] = lines
    assert (line["level"], line["job"], line["request_id"]) == ("warning", "tests.failing", "a1b2c3d4-e5")
    assert "ValueError" in line["exception"]
    assert "ada@" not in json.dumps(line)
