"""The values of a policy: what one row says, and what holds for a page together with where it came from."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class State(StrEnum):
    """Whether a page takes comments, only shows them, or does neither."""

    OPEN = "open"
    CLOSED = "closed"
    HIDDEN = "hidden"


class Who(StrEnum):
    """Who may comment: anyone, only confirmed addresses, only staff."""

    ANYONE = "anyone"
    CONFIRMED = "confirmed"
    STAFF = "staff"


class Moderation(StrEnum):
    """What is read before it is published: everything, what newcomers write, or nothing."""

    EVERYTHING = "everything"
    NEWCOMERS = "newcomers"
    AFTERWARDS = "afterwards"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value was set. `page_id` is None for the site's defaults; `set_at` is None where nobody set it."""

    page_id: int | None
    page_title: str
    set_by: str
    set_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRow:
    """What one page, or the site's defaults, says. None in a field means that it says nothing: inherit.

    Moments are aware. `enforce` names fields whose value here beats every nearer row; naming one of the time fields
    enforces them all, because they travel together.
    """

    origin: Origin
    state: State | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    close_after_days: int | None = None
    reopened_at: datetime | None = None
    who: Who | None = None
    moderation: Moderation | None = None
    max_depth: int | None = None
    votes: bool | None = None
    max_links: int | None = None
    message: str | None = None
    enforce: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Effective(Generic[T]):
    """A value that holds, where it was set, and whether it was enforced from there."""

    value: T
    origin: Origin
    enforced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectivePolicy:
    """What holds for one page, each field with its origin. The four time fields always share theirs.

    `max_depth` is how deep replies are shown indented; `max_links` is None where the screening rules' limit holds.
    """

    state: Effective[State]
    opens_at: Effective[datetime | None]
    closes_at: Effective[datetime | None]
    close_after_days: Effective[int | None]
    reopened_at: Effective[datetime | None]
    who: Effective[Who]
    moderation: Effective[Moderation]
    max_depth: Effective[int]
    votes: Effective[bool]
    max_links: Effective[int | None]
    message: Effective[str]
