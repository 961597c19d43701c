"""How often one sender and one network may write, as limits that are asked before the database is."""

from typing import Any

from django.utils.crypto import salted_hmac

from comments.models import Commenter
from comments.policy import NETWORK_LIMITS, OWN_LIMITS
from comments.submission import Submission
from ground.throttle import Limit


def limits_on(submission: Submission, *, commenter: Commenter | None, user: Any) -> list[Limit]:
    """Return the limits of `comments.policy` that `submission`, normalised, comes under. They hold no address."""
    if user is not None:
        sender = f"user {user.pk}"
    elif commenter is not None:
        sender = f"commenter {commenter.uuid}"
    else:
        sender = submission.email and f"address {submission.email}"
    limits = []
    if sender:
        identity = salted_hmac("comments.limits", sender, algorithm="sha256").hexdigest()[:32]
        limits += [Limit("comments.own", identity, each.count, each.window) for each in OWN_LIMITS]
    if submission.origin:
        limits += [Limit("comments.network", submission.origin, each.count, each.window) for each in NETWORK_LIMITS]
    return limits
