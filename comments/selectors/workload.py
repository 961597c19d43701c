"""How much there is to do for a moderator, and how much was done today."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q

from comments.lifecycle import Status
from comments.models import BatchEntry, Comment, Report
from comments.permissions import moderated_by
from ground.among import AmongAll, ids_of


@dataclass(frozen=True, slots=True)
class Workload:
    """What waits and since when, what readers reported, and what was decided."""

    waiting: int
    oldest: datetime | None
    reported: int
    decided: int


def workload(*, user: Any, since: datetime) -> Workload:
    """Return what there is to do for `user`, who moderates somewhere, and what was decided there from `since` on.

    Two statements. Decisions that were undone don't count.
    """
    mine = Comment.objects.filter(moderated_by(user)).order_by()
    open_reports = Report.objects.filter(settled_at__isnull=True)
    waits, is_reported = Q(status=Status.PENDING), Q(Exists(open_reports.filter(comment=OuterRef("pk"))))
    to_do = [ids_of(mine.filter(waits)), ids_of(mine.filter(pk__in=open_reports.values("comment")))]
    found = Comment.objects.filter(AmongAll(to_do)).aggregate(
        waiting=Count("pk", filter=waits),
        oldest=Min("created_at", filter=waits),
        reported=Count("pk", filter=is_reported),
    )
    entries = BatchEntry.objects.filter(batch__created_at__gte=since, batch__undone_at__isnull=True)
    decided = entries.filter(Exists(mine.filter(pk=OuterRef("comment_id")))).count()
    return Workload(decided=decided, **found)
