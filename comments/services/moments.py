"""What nobody did: a moment passed."""

from datetime import datetime

from django.db import transaction

from comments.models import Comment
from comments.selectors.moments import passed_between
from comments.signals import thread_changed


def tell_of_moments(*, since: datetime, now: datetime) -> None:
    """Say that readers see something else wherever comments opened or closed by time after `since` and up to `now`."""
    passed = passed_between(since=since, now=now)
    changed: list[int | None] = [None] if passed.everywhere else list(passed.page_ids)
    if not changed:
        return
    with transaction.atomic():
        for page_id in changed:
            thread_changed.send(sender=Comment, page_id=page_id, comment=None, change="moment")
