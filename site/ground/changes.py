"""Which state of what readers see is the present one: what lets an unchanged answer be told without making it."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import DateTimeField, Exists, Max, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Cast, Concat
from wagtail.models import Page, Site

from ground.prepared import prepared

KEPT = timedelta(minutes=10)
"""Longer than any transaction: a change that becomes visible late still counts."""

VERSION = "content_version"
"""The column of a site that came through `with_version`, and where a request keeps it."""


class ContentChange(models.Model):
    """A change that readers can see; `token` is a number nobody can foresee."""

    at = models.DateTimeField(db_index=True)
    token = models.PositiveIntegerField()

    def __str__(self) -> str:
        return str(self.pk)


def note_change(*, now: datetime) -> None:
    """Write down, with the running change, that readers see something else once it is committed."""
    ContentChange.objects.create(at=now, token=secrets.randbelow(2**31))


def forget_changes(*, now: datetime) -> None:
    """Remove what is longer ago than `KEPT`, but for the newest."""
    newest = ContentChange.objects.order_by("-pk").values("pk")[:1]
    ContentChange.objects.filter(at__lt=now - KEPT).exclude(pk__in=newest).delete()


def with_version(sites: QuerySet[Site]) -> QuerySet[Site]:
    """Return `sites` with the present version as `content_version`, in the statement that fetches them."""
    rows = ContentChange.objects.order_by().values(all=Value(1))
    found = rows.annotate(
        version=Concat(
            Cast(Max("pk"), TextField()), Value("."), Cast(Sum("token"), TextField()), output_field=TextField()
        )
    )
    versioned: QuerySet[Site] = sites.annotate(**{VERSION: Subquery(found.values("version"), output_field=TextField())})
    return versioned


def standing_version(*, now: datetime) -> str | None:
    """Return the present version, of which nothing has passed its time at `now`; None when that can't be said.

    One statement.
    """
    return next((None if passed else f"{latest}.{tokens}" for latest, tokens, passed in _standing(now=now)), None)


@prepared(now=DateTimeField())
def _standing(*, now: Any) -> QuerySet[Any, Any]:
    every = ContentChange.objects.order_by().values(all=Value(1))
    last = Subquery(every.annotate(last=Max("at")).values("last"))
    ended = Page.objects.filter(live=True, expire_at__lte=now, expire_at__gt=last)
    tokens = Subquery(every.annotate(tokens=Sum("token")).values("tokens"))
    newest = ContentChange.objects.order_by("-pk").annotate(tokens=tokens, passed=Exists(ended))
    found: QuerySet[Any, Any] = newest.values_list("pk", "tokens", "passed")[:1]
    return found
