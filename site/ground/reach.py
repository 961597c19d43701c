"""The way to a Redis that may be away: asked briefly, done without meanwhile, said once."""

import logging
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from threading import Lock
from typing import Any, TypeVar

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as Disconnected
from redis.retry import Retry

logger = logging.getLogger(__name__)

ANSWER_SECONDS = 0.25
"""How long Redis may take to answer before we do without it."""

PAUSE_SECONDS = 5.0
"""How long we do without it before we ask again."""

OPTIONS: Mapping[str, Any] = {
    "socket_timeout": ANSWER_SECONDS,
    "socket_connect_timeout": ANSWER_SECONDS,
    "retry": Retry(NoBackoff(), 1, supported_errors=(Disconnected,)),
}
"""How it is spoken to. One more try, because a connection that lay idle may have been closed without a word."""

Answer = TypeVar("Answer")


class Reach:
    """Whether this process reaches a Redis. All that ask it share what one of them found."""

    def __init__(self) -> None:
        self._away_until = 0.0
        self._lock = Lock()
        self._when_back: list[Callable[[], object]] = []

    def ask(self, question: Callable[[], Answer], *, otherwise: Callable[[], Answer]) -> Answer:
        """Return what `question` answers, or what `otherwise` does while Redis is away: one line says that it went."""
        if time.monotonic() < self._away_until:
            return otherwise()
        was_away = bool(self._away_until)
        try:
            for work in self._when_back if was_away else ():
                work()
            answer = question()
        except RedisError as error:
            self._leave(error)
            return otherwise()
        if was_away:
            self._return()
        return answer

    def when_back(self, work: Callable[[], object]) -> None:
        """Do `work`, which may raise `RedisError`, before the first question after Redis was away."""
        self._when_back.append(work)

    def _leave(self, error: RedisError) -> None:
        with self._lock:
            is_new, self._away_until = not self._away_until, time.monotonic() + PAUSE_SECONDS
        if is_new:
            logger.warning(
                "Redis is away (%s): limits hold in each process alone, sessions are read from the database.",
                type(error).__name__,
            )

    def _return(self) -> None:
        with self._lock:
            was_away, self._away_until = bool(self._away_until), 0.0
        if was_away:
            logger.warning("Redis is back: limits hold for all processes together.")


@lru_cache(maxsize=2)
def reach(url: str) -> Reach:
    """Return the way to the Redis at `url`: one for each process."""
    return Reach()


def connect(url: str) -> Redis:
    """Return a client of the Redis at `url`; what it raises is for `Reach.ask`."""
    return Redis.from_url(url, **OPTIONS)
