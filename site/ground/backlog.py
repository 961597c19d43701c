"""What the outbox has still to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from ground.outbox import LEASE, OutboxMessage


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


def last_failure(*, topics: Sequence[str]) -> str | None:
    """Return what the newest failed message of `topics` failed with, None if none did: a name and what it said."""
    failed = OutboxMessage.objects.filter(topic__in=topics, last_error__gt="").order_by("-due_at", "-pk")
    return failed.values_list("last_error", flat=True).first()


def retry_failed(*, now: datetime) -> int:
    """Make due at `now` what failed or was given up, as if it were new; return how many that are.

    What a worker has in hand at the moment stays with it.
    """
    failed = OutboxMessage.objects.filter(last_error__gt="")
    idle = Q(failed_at__isnull=False) | Q(due_at__gt=now + LEASE) | Q(due_at__lte=now)
    return failed.filter(idle).update(due_at=now, attempts=0, failed_at=None)
