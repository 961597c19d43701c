"""Moderation in figures, for whoever watches over the site as a whole: no page, no person, no text."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from comments.lifecycle import Status
from comments.models import BatchEntry, Comment

LOOKED_AT = 2_000
"""Comments whose findings are counted, the newest."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many comments wait and since when; decisions since a moment, by kind; comments held since then, by check."""

    waiting: int
    oldest: datetime | None
    decisions: Mapping[str, int]
    held: Mapping[str, int]


def figures(*, since: datetime) -> Figures:
    """Return how moderation of all pages stands, with what happened from `since` on. Three statements."""
    waiting = Comment.objects.filter(status=Status.PENDING, page__isnull=False).order_by()
    found = waiting.aggregate(number=Count("pk"), oldest=Min("created_at"))
    entries = BatchEntry.objects.filter(batch__created_at__gte=since, batch__undone_at__isnull=True).order_by()
    decisions = dict(entries.values_list("batch__decision").annotate(Count("pk")))
    # Naming every status lets a database read the index of the queue.
    written = Comment.objects.filter(status__in=list(Status), created_at__gte=since).exclude(ledger=[])
    held: Counter[str] = Counter()
    for ledger in written.order_by("-created_at").values_list("ledger", flat=True)[:LOOKED_AT]:
        held.update({finding["check"] for finding in ledger if finding["outcome"] != "publish"})
    return Figures(waiting=found["number"], oldest=found["oldest"], decisions=decisions, held=held)
