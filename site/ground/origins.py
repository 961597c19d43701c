"""The keys with which networks are hashed: a new one each week, none older than thirty days.

Once its key is forgotten, nobody can tell any more which network a hash was of, whoever holds it.
"""

import secrets
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import models
from django.utils.crypto import salted_hmac

ROTATION = timedelta(days=7)
KEPT = timedelta(days=30)
"""How long a key is kept from the beginning of its week, and whatever was made with it."""


REMEMBERED_SECONDS = 60
"""How long a process remembers the keys, which never change, after it has read them."""


class OriginKey(models.Model):
    """The random key of a week, counted in weeks of the Unix epoch."""

    week = models.PositiveIntegerField(unique=True)
    secret = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.week)


def hashes_of(network: str, *, now: datetime) -> tuple[str, ...]:
    """Return the hashes of `network` under every key that is kept, the current one first; 32 hexadecimal characters.

    One statement at most once a minute in each process, three in the first call of a week.
    """
    remembered = _cache_key(_week(now))
    kept: list[str] | None = cache.get(remembered)
    if kept is None:
        kept = _secrets(now=now)
        cache.set(remembered, kept, REMEMBERED_SECONDS)
    return tuple(
        salted_hmac(f"ground.address.origin.{secret}", network, algorithm="sha256").hexdigest()[:32] for secret in kept
    )


def forget_keys(*, now: datetime) -> int:
    """Remove the keys that are over their time at `now`; return how many."""
    gone = OriginKey.objects.filter(week__lt=_first_kept(now))
    cache.delete_many([_cache_key(week) for week in gone.values_list("week", flat=True)])
    return gone.delete()[0]


def _secrets(*, now: datetime) -> list[str]:
    week = _week(now)
    kept = OriginKey.objects.filter(week__gte=_first_kept(now), week__lte=week).order_by("-week")
    keys = list(kept)
    if not keys or keys[0].week != week:
        fresh = OriginKey(week=week, secret=secrets.token_hex(32))
        OriginKey.objects.bulk_create([fresh], ignore_conflicts=True)
        keys = list(kept.all())
    return [key.secret for key in keys]


def _cache_key(week: int) -> str:
    return f"ground.origins.{week}"


def _week(moment: datetime) -> int:
    return int(moment.timestamp()) // int(ROTATION.total_seconds())


def _first_kept(now: datetime) -> int:
    return -(-int((now - KEPT).timestamp()) // int(ROTATION.total_seconds()))
