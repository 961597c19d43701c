"""The clock: each task at its interval, once however many workers there are, again when it failed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ground import clock
from ground.clock import ClockTask, every, run_due

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def seen(monkeypatch):
    """What a task of every minute was asked to cover; it fails where `seen` holds an exception to raise."""
    monkeypatch.setattr(clock, "_tasks", {})
    covered = []

    @every(MINUTE, name="tests.minute")
    def work(*, since, now):
        covered.append((since, now))
        if len(covered) == 2:
            raise ValueError("no")

    return covered


def test_a_task_is_done_once_an_interval(seen):
    assert run_due(now=NOW) == ["tests.minute"]
    assert run_due(now=NOW + MINUTE / 2) == []
    assert seen == [(NOW - MINUTE, NOW)]


def test_a_task_that_failed_finds_the_same_time_before_it_again(seen, caplog):
    run_due(now=NOW)
    assert run_due(now=NOW + MINUTE) == []
    assert run_due(now=NOW + 2 * MINUTE) == ["tests.minute"]
    assert seen[1:] == [(NOW, NOW + MINUTE), (NOW, NOW + 2 * MINUTE)]
    assert "tests.minute failed" in caplog.text


def test_of_two_workers_one_does_it(seen, monkeypatch):
    run_due(now=NOW)
    rows = list(ClockTask.objects.all())
    run_due(now=NOW + 2 * MINUTE)
    seen.clear()
    task = clock._tasks["tests.minute"]
    assert not clock._claimed(task, rows[0], now=NOW + 2 * MINUTE)


def test_a_task_that_fails_keeps_no_other_from_its_turn(seen):
    @every(MINUTE, name="tests.other")
    def other(*, since, now):
        pass

    run_due(now=NOW)
    assert run_due(now=NOW + MINUTE) == ["tests.other"]


def test_a_name_is_taken_once(seen):
    with pytest.raises(ValueError, match="already"):
        every(MINUTE, name="tests.minute")(lambda *, since, now: None)


def test_looking_costs_one_statement(seen):
    run_due(now=NOW)
    with CaptureQueriesContext(connection) as statements:
        run_due(now=NOW + MINUTE / 2)
    assert len(statements) == 1


def test_a_clock_that_was_set_back_stops_no_task(seen):
    run_due(now=NOW)
    earlier = NOW - timedelta(hours=2)
    assert run_due(now=earlier) == ["tests.minute"] or len(seen) == 2
    assert seen[-1] == (earlier, earlier)
    assert run_due(now=earlier + MINUTE) == ["tests.minute"]
    assert ClockTask.objects.get().done_until == earlier + MINUTE


def test_a_clock_that_differs_by_less_than_a_minute_does_nothing_twice(seen):
    run_due(now=NOW)
    assert run_due(now=NOW - MINUTE / 2) == []
