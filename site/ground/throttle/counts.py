"""Counts in the database: one for each key and stretch of time.

Every process counts together, and a restart forgets nothing. Stretches are fixed, counted from the epoch: around the
turn of one, up to twice the limit may pass in a stretch's time. That is the price of two statements and no lock.
"""

from datetime import UTC, datetime

from django.db import models
from django.db.models import F

from ground.throttle.values import Limit, Throttled


class ThrottleCount(models.Model):
    """How often `key` was used in the stretch that ends at `until`."""

    scope = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    until = models.DateTimeField()
    used = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "ground"
        constraints = [models.UniqueConstraint(fields=["scope", "key", "until"], name="throttle_one_count_per_stretch")]
        indexes = [models.Index(fields=["until"], name="throttle_until")]

    def __str__(self) -> str:
        return f"{self.scope} {self.used}"


def take(limit: Limit, *, now: datetime) -> None:
    """Count one try. Raises `Throttled`, and counts nothing, when the limit is reached."""
    until = _end_of_stretch(limit, now=now)
    place = {"scope": limit.scope, "key": limit.key, "until": until}
    ThrottleCount.objects.bulk_create([ThrottleCount(**place)], ignore_conflicts=True)
    if not ThrottleCount.objects.filter(**place, used__lt=limit.count).update(used=F("used") + 1):
        raise Throttled(retry_after=max(1, int((until - now).total_seconds())))


def give_back(limit: Limit, *, now: datetime) -> None:
    """Count one try less, of the stretch that is on at `now`."""
    until = _end_of_stretch(limit, now=now)
    place = {"scope": limit.scope, "key": limit.key, "until": until}
    ThrottleCount.objects.filter(**place, used__gt=0).update(used=F("used") - 1)


def _end_of_stretch(limit: Limit, *, now: datetime) -> datetime:
    stretch = int(limit.window.total_seconds())
    return datetime.fromtimestamp((int(now.timestamp()) // stretch + 1) * stretch, tz=UTC)


def forget_counts(*, now: datetime) -> int:
    """Remove the counts of stretches that are over at `now`; return how many."""
    return ThrottleCount.objects.filter(until__lte=now).delete()[0]
