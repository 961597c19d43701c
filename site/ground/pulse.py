"""Whether the parts behind a site live: the database, a worker, the outbox, Redis. Facts, for probes and people."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from redis import Redis, RedisError

from ground.clock import ClockTask, every
from ground.outbox import OutboxMessage

BEAT = "ground.pulse"

BEAT_EVERY = timedelta(seconds=15)

DEAD_AFTER = timedelta(minutes=1)
"""Four beats missed: longer than the slowest picture takes, within which the worker does nothing else."""

LATE_AFTER = timedelta(minutes=5)
"""An effect that is due for so long is stuck, not queued: its first six tries lie within two minutes."""

REDIS_SECONDS = 0.5
"""How long Redis may take to answer a probe."""


@every(BEAT_EVERY, name=BEAT)
def beat(*, since: datetime, now: datetime) -> None:
    """Do nothing: that the clock notes it as done is the sign of a living worker."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """What was found at a moment. `redis` is None where none is configured; `beat_at` None if no worker ever ran.

    `overdue` counts effects due for longer than `LATE_AFTER`, `given_up` those no worker will try again.
    """

    database: bool
    beat_at: datetime | None = None
    worker: bool = False
    overdue: int = 0
    given_up: int = 0
    redis: bool | None = None

    @property
    def is_ready(self) -> bool:
        """Whether requests can be answered. Without a worker or Redis they can: what waits is done later."""
        return self.database


def take_pulse(*, now: datetime) -> Pulse:
    """Return how the parts are at `now`. Three statements; never raises because a part is away."""
    redis = redis_answers()
    try:
        beat_at = ClockTask.objects.filter(name=BEAT).values_list("done_until", flat=True).first()
        waiting = OutboxMessage.objects.filter(failed_at__isnull=True, due_at__lt=now - LATE_AFTER)
        return Pulse(
            database=True,
            beat_at=beat_at,
            worker=beat_at is not None and abs(now - beat_at) <= DEAD_AFTER,
            overdue=waiting.count(),
            given_up=OutboxMessage.objects.filter(failed_at__isnull=False).count(),
            redis=redis,
        )
    except (DatabaseError, InterfaceError):
        return Pulse(database=False, redis=redis)


def redis_answers() -> bool | None:
    """Tell whether Redis answers within `REDIS_SECONDS`; None where none is configured."""
    if not settings.REDIS_URL:
        return None
    try:
        with Redis.from_url(
            settings.REDIS_URL, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS
        ) as client:
            return bool(client.ping())
    except RedisError:
        return False
