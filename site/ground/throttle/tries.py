"""Tries remembered one by one, so that limits hold over any stretch of time: in Redis, or in this process alone."""

import logging
import time
from collections import OrderedDict, deque
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from math import ceil
from threading import Lock
from typing import Protocol

from redis import Redis, RedisError

from ground.throttle.values import Limit

logger = logging.getLogger(__name__)

ANSWER_SECONDS = 0.25
"""How long Redis may take to answer before we do without it."""

PAUSE_SECONDS = 5.0
"""How long we do without it before we ask again."""

REMEMBERED = 20_000
"""Keys that one process remembers; the one not used for longest goes first."""

SCRIPT = """
local now, adds, waits = tonumber(ARGV[1]), tonumber(ARGV[2]), 0
for i, key in ipairs(KEYS) do
  local count, window = tonumber(ARGV[1 + 2 * i]), tonumber(ARGV[2 + 2 * i])
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now - window)
  local before = redis.call('ZRANGE', key, -count, -count, 'WITHSCORES')
  if before[2] then waits = math.max(waits, tonumber(before[2]) + window - now) end
end
if adds == 3 then
  for _, key in ipairs(KEYS) do redis.call('ZREMRANGEBYRANK', key, -1, -1) end
elseif adds == 2 or (adds == 1 and waits <= 0) then
  for i, key in ipairs(KEYS) do
    local window = tonumber(ARGV[2 + 2 * i])
    redis.call('ZADD', key, now, now .. ':' .. redis.call('ZCARD', key))
    redis.call('PEXPIRE', key, math.ceil(window * 1000))
  end
end
return tostring(waits)
"""
"""Atomic in Redis: how long to wait by all limits together; tries are added never (0), if there is no wait (1), or
always (2), or the latest is taken out (3)."""

LOOK, TAKE, ADD, GIVE_BACK = 0, 1, 2, 3


class Memory(Protocol):
    """Where tries are remembered."""

    def ask(self, limits: Sequence[Limit], *, now: datetime, adds: int) -> int:
        """Return the whole seconds to wait, 0 for none, and add a try, or take one out, as `adds` says."""
        ...


class OwnMemory:
    """Tries that this process saw, no other's."""

    def __init__(self) -> None:
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def ask(self, limits: Sequence[Limit], *, now: datetime, adds: int) -> int:
        """See `Memory`."""
        moment, waits = now.timestamp(), 0.0
        with self._lock:
            for limit in limits:
                tries, window = self._of(limit), limit.window.total_seconds()
                while tries and tries[0] <= moment - window:
                    tries.popleft()
                if len(tries) >= limit.count:
                    waits = max(waits, tries[-limit.count] + window - moment)
            for limit in limits:
                tries = self._of(limit)
                if adds == ADD or (adds == TAKE and waits <= 0):
                    tries.append(moment)
                elif adds == GIVE_BACK and tries:
                    tries.pop()
            while len(self._tries) > REMEMBERED:
                self._tries.popitem(last=False)
        return max(0, ceil(waits))

    def _of(self, limit: Limit) -> deque[float]:
        tries = self._tries.setdefault(limit.name, deque(maxlen=limit.count))
        self._tries.move_to_end(limit.name)
        return tries


class SharedMemory:
    """Tries that all processes saw, in the Redis at `url`; while it is away, those that this process saw."""

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(url, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS)
        self._script = self._redis.register_script(SCRIPT)
        self._own = OwnMemory()
        self._away_until = 0.0

    def ask(self, limits: Sequence[Limit], *, now: datetime, adds: int) -> int:
        """See `Memory`. Redis being away is logged once, however many ask."""
        if time.monotonic() < self._away_until:
            return self._own.ask(limits, now=now, adds=adds)
        arguments: list[float] = [now.timestamp(), adds]
        for limit in limits:
            arguments += [limit.count, limit.window.total_seconds()]
        try:
            waits = self._script(keys=[f"throttle:{limit.name}" for limit in limits], args=arguments)
        except RedisError as error:
            if not self._away_until:
                logger.warning("Redis is away (%s): limits hold in each process alone.", type(error).__name__)
            self._away_until = time.monotonic() + PAUSE_SECONDS
            return self._own.ask(limits, now=now, adds=adds)
        if self._away_until:
            self._away_until = 0.0
            logger.warning("Redis is back: limits hold for all processes together.")
        return max(0, ceil(float(waits)))


@lru_cache(maxsize=2)
def shared_memory(url: str) -> SharedMemory:
    """Return the memory in the Redis at `url`: one for each process."""
    return SharedMemory(url)
