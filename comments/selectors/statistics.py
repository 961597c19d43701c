"""How moderation went: how long it took, how much there was, who decided, and whether the rules agree with people."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber, TruncDate
from wagtail.models import Page

from comments.lifecycle import Status
from comments.models import Batch, BatchEntry, Comment
from comments.permissions import moderated_branches, moderated_by
from comments.selectors.moderated import in_branch

CHECKED = 2_000
"""Decisions whose findings are looked at, the newest."""

BRANCHES = 200
"""Branches to choose from."""


@dataclass(frozen=True, slots=True)
class Times:
    """How long comments waited for their first decision: the nearest rank of the middle, and of nine in ten."""

    number: int
    median: timedelta | None
    ninetieth: timedelta | None


@dataclass(frozen=True, slots=True)
class Check:
    """A check, and how many of the comments that it found something in people approved, and how many they did not."""

    code: str
    approved: int
    turned_down: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """How a stretch of days went.

    `volume` is how many comments were written each day, by the status they have now, for every day. `left` counts those
    of them that nobody has decided about, by status: what waits, and what the rules decided. `by_people` is how many
    people decided about. `first` counts the first decisions of the stretch, undone ones left out, by the status the
    rules had given and the one people gave; `times` is of those that had waited.
    """

    volume: Sequence[tuple[date, dict[Status, int]]]
    left: Counter[Status]
    by_people: int
    first: Counter[tuple[Status, Status]]
    times: Times
    checks: Sequence[Check]

    @property
    def by_rules(self) -> int:
        """How many comments the rules alone decided about."""
        return self.left.total() - self.left[Status.PENDING]


def statistics(*, user: Any, days: Sequence[date], since: datetime, branch: Page | None = None) -> Statistics:
    """Return how the stretch from `since`, the midnight that `days` begin with, went where `user` moderates.

    Four statements; each looks at what was written or decided in the stretch alone.
    """
    mine = Comment.objects.filter(moderated_by(user)).order_by()
    if branch is not None:
        mine = mine.filter(in_branch(branch))
    volume, left, by_people = _volume(mine, days=days, since=since)
    # As a list of its own: joined, SQLite would read every decision there ever was.
    batches = Batch.objects.filter(created_at__gte=since, undone_at__isnull=True)
    first = BatchEntry.objects.filter(
        Exists(mine.filter(pk=OuterRef("comment_id"))), batch__in=batches.values("pk"), decided_before__isnull=True
    ).order_by()
    pairs = first.values_list("before", "after").annotate(Count("pk"))
    return Statistics(
        volume=volume,
        left=left,
        by_people=by_people,
        first=Counter({(Status(before), Status(after)): number for before, after, number in pairs}),
        times=_times(first.filter(before=Status.PENDING)),
        checks=_checks(first),
    )


def branches_of(user: Any) -> QuerySet[Page]:
    """Return the pages with others below them that `user` moderates, in the order of the tree, at most `BRANCHES`."""
    mine = Q(pk__in=[])
    for path in moderated_branches(user):
        mine |= Q(path__startswith=path)
    pages: QuerySet[Page] = Page.objects.filter(mine, numchild__gt=0, depth__gt=1)
    return pages.order_by("path")[:BRANCHES]


def _volume(
    mine: QuerySet[Comment], *, days: Sequence[date], since: datetime
) -> tuple[list[tuple[date, dict[Status, int]]], Counter[Status], int]:
    untouched = Case(When(last_human_decision="", then=Value(True)), default=Value(False), output_field=BooleanField())
    # Naming every status lets a database read the index of the queue.
    written = mine.filter(status__in=list(Status), created_at__gte=since)
    rows = written.annotate(day=TruncDate("created_at"), untouched=untouched).values_list("day", "status", "untouched")
    by_day: dict[date, Counter[Status]] = {day: Counter() for day in days}
    left, by_people = Counter[Status](), 0
    for day, status, alone, number in rows.annotate(number=Count("pk")):
        by_day.setdefault(day, Counter())[Status(status)] += number
        if not alone:
            by_people += number
        elif status != Status.DELETED:
            left[Status(status)] += number
    return [(day, dict(counts)) for day, counts in sorted(by_day.items())], left, by_people


def _times(waited: QuerySet[BatchEntry]) -> Times:
    took = ExpressionWrapper(F("batch__created_at") - F("comment__created_at"), output_field=DurationField())
    ranked = waited.annotate(
        took=took,
        place=Window(RowNumber(), order_by=[took.asc(), F("pk").asc()]),
        number=Window(Count("pk")),
    )
    median, ninetieth = (F("number") * percent + 99 for percent in (50, 90))
    rows = ranked.filter(Q(place=median / 100) | Q(place=ninetieth / 100)).order_by("place")
    found = list(rows.values_list("took", "number"))
    if not found:
        return Times(0, None, None)
    return Times(found[0][1], found[0][0], found[-1][0])


def _checks(first: QuerySet[BatchEntry]) -> list[Check]:
    held = first.exclude(before=Status.APPROVED).order_by("-batch__created_at", "-pk")
    approved, turned_down = Counter[str](), Counter[str]()
    for ledger, after in held.values_list("comment__ledger", "after")[:CHECKED]:
        codes = {finding["check"] for finding in ledger}
        (approved if after == Status.APPROVED else turned_down).update(codes)
    checks = [Check(code, approved[code], turned_down[code]) for code in {*approved, *turned_down}]
    return sorted(checks, key=lambda check: (-check.approved - check.turned_down, check.code))
