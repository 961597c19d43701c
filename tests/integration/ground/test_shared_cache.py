"""The cache of all processes in a Redis that comes and goes: no error, nothing stale after, no limit forgotten."""

import signal
import time
from contextlib import contextmanager

import pytest
from django.contrib.sessions.backends.cached_db import SessionStore
from redis import Redis

from ground.reach import reach
from ground.shared_cache import SharedCache
from tests.integration.redis import private_redis

PARAMS = {"KEY_PREFIX": "cache-8"}


@pytest.fixture(scope="module")
def server():
    with private_redis() as (url, process):
        yield url, process


@pytest.fixture
def cache(server):
    url, _ = server
    reach.cache_clear()
    with Redis.from_url(url) as client:
        client.flushall()
    cache = SharedCache(url, PARAMS)
    yield cache
    cache._cache.get_client().close()
    for pool in cache._cache._pools.values():
        pool.disconnect()


@contextmanager
def away(cache):
    """Redis does not answer; what it knows stays."""
    real, cache._cache._pools = cache._cache._pools, {}
    servers, cache._cache._servers = cache._cache._servers, ["unix:///nowhere"]
    yield
    cache._cache._pools, cache._cache._servers = real, servers
    cache._reach._away_until = 1e-9  # the pause is over


def test_it_is_a_cache(cache):
    cache.set("a", {"b": 1})
    cache.set_many({"n": 1, "m": 2})
    assert cache.add("a", 2) is False
    assert cache.get_many(["a", "n", "none"]) == {"a": {"b": 1}, "n": 1}
    assert cache.incr("n") == 2
    assert cache.has_key("a")
    assert cache.touch("a")
    assert cache.delete("a")
    assert cache.get("a", "nothing") == "nothing"


def test_while_it_is_away_nothing_is_found_kept_or_raised(cache, caplog):
    cache.set("a", 1)
    with away(cache):
        assert cache.get("a", "nothing") == "nothing"
        assert cache.get_many(["a"]) == {}
        assert (cache.add("b", 1), cache.touch("a"), cache.delete("a"), cache.has_key("a")) == (False,) * 4
        cache.set("b", 1)
        cache.set_many({"b": 1})
        cache.delete_many(["a"])
        cache.clear()
        with pytest.raises(ValueError, match="a"):
            cache.incr("a")
        assert cache.get_or_set("c", lambda: 5) == 5
    assert len([record for record in caplog.records if "Redis is away" in record.message]) == 1


def test_when_it_is_back_it_holds_nothing_that_changed_meanwhile_and_all_that_is_not_its_own(cache, server):
    with Redis.from_url(server[0]) as client:
        client.set("throttle:door", 3)
        cache.set("a", "old")
        with away(cache):
            cache.delete("a")
        assert cache.get("a") is None
        assert client.get("throttle:door") == b"3"
        cache.set("a", "new")
        cache.clear()
        assert (cache.get("a"), client.get("throttle:door")) == (None, b"3")


@pytest.mark.django_db
def test_whoever_signed_out_while_it_was_away_stays_signed_out(cache, monkeypatch):
    monkeypatch.setattr("django.contrib.sessions.backends.cached_db.caches", {"default": cache})
    session = SessionStore()
    session["user"] = 1
    session.save()
    key = session.session_key
    with away(cache):
        assert SessionStore(key)["user"] == 1, "the database knows"
        SessionStore(key).flush()
    assert "user" not in SessionStore(key)


def test_one_that_hangs_costs_one_wait_not_one_for_each_question(server):
    url, process = server
    reach.cache_clear()
    cache = SharedCache(url, PARAMS)
    process.send_signal(signal.SIGSTOP)
    try:
        started = time.monotonic()
        for _ in range(20):
            assert cache.get("a") is None
        assert time.monotonic() - started < 2
    finally:
        process.send_signal(signal.SIGCONT)
        for pool in cache._cache._pools.values():
            pool.disconnect()
