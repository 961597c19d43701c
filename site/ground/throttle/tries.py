"""Tries remembered one by one, so that limits hold over any stretch of time: in Redis, or in this process alone."""

from collections import OrderedDict, deque
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from math import ceil
from threading import Lock
from typing import Protocol

from ground.reach import connect, reach
from ground.throttle.values import Limit

AHEAD_SECONDS = 60
"""A try further in the future was noted before somebody set the clock back, and says nothing; less is another
machine's clock."""

REMEMBERED = 20_000
"""Keys that one process remembers; the one not used for longest goes first."""

SCRIPT = """
local now, adds, waits = tonumber(ARGV[1]), tonumber(ARGV[2]), 0
for i, key in ipairs(KEYS) do
  local count, window = tonumber(ARGV[1 + 2 * i]), tonumber(ARGV[2 + 2 * i])
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now - window)
  redis.call('ZREMRANGEBYSCORE', key, now + 60, '+inf')
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
                while tries and tries[-1] > moment + AHEAD_SECONDS:
                    tries.pop()
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
        self._redis = connect(url)
        self._reach = reach(url)
        self._script = self._redis.register_script(SCRIPT)
        self._own = OwnMemory()

    def ask(self, limits: Sequence[Limit], *, now: datetime, adds: int) -> int:
        """See `Memory`."""
        arguments: list[float] = [now.timestamp(), adds]
        for limit in limits:
            arguments += [limit.count, limit.window.total_seconds()]

        def shared() -> int:
            waits = self._script(keys=[f"throttle:{limit.name}" for limit in limits], args=arguments)
            return max(0, ceil(float(waits)))

        return self._reach.ask(shared, otherwise=lambda: self._own.ask(limits, now=now, adds=adds))


@lru_cache(maxsize=2)
def shared_memory(url: str) -> SharedMemory:
    """Return the memory in the Redis at `url`: one for each process."""
    return SharedMemory(url)
