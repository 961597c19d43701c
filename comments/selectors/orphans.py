"""Threads whose pages are gone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, QuerySet

from comments.models import Comment
from comments.permissions import moderated_by


@dataclass(frozen=True, slots=True)
class OrphanedThread:
    """What is left of a page's thread: where it belonged, how many comments, and when the last was written.

    `branch_id` is the nearest ancestor that is left. Two pages that were deleted one after the other at one address,
    under one title, are one thread.
    """

    branch_id: int | None
    page_title: str
    page_path: str
    number: int
    last_at: datetime


def orphaned_threads(user: Any) -> list[OrphanedThread]:
    """Return the threads without a page that `user` moderates, the latest comment first. One statement."""
    return [OrphanedThread(**row) for row in orphan_rows(user)]


def orphan_rows(user: Any) -> Any:
    """Return the same as a queryset of rows by name, to be filtered by what names a thread, counted and sliced."""
    groups = Comment.objects.filter(moderated_by(user), page__isnull=True)
    rows = groups.values("branch_id", "page_title", "page_path").annotate(number=Count("pk"), last_at=Max("created_at"))
    return rows.order_by("-last_at", "page_path")


def comments_of(orphans: OrphanedThread) -> QuerySet[Comment]:
    """Return the comments of the thread."""
    return Comment.objects.filter(
        page__isnull=True,
        branch_id=orphans.branch_id,
        page_title=orphans.page_title,
        page_path=orphans.page_path,
    )
