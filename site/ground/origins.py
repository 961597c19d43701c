"""The keys with which networks are hashed: a new one each week, none older than thirty days.

Once its key is forgotten, nobody can tell any more which network a hash was of, whoever holds it.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import models
from django.utils.crypto import salted_hmac

ROTATION = timedelta(days=7)
KEPT = timedelta(days=30)
"""How long a key is kept from the beginning of its week, and whatever was made with it."""


class OriginKey(models.Model):
    """The random key of a week, counted in weeks of the Unix epoch."""

    week = models.PositiveIntegerField(unique=True)
    secret = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.week)


def hashes_of(network: str, *, now: datetime) -> tuple[str, ...]:
    """Return the hashes of `network` under every key that is kept, the current one first; 32 hexadecimal characters.

    One statement, three in the first call of a week.
    """
    return tuple(
        salted_hmac(f"ground.address.origin.{key.secret}", network, algorithm="sha256").hexdigest()[:32]
        for key in _keys(now=now)
    )


def forget_keys(*, now: datetime) -> int:
    """Remove the keys that are over their time at `now`; return how many."""
    return OriginKey.objects.filter(week__lt=_first_kept(now)).delete()[0]


def _keys(*, now: datetime) -> Sequence[OriginKey]:
    week = _week(now)
    kept = OriginKey.objects.filter(week__gte=_first_kept(now), week__lte=week).order_by("-week")
    keys = list(kept)
    if not keys or keys[0].week != week:
        fresh = OriginKey(week=week, secret=secrets.token_hex(32))
        OriginKey.objects.bulk_create([fresh], ignore_conflicts=True)
        keys = list(kept.all())
    return keys


def _week(moment: datetime) -> int:
    return int(moment.timestamp()) // int(ROTATION.total_seconds())


def _first_kept(now: datetime) -> int:
    return -(-int((now - KEPT).timestamp()) // int(ROTATION.total_seconds()))
