"""Where what holds for comments has changed by itself, because a moment passed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from wagtail.models import Page

from comments.models import CommentPolicy
from comments.policy.timing import LONGEST_DAYS

PAGES_MAX = 100
"""Pages that are named one by one; of more, it is said that all may have changed."""


@dataclass(frozen=True, slots=True)
class Passed:
    """The pages at which a moment passed, or that it did so at more than can be named."""

    page_ids: tuple[int, ...] = ()
    everywhere: bool = False


def passed_between(*, since: datetime, now: datetime) -> Passed:
    """Return where comments opened or closed by time after `since` and up to `now`.

    A page may be named at which a nearer row or the state says otherwise: nothing changed there. One statement, and
    another where somebody set a number of days.
    """
    counted = Q(close_after_days__isnull=False)
    timed = Q(opens_at__gt=since, opens_at__lte=now) | Q(closes_at__gt=since, closes_at__lte=now)
    rows = CommentPolicy.objects.filter(timed | counted, page__isnull=False).select_related("page")
    there, aged = set(), Q()
    for row in rows:
        page: Page = row.page
        days = timedelta(days=min(row.close_after_days or 0, LONGEST_DAYS))
        again = row.reopened_at is not None and since < row.reopened_at + days <= now
        if again or any(moment is not None and since < moment <= now for moment in (row.opens_at, row.closes_at)):
            if page.numchild:
                return Passed(everywhere=True)
            there.add(page.pk)
        if row.close_after_days is not None:
            aged |= Q(
                path__startswith=page.path, first_published_at__gt=since - days, first_published_at__lte=now - days
            )
    if aged:
        there |= set(Page.objects.filter(aged).values_list("pk", flat=True)[: PAGES_MAX + 1])
    return Passed(everywhere=True) if len(there) > PAGES_MAX else Passed(tuple(sorted(there)))
