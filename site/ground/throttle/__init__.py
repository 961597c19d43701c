"""How often something may be tried: counted by all processes together, in Redis where there is one."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings

from ground.throttle import counts
from ground.throttle.counts import ThrottleCount, forget_counts
from ground.throttle.tries import ADD, GIVE_BACK, LOOK, TAKE, shared_memory
from ground.throttle.values import Limit, Throttled

__all__ = ["Limit", "ThrottleCount", "Throttled", "count_try", "forget_counts", "give_back", "note", "seconds_to_wait"]


def count_try(*, scope: str, key: str, limit: int, per: timedelta, now: datetime) -> None:
    """Count one try of `key`, of which `limit` are allowed in each stretch of `per`.

    `key` holds nothing that must not be stored, such as an address: use its keyed hash. Raises `Throttled`, and counts
    nothing, when the limit is reached. Tries at the same moment never pass the limit together. In Redis where there is
    one, else in the database.
    """
    tried = Limit(scope, key, limit, per)
    if not settings.REDIS_URL:
        counts.take(tried, now=now)
    elif wait := shared_memory(settings.REDIS_URL).ask([tried], now=now, adds=TAKE):
        raise Throttled(retry_after=wait)


def give_back(*, scope: str, key: str, limit: int, per: timedelta, now: datetime) -> None:
    """Undo a `count_try` with the same arguments: it was no try after all."""
    tried = Limit(scope, key, limit, per)
    if settings.REDIS_URL:
        shared_memory(settings.REDIS_URL).ask([tried], now=now, adds=GIVE_BACK)
    else:
        counts.give_back(tried, now=now)


def seconds_to_wait(limits: Sequence[Limit], *, now: datetime) -> int:
    """Return after how many whole seconds all of `limits` allow one more, as far as `note` was told: 0 if it is now.

    For what the database keeps a record of anyway, and counts in it: only Redis is asked, ahead of the database, and
    where there is none the answer is 0.
    """
    return shared_memory(settings.REDIS_URL).ask(limits, now=now, adds=LOOK) if settings.REDIS_URL else 0


def note(limits: Sequence[Limit], *, now: datetime) -> None:
    """Remember, for `seconds_to_wait`, that what `limits` are about was done once more."""
    if settings.REDIS_URL:
        shared_memory(settings.REDIS_URL).ask(limits, now=now, adds=ADD)
