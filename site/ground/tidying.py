"""What the worker puts right or removes because of the time."""

from datetime import datetime, timedelta

from ground.clock import Counts, every
from ground.origins import forget_keys
from ground.outbox import forget_given_up, recall_from_future
from ground.throttle import forget_counts
from ground.tokens import forget_used_tokens


@every(timedelta(minutes=10), name="ground.forget", tidies=True)
def forget(*, since: datetime, now: datetime) -> Counts:
    """Remove counts of tries, spent tokens, keys of networks and messages given up whose time is over."""
    return {
        "counts of tries": forget_counts(now=now),
        "spent tokens": forget_used_tokens(now=now),
        "keys of networks": forget_keys(now=now),
        "effects that were given up": forget_given_up(now=now),
    }


@every(timedelta(seconds=10), name="ground.recall")
def recall(*, since: datetime, now: datetime) -> None:
    """Bring back what a clock that was set back would have left lying."""
    recall_from_future(now=now)
