"""Limits in Redis hold for all processes together; while Redis is away, for each alone, and nobody sees an error."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis

from ground import throttle
from ground.throttle import Limit, ThrottleCount, Throttled, count_try, note, seconds_to_wait
from ground.throttle.tries import ADD, GIVE_BACK, LOOK, TAKE, OwnMemory, SharedMemory, shared_memory
from tests.integration.redis import private_redis

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
BURST = Limit("door", "ada", 2, 10 * SECOND)


@pytest.fixture(scope="module")
def redis():
    with private_redis() as (url, _server):
        yield url


@pytest.fixture
def shared(redis):
    with Redis.from_url(redis) as client:
        client.flushall()
    memory = SharedMemory(redis)
    yield memory
    memory._redis.close()


@pytest.fixture(params=["redis", "process"])
def memory(request):
    return request.getfixturevalue("shared") if request.param == "redis" else OwnMemory()


def test_a_limit_holds_over_any_stretch_of_time(memory):
    def wait(seconds, adds=TAKE):
        return memory.ask([BURST], now=NOW + seconds * SECOND, adds=adds)

    assert [wait(0), wait(4), wait(5)] == [0, 0, 5]
    assert wait(9.5) == 1
    assert wait(10) == 0
    assert wait(11) == 3
    assert wait(14) == 0


def test_looking_counts_nothing_and_adding_asks_nobody(memory):
    assert [memory.ask([BURST], now=NOW, adds=LOOK) for _ in range(5)] == [0] * 5
    memory.ask([BURST], now=NOW, adds=ADD)
    memory.ask([BURST], now=NOW + SECOND, adds=ADD)
    assert memory.ask([BURST], now=NOW + SECOND, adds=LOOK) == 9


def test_what_was_no_try_is_given_back(memory):
    assert [memory.ask([BURST], now=NOW, adds=adds) for adds in (TAKE, TAKE)] == [0, 0]
    memory.ask([BURST], now=NOW, adds=GIVE_BACK)
    assert [memory.ask([BURST], now=NOW, adds=TAKE) for _ in range(2)] == [0, 10]


def test_of_several_limits_the_longest_wait_counts_and_none_is_used_up(memory):
    day = Limit("door", "ada", 1, 100 * SECOND)
    assert memory.ask([BURST, day], now=NOW, adds=TAKE) == 0
    assert memory.ask([BURST, day], now=NOW + SECOND, adds=TAKE) == 99
    assert memory.ask([BURST], now=NOW + SECOND, adds=TAKE) == 0


def test_keys_do_not_wait_for_each_other(memory):
    other = Limit("door", "ben", 1, 10 * SECOND)
    assert memory.ask([BURST], now=NOW, adds=TAKE) == memory.ask([other], now=NOW, adds=TAKE) == 0


def test_a_process_remembers_a_bounded_number(monkeypatch):
    monkeypatch.setattr("ground.throttle.tries.REMEMBERED", 10)
    memory = OwnMemory()
    for number in range(50):
        memory.ask([Limit("door", str(number), 1, SECOND)], now=NOW, adds=TAKE)
    assert len(memory._tries) == 10


def test_redis_forgets_by_itself(redis, shared):
    shared.ask([BURST], now=NOW, adds=TAKE)
    with Redis.from_url(redis) as client:
        keys = client.keys("*")
        assert len(keys) == 1
        assert 0 < client.pttl(keys[0]) <= 10_000


def test_who_shares_a_redis_counts_together(redis, shared):
    limit, others = Limit("door", "all", 5, timedelta(hours=1)), [SharedMemory(redis) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(memory.ask, [limit], now=NOW, adds=TAKE) for memory in others for _ in range(5)]
        assert [each.result() for each in asked].count(0) == 5
    for memory in others:
        memory._redis.close()


def test_counts_are_in_redis_where_there_is_one(redis, shared, settings):
    settings.REDIS_URL = redis
    count_try(scope="letters", key="ada", limit=1, per=timedelta(hours=1), now=NOW)
    with pytest.raises(Throttled) as caught:
        count_try(scope="letters", key="ada", limit=1, per=timedelta(hours=1), now=NOW + timedelta(minutes=1))
    assert caught.value.retry_after == 59 * 60
    note([BURST, BURST], now=NOW)
    assert seconds_to_wait([BURST], now=NOW) == 10
    shared_memory.cache_clear()


@pytest.mark.django_db
def test_without_redis_the_database_counts_and_nothing_is_noted(settings):
    settings.REDIS_URL = ""
    count_try(scope="letters", key="ada", limit=1, per=timedelta(hours=1), now=NOW)
    with pytest.raises(Throttled):
        count_try(scope="letters", key="ada", limit=1, per=timedelta(hours=1), now=NOW)
    assert ThrottleCount.objects.get().used == 1
    throttle.note([BURST, BURST], now=NOW)
    assert seconds_to_wait([BURST], now=NOW) == 0


def test_while_redis_is_away_each_process_counts_alone_and_says_so_once(settings, caplog):
    with private_redis() as (url, server):
        memory = SharedMemory(url)
        assert memory.ask([BURST], now=NOW, adds=TAKE) == 0
        server.kill()
        server.wait()
        assert [memory.ask([BURST], now=NOW, adds=TAKE) for _ in range(3)] == [0, 0, 10]
        memory._reach._away_until = 1e-9  # the pause is over
        assert memory.ask([BURST], now=NOW, adds=TAKE) == 10
        [record] = caplog.records
        assert record.message.startswith("Redis is away (ConnectionError): limits hold in each process alone")
        memory._redis.close()


def test_once_redis_is_back_it_is_asked_again(redis, shared, caplog):
    shared._reach._away_until = 1e-9
    assert shared.ask([BURST], now=NOW, adds=TAKE) == 0
    assert shared._reach._away_until == 0
    assert "is back" in caplog.text


def test_tries_of_a_time_that_did_not_come_yet_keep_nobody_waiting(memory):
    """Somebody set the clock back; a minute more or less is another machine's clock, and counts."""
    assert [memory.ask([BURST], now=NOW + 3600 * SECOND, adds=TAKE) for _ in range(3)] == [0, 0, 10]
    assert memory.ask([BURST], now=NOW, adds=TAKE) == 0
    assert memory.ask([BURST], now=NOW + SECOND, adds=TAKE) == 0
    assert memory.ask([BURST], now=NOW - 30 * SECOND, adds=LOOK) > 0
