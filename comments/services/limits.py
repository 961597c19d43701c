"""How often one sender and one network may write, as limits that are asked before the database is."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from comments.models import Comment, Commenter
from comments.policy import NETWORK_LIMITS, OWN_LIMITS
from comments.selectors.taken_back import NETWORK, OWN, RATE_WINDOW, mark_of
from comments.submission import Submission
from ground.throttle import Limit, ThrottleCount


def limits_on(submission: Submission, *, commenter: Commenter | None, user: Any) -> list[Limit]:
    """Return the limits of `comments.policy` that `submission`, normalised, comes under; staff come under none.

    They hold no address.
    """
    if user is not None and user.is_staff:
        return []
    identity, limits = mark_of(user=user, commenter=commenter, email=submission.email), []
    if identity:
        limits += [Limit("comments.own", identity, each.count, each.window) for each in OWN_LIMITS]
    if submission.origin:
        limits += [Limit("comments.network", submission.origin, each.count, each.window) for each in NETWORK_LIMITS]
    return limits


def remember_taken_back(comments: Collection[Comment], *, now: datetime) -> None:
    """Keep when these comments were sent, for as long as that counts, though nothing else of their senders stays.

    Else whoever deletes what they wrote could write on at any pace. One statement, none for older comments.
    """
    rows = []
    for comment in comments:
        until = comment.created_at + RATE_WINDOW
        if until <= now:
            continue
        sender = mark_of(user=comment.user, commenter=comment.commenter, email=comment.author_email)
        kept = [(OWN, sender), (NETWORK, comment.origin)]
        rows += [ThrottleCount(scope=scope, key=key, until=until, used=1) for scope, key in kept if key]
    ThrottleCount.objects.bulk_create(rows, ignore_conflicts=True)
