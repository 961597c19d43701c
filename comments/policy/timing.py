"""What a policy means at a moment. Time is read, not scheduled."""

from datetime import UTC, datetime, timedelta

from comments.policy.values import EffectivePolicy, State

LONGEST_DAYS = 36_500
"""A hundred years: more days than this mean the same and would leave the calendar."""


def state_at(policy: EffectivePolicy, *, now: datetime, first_published_at: datetime | None) -> State:
    """Return the state in force at `now`, the times included.

    Times can only close what is set open: before `opens_at`, from `closes_at` on, and from `close_after_days` times
    24 hours after first publication on. A re-opening by hand outranks an earlier `closes_at` and starts the count of
    days anew. All moments are aware, so no change of clocks moves them. A page never published is not aged.
    """
    state = policy.state.value
    if state is not State.OPEN:
        return state
    now = now.astimezone(UTC)
    opens_at = _in_utc(policy.opens_at.value)
    closing = closing_moment(policy, first_published_at=first_published_at)
    if (opens_at is not None and now < opens_at) or (closing is not None and now >= closing):
        return State.CLOSED
    return State.OPEN


def next_change(policy: EffectivePolicy, *, now: datetime, first_published_at: datetime | None) -> datetime | None:
    """Return the first moment after `now` at which `state_at` answers something else, or None if it never does."""
    now = now.astimezone(UTC)
    current = state_at(policy, now=now, first_published_at=first_published_at)
    candidates = (_in_utc(policy.opens_at.value), closing_moment(policy, first_published_at=first_published_at))
    for moment in sorted(candidate for candidate in candidates if candidate is not None and candidate > now):
        if state_at(policy, now=moment, first_published_at=first_published_at) is not current:
            return moment
    return None


def closing_moment(policy: EffectivePolicy, *, first_published_at: datetime | None) -> datetime | None:
    """Return when the times close the page's comments, or None if they never do."""
    reopened_at = _in_utc(policy.reopened_at.value)
    closes_at = _in_utc(policy.closes_at.value)
    published = _in_utc(first_published_at)
    moments = []
    if closes_at is not None and (reopened_at is None or reopened_at < closes_at):
        moments.append(closes_at)
    days = policy.close_after_days.value
    if days is not None and published is not None:
        counted_from = published if reopened_at is None else max(published, reopened_at)
        moments.append(counted_from + timedelta(days=min(days, LONGEST_DAYS)))
    return min(moments, default=None)


def _in_utc(moment: datetime | None) -> datetime | None:
    # Two moments of one zone are compared and moved by the clock on the wall, which is wrong when clocks change.
    return None if moment is None else moment.astimezone(UTC)
