"""What the outbox has still to do."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from ground.outbox import OutboxMessage


@dataclass(frozen=True, slots=True)
class Backlog:
    """Of one topic: how many effects are due, since when the oldest is, how many were tried in vain, and given up."""

    topic: str
    due: int
    oldest: datetime | None
    failing: int
    given_up: int


def backlogs(*, now: datetime) -> list[Backlog]:
    """Return what is due or given up at `now`, by topic. One statement; topics with nothing to do are left out."""
    waits = Q(failed_at__isnull=True)
    due = waits & Q(due_at__lte=now)
    failing = waits & Q(last_error__gt="")
    rows = OutboxMessage.objects.order_by().values("topic")
    rows = rows.annotate(
        due=Count("pk", filter=due),
        oldest=Min("due_at", filter=due),
        failing=Count("pk", filter=failing),
        given_up=Count("pk", filter=~waits),
    )
    found = [Backlog(**row) for row in rows]
    return sorted((each for each in found if each.due or each.failing or each.given_up), key=lambda each: each.topic)
