"""Who is refused, and with which code. The words for a code belong to those who show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from comments.policy.facts import Facts
from comments.policy.timing import state_at
from comments.policy.values import State, Who
from comments.submission import BODY_MAX, BODY_MIN, Submission, visible_length

DEPTH_CAP = 64
"""The deepest reply that is stored: a tree path has a fixed width per level and a bounded column."""

DUPLICATE_WINDOW = timedelta(hours=24)


class RefusalCode(StrEnum):
    """Why a submission is turned away; stable, part of the public contract."""

    PAGE_NOT_COMMENTABLE = "page-not-commentable"
    COMMENTS_CLOSED = "comments-closed"
    NOT_YET_OPEN = "not-yet-open"
    PARENT_UNAVAILABLE = "parent-unavailable"
    TOO_DEEP = "too-deep"
    TOO_FAST = "too-fast"
    DUPLICATE = "duplicate"
    EMPTY = "empty"
    TOO_LONG = "too-long"
    IDENTITY_REQUIRED = "identity-required"
    BANNED = "banned"
    NAME_RESERVED = "name-reserved"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A code and what its words need: `retry_after` in seconds, `limit` in characters, `opens_at`, `who`."""

    code: RefusalCode
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most `count` submissions within `window`."""

    count: int
    window: timedelta

    def seconds_to_wait(self, sent: tuple[datetime, ...], *, now: datetime) -> int:
        """Return after how many whole seconds one more is allowed: 0 if it is now."""
        inside = sorted(moment for moment in sent if now - self.window < moment <= now)
        if len(inside) < self.count:
            return 0
        return ceil((inside[-self.count] + self.window - now).total_seconds())


OWN_LIMITS = (RateLimit(1, timedelta(seconds=15)), RateLimit(10, timedelta(hours=1)))
NETWORK_LIMITS = (RateLimit(20, timedelta(hours=1)),)


def refusal(*, facts: Facts, submission: Submission, now: datetime, editing: bool = False) -> Refusal | None:
    """Return why this normalised submission is turned away, or None if it may become a comment.

    The answer is the first that applies in this order: the page, its state, the sender, the text, the parent, the
    rate. So nobody learns anything about a thread that is closed to them. `editing`: the text is to replace that of a
    comment which has its place already and was counted when it was sent.
    """
    refused = _refused_by_page(facts, now) or _refused_sender(facts, submission) or _refused_text(submission)
    if refused is not None or editing:
        return refused or _refused_duplicate(facts, now)
    return _refused_parent(facts, submission) or _refused_duplicate(facts, now) or _refused_rate(facts, now)


def _refused_by_page(facts: Facts, now: datetime) -> Refusal | None:
    if not facts.commentable:
        return Refusal(RefusalCode.PAGE_NOT_COMMENTABLE)
    state = state_at(facts.policy, now=now, first_published_at=facts.first_published_at)
    if state is State.OPEN:
        return None
    opens_at = facts.policy.opens_at.value
    if facts.policy.state.value is State.OPEN and opens_at is not None and now < opens_at:
        return Refusal(RefusalCode.NOT_YET_OPEN, {"opens_at": opens_at})
    return Refusal(RefusalCode.COMMENTS_CLOSED)


def _refused_sender(facts: Facts, submission: Submission) -> Refusal | None:
    if facts.banned:
        return Refusal(RefusalCode.BANNED)
    who = facts.policy.who.value
    allowed = facts.is_staff or who is Who.ANYONE or (who is Who.CONFIRMED and facts.confirmed)
    if not allowed:
        return Refusal(RefusalCode.IDENTITY_REQUIRED, {"who": who})
    if not submission.name:
        return Refusal(RefusalCode.IDENTITY_REQUIRED, {"who": who, "missing": "name"})
    if facts.name_reserved:
        return Refusal(RefusalCode.NAME_RESERVED)
    return None


def _refused_text(submission: Submission) -> Refusal | None:
    length = len(submission.body)
    if length > BODY_MAX:
        return Refusal(RefusalCode.TOO_LONG, {"limit": BODY_MAX, "length": length})
    if visible_length(submission.body) < BODY_MIN:
        return Refusal(RefusalCode.EMPTY, {"limit": BODY_MIN, "length": length})
    return None


def _refused_parent(facts: Facts, submission: Submission) -> Refusal | None:
    if submission.parent is None:
        return None
    if facts.parent_missing or facts.parent is None or not facts.parent.public:
        return Refusal(RefusalCode.PARENT_UNAVAILABLE)
    if facts.parent.depth >= DEPTH_CAP:
        return Refusal(RefusalCode.TOO_DEEP, {"limit": DEPTH_CAP})
    return None


def _refused_duplicate(facts: Facts, now: datetime) -> Refusal | None:
    if not facts.is_staff and facts.same_text_at is not None and now - facts.same_text_at < DUPLICATE_WINDOW:
        return Refusal(RefusalCode.DUPLICATE)
    return None


def _refused_rate(facts: Facts, now: datetime) -> Refusal | None:
    if facts.is_staff:
        return None  # a desk is answered faster than one thinks, and often with the same words
    wait = max(
        *(limit.seconds_to_wait(facts.recent_own, now=now) for limit in OWN_LIMITS),
        *(limit.seconds_to_wait(facts.recent_network, now=now) for limit in NETWORK_LIMITS),
    )
    return Refusal(RefusalCode.TOO_FAST, {"retry_after": wait}) if wait else None
