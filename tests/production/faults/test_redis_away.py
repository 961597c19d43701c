"""Redis goes while people post, read and work: nobody sees an error or is signed out, and it is used again after."""

import signal
import subprocess

import pytest
from redis import Redis, RedisError

from tests.production.faults.programs import Editor, eventually


@pytest.mark.parametrize("how", ["killed", pytest.param("frozen", marks=pytest.mark.full)])
def test_without_redis_posting_reading_and_signing_in_go_on(site, how):
    editor = Editor(site)
    assert editor.sign_in() == 302
    assert editor.home()[0] == 200
    before, first = site.size_of_log("backend"), 1600 if how == "killed" else 1650
    restart = hurt(site, how)
    try:
        assert [site.post(first + number)[0] for number in range(6)] == [202] * 6
        again = site.post(first, body="And another thought.")
        assert (again[0], again[2]["code"]) == (429, "too-fast"), "the limit is held by the database and the process"
        assert site.read()[0] == 200
        assert editor.home()[0] == 200, "still signed in"
        assert Editor(site).sign_in() == 302
        assert site.ready()[1]["redis"] == "away"
    finally:
        restart()
    eventually(lambda: back(site, editor, before), within=30, what=site.programs["backend"].log)
    assert site.post(first + 10)[0] == 202
    gone = site.lines("backend", "Redis is away", since=before)
    assert 1 <= len(gone) <= 2, gone  # once for each process that asked
    assert not site.lines("backend", "Traceback", since=before)
    assert site.ready()[1]["redis"] == "ok"


def back(site, editor, before):
    assert editor.home()[0] == 200
    return site.lines("backend", "Redis is back", since=before)


def hurt(site, how):
    """Take Redis away; return what brings it back."""
    if how == "frozen":
        site.redis.send_signal(signal.SIGSTOP)
        return lambda: site.redis.send_signal(signal.SIGCONT)
    command = site.redis.args
    site.redis.kill()
    site.redis.wait()

    def restart():
        site.redis = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        eventually(lambda: answers(site.redis_url), within=10, what="Redis did not start")

    return restart


def answers(url):
    try:
        with Redis.from_url(url) as client:
            return client.ping()
    except RedisError:
        return False
