"""When comments were sent of which nothing else is left, because their authors took them back."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, QuerySet, Subquery
from django.utils.crypto import salted_hmac

from comments.models import Commenter
from ground.throttle import ThrottleCount

OWN, NETWORK = "comments.taken-back", "comments.taken-back.network"
"""Under these scopes there is a row for each; `until` is when it counts no more."""

RATE_WINDOW = timedelta(hours=1)
"""The longest stretch that a limit on comments looks at."""


def mark_of(*, user: Any, commenter: Commenter | None, email: str) -> str:
    """Return the keyed hash under which a sender is counted; empty where nobody could know them."""
    if user is not None:
        sender = f"user {user.pk}"
    elif commenter is not None:
        sender = f"commenter {commenter.uuid}"
    elif email:
        sender = f"address {email}"
    else:
        return ""
    return salted_hmac("comments.limits", sender, algorithm="sha256").hexdigest()[:32]


def taken_back(name: str, *, scope: str, keys: Any, now: Any) -> dict[str, Subquery]:
    """Return annotations, beginning with `name`: how many comments were taken back, the first and the last `until`.

    `keys` is a list or a slot for several, `now` a moment or a slot.
    """
    rows: QuerySet[ThrottleCount] = ThrottleCount.objects.filter(scope=scope, key__in=keys, until__gt=now).order_by()
    wanted = {"number": Count("pk"), "first": Min("until"), "last": Max("until")}
    return {
        f"{name}_{each}": Subquery(rows.values("scope").annotate(found=found).values("found"))
        for each, found in wanted.items()
    }


def moments(row: Any, name: str) -> tuple[datetime, ...]:
    """Return when they were sent, by a row with the annotations; of those between, no earlier than the first."""
    number = getattr(row, f"{name}_number") or 0
    if not number:
        return ()
    first, last = getattr(row, f"{name}_first"), getattr(row, f"{name}_last")
    return (*[first - RATE_WINDOW] * (number - 1), last - RATE_WINDOW)
