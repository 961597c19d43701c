"""From the rows above a page to what holds on it."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from comments.policy.values import Effective, EffectivePolicy, Moderation, Origin, PolicyRow, State, Who

T = TypeVar("T")

TIME_FIELDS = ("opens_at", "closes_at", "close_after_days", "reopened_at")

STARTING_POLICY = PolicyRow(
    origin=Origin(page_id=None, page_title="", set_by="", set_at=None),
    state=State.OPEN,
    who=Who.ANYONE,
    moderation=Moderation.EVERYTHING,
    max_depth=4,
    votes=True,
    message="",
)
"""What holds where no row says anything."""


def resolve_policy(rows: Sequence[PolicyRow]) -> EffectivePolicy:
    """Return what holds, given the rows from the site's defaults and the root down to the page.

    Field by field the nearest row that says something wins, unless a row enforces its value: then the one furthest
    from the page that does. The time fields are one group: the row that sets any of them sets all. Fields of which no
    row speaks have the value of `STARTING_POLICY`. A field that is enforced but not set says nothing.
    """
    ground_up = (STARTING_POLICY, *rows)
    times, times_enforced = _winner(
        ground_up,
        speaks=lambda row: any(getattr(row, field) is not None for field in TIME_FIELDS),
        enforces=lambda row: not row.enforce.isdisjoint(TIME_FIELDS),
    )
    return EffectivePolicy(
        state=_field(ground_up, "state", lambda row: row.state),
        opens_at=Effective(times.opens_at, times.origin, times_enforced),
        closes_at=Effective(times.closes_at, times.origin, times_enforced),
        close_after_days=Effective(times.close_after_days, times.origin, times_enforced),
        reopened_at=Effective(times.reopened_at, times.origin, times_enforced),
        who=_field(ground_up, "who", lambda row: row.who),
        moderation=_field(ground_up, "moderation", lambda row: row.moderation),
        max_depth=_field(ground_up, "max_depth", lambda row: row.max_depth),
        votes=_field(ground_up, "votes", lambda row: row.votes),
        max_links=_max_links(ground_up),
        message=_field(ground_up, "message", lambda row: row.message),
    )


def _winner(
    rows: Sequence[PolicyRow], *, speaks: Callable[[PolicyRow], bool], enforces: Callable[[PolicyRow], bool]
) -> tuple[PolicyRow, bool]:
    speaking = [row for row in rows if speaks(row)]
    for row in speaking:
        if enforces(row):
            return row, True
    return (speaking[-1] if speaking else rows[0]), False


def _field(rows: Sequence[PolicyRow], name: str, read: Callable[[PolicyRow], T | None]) -> Effective[T]:
    row, enforced = _winner(rows, speaks=lambda row: read(row) is not None, enforces=lambda row: name in row.enforce)
    value = read(row)
    if value is None:
        raise LookupError(f"The starting policy says nothing about {name}.")
    return Effective(value, row.origin, enforced)


def _max_links(rows: Sequence[PolicyRow]) -> Effective[int | None]:
    row, enforced = _winner(
        rows, speaks=lambda row: row.max_links is not None, enforces=lambda row: "max_links" in row.enforce
    )
    return Effective(row.max_links, row.origin, enforced)
