"""What the worker does for comments again and again."""

from datetime import datetime, timedelta

from comments.services.forgetting import forget_ended_bans, forget_notes, forget_origins
from comments.services.identity import forget_links
from comments.services.moments import tell_of_moments
from ground.clock import Counts, every


@every(timedelta(seconds=10), name="comments.moments")
def moments(*, since: datetime, now: datetime) -> None:
    """Tell of comments that opened or closed by themselves."""
    tell_of_moments(since=since, now=now)


@every(timedelta(hours=1), name="comments.forget", tidies=True)
def forget(*, since: datetime, now: datetime) -> Counts:
    """Remove what is kept for a time."""
    return {
        "origins of comments": forget_origins(now=now),
        "ended bans": forget_ended_bans(now=now),
        "notes about commenters": forget_notes(now=now),
        "links by mail": forget_links(now=now),
    }
