"""How often something may be tried: a count for each key and stretch of time, kept in the database.

So every process counts together, and a restart forgets nothing. Stretches are fixed, counted from the epoch: around
the turn of one, up to twice the limit may pass in a stretch's time. That is the price of two statements and no lock.
"""

from datetime import UTC, datetime, timedelta

from django.db import models
from django.db.models import F


class Throttled(Exception):
    """Raised when a limit is reached; `retry_after` is in whole seconds, at least one."""

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(f"again in {retry_after} s")
        self.retry_after = retry_after


class ThrottleCount(models.Model):
    """How often `key` was used in the stretch that ends at `until`."""

    scope = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    until = models.DateTimeField()
    used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key", "until"], name="throttle_one_count_per_stretch")]
        indexes = [models.Index(fields=["until"], name="throttle_until")]

    def __str__(self) -> str:
        return f"{self.scope} {self.used}"


def count_try(*, scope: str, key: str, limit: int, per: timedelta, now: datetime) -> None:
    """Count one try of `key`, of which `limit` are allowed in each stretch of `per`.

    `key` holds nothing that must not be stored, such as an address: use its keyed hash. Raises `Throttled`, and counts
    nothing, when the limit is reached. Tries at the same moment never pass the limit together.
    """
    stretch = int(per.total_seconds())
    until = datetime.fromtimestamp((int(now.timestamp()) // stretch + 1) * stretch, tz=UTC)
    place = {"scope": scope, "key": key, "until": until}
    ThrottleCount.objects.bulk_create([ThrottleCount(**place)], ignore_conflicts=True)
    if not ThrottleCount.objects.filter(**place, used__lt=limit).update(used=F("used") + 1):
        raise Throttled(retry_after=max(1, int((until - now).total_seconds())))


def forget_counts(*, now: datetime) -> int:
    """Remove the counts of stretches that are over at `now`; return how many."""
    return ThrottleCount.objects.filter(until__lte=now).delete()[0]
