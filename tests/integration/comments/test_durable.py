"""What was acknowledged is stored: with a hundred posting at once, and when every process is killed while they do."""

import http.client
import itertools
import threading
import time
from collections import Counter
from uuid import uuid4

import pytest
from django.conf import settings as project
from django.db import connection

from comments.models import STEP, Comment
from tests.integration.serving import at_once, backend

KILLS, BETWEEN = 20, 500
"""Rounds of the full size, and how many comments are acknowledged in each before the kill."""

PATIENCE = 120
"""Seconds of posting after which a server is killed in any case."""


@pytest.mark.django_db
def test_a_commit_waits_for_the_disk():
    if connection.vendor != "sqlite":
        assert "synchronous_commit" not in str(project.DATABASES)
        return
    with connection.cursor() as cursor:
        pragmas = {}
        for name in ("journal_mode", "synchronous", "foreign_keys"):
            cursor.execute(f"PRAGMA {name}")
            pragmas[name] = cursor.fetchone()[0]
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("posters", "each"), [(30, 1), pytest.param(100, 20, marks=pytest.mark.full)])
def test_all_who_post_at_once_are_answered_and_stored_and_a_kill_takes_nothing_back(post, settings, posters, each):
    answers, took, keys = {}, [], [uuid4() for _ in range(posters * each)]
    with backend(settings) as server:
        server.start()

        def send(poster):
            for number in range(poster * each, (poster + 1) * each):
                begun = time.perf_counter()
                answers[number] = server.post(post, number, keys[number])
                took.append(time.perf_counter() - begun)

        at_once(posters, send)
        assert Counter(status for status, _ in answers.values()) == {202: posters * each}, server.log()
        slowest = f"{sorted(took)[len(took) * 99 // 100] * 1000:.0f} ms"
        print(f"{connection.vendor}: {posters} at once, {len(answers)} posts, 0 errors, p99 {slowest}")  # noqa: T201 - for whoever runs it
        _kill_while_posting(server, post, first=posters * each, acknowledged=(acknowledged := {}))
        assert "Traceback" not in server.log()
    acknowledged |= {number: answer["id"] for number, (_, answer) in answers.items()}
    _all_there(acknowledged)


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_however_often_it_is_killed_nothing_acknowledged_is_lost_and_nothing_is_there_twice(post, settings):
    acknowledged, keys = {}, {}
    with backend(settings) as server:
        for kill in range(KILLS):
            server.start()
            for number in set(keys) - set(acknowledged):
                status, answer = server.post(post, number, keys[number])
                assert status == 202
                acknowledged[number] = answer["id"]
            keys |= _kill_while_posting(server, post, first=1000 * kill, acknowledged=acknowledged, enough=BETWEEN)
    _all_there(acknowledged)
    assert set(Comment.objects.values_list("key", flat=True)) <= set(keys.values())
    print(f"{connection.vendor}: {KILLS} kills, {len(acknowledged)} acknowledged, 0 lost, 0 there twice")  # noqa: T201 - for whoever runs it


def _kill_while_posting(server, post, *, first, acknowledged, posters=8, seconds=0.7, enough=0):
    """Let readers post one after the other until the server is killed; note what it acknowledged, return all keys.

    It is killed after so many seconds, and not before `enough` were acknowledged.
    """
    keys, numbers, killed = {}, itertools.count(first), threading.Event()
    before, deadline = len(acknowledged), time.monotonic() + PATIENCE

    def keep_posting(which):
        if which == posters:
            time.sleep(seconds)
            while len(acknowledged) - before < enough and time.monotonic() < deadline:
                time.sleep(0.01)
            server.kill()
            killed.set()
            return
        while not killed.is_set():
            number = next(numbers)
            keys[number] = uuid4()
            try:
                status, answer = server.post(post, number, keys[number])
            except (OSError, http.client.HTTPException, ValueError):
                return
            assert status == 202
            acknowledged[number] = answer["id"]

    at_once(posters + 1, keep_posting)
    return keys


def _all_there(acknowledged):
    stored = {str(comment.uuid): comment for comment in Comment.objects.all()}
    assert acknowledged
    assert set(acknowledged.values()) <= set(stored)
    assert all(stored[uuid].body == f"Thought number {number}." for number, uuid in acknowledged.items())
    places = [int(comment.path) for comment in stored.values()]
    assert sorted(places) == list(range(1, len(places) + 1))
    assert {len(comment.path) for comment in stored.values()} == {STEP}
