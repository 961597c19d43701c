"""Who may see which comments. Every public read starts here; there is no other way."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from wagtail.query import PageQuerySet

from comments.lifecycle import Status
from comments.models import Comment
from comments.policy import State
from comments.selectors.commentable import commentable_type_ids
from comments.selectors.expressions import BELOW, HiddenByAncestor, PolicyState, PublicBelow
from ground.prepared import Several, prepared
from ground.viewer import Viewer, public_pages


def pages_with_comments(viewer: Viewer, *, now: datetime) -> PageQuerySet:
    """Return the pages this viewer may see whose type takes comments, whether they are shown or hidden."""
    # Reckoned, lest SQLite read the index over all pages of a type where it was told which pages to look at.
    kind = F("content_type_id") + Value(0)
    return public_pages(viewer, now=now).alias(kind=kind).filter(kind__in=commentable_type_ids())


def pages_showing_comments(viewer: Viewer, *, now: datetime) -> PageQuerySet:
    """Return the pages this viewer may see on which the effective policy shows comments."""
    pages = pages_with_comments(viewer, now=now)
    return pages.alias(comment_state=PolicyState(F("path"))).filter(comment_state__in=(State.OPEN, State.CLOSED))


def public_for(viewer: Viewer, *, now: datetime, page_ids: Sequence[int] | None = None) -> QuerySet[Comment]:
    """Return the comments `viewer` may read at `now`; with `page_ids` those of these pages, which costs less.

    Approved, on a page this viewer may see, where the effective policy shows comments, with no ancestor that is
    waiting, rejected or spam.
    """
    return _placed(viewer, now=now, page_ids=page_ids).filter(status=Status.APPROVED)


def in_threads_for(viewer: Viewer, *, now: datetime, page_ids: Sequence[int] | None = None) -> QuerySet[Comment]:
    """Return what threads show to `viewer`: the public comments, and deleted ones that have public replies."""
    bound = Concat(OuterRef("path"), Value(BELOW))
    below = Comment.objects.filter(page_id=OuterRef("page_id"), path__gt=OuterRef("path"), path__lt=bound)
    answered = Exists(below.filter(~Q(HiddenByAncestor()), status=Status.APPROVED))
    # The status first: SQLite asks in this order, and what lies below is asked of what was deleted alone.
    shown = Q(status=Status.APPROVED) | (Q(status=Status.DELETED) & Q(answered))
    return _placed(viewer, now=now, page_ids=page_ids).filter(shown)


def in_thread_for(viewer: Viewer, *, now: datetime, page_id: int) -> QuerySet[Comment]:
    """Return what the thread of one page shows to `viewer`."""
    return in_threads_for(viewer, now=now, page_ids=[page_id]).filter(page_id=page_id)


def number_public(viewer: Viewer, *, now: datetime, page_ids: Sequence[int]) -> dict[int, int]:
    """Return how many comments of each page `public_for` has, 0 included, in the order asked for.

    Pages that show none to anyone are left out. One statement.
    """
    numbers = dict(_numbers(viewer, commentable_type_ids(), page_ids=page_ids, now=now))
    return {page_id: numbers[page_id] for page_id in page_ids if page_id in numbers}


@prepared(page_ids=Several(IntegerField()), now=DateTimeField())
def _numbers(viewer: Viewer, _types: tuple[int, ...], *, page_ids: Any, now: Any) -> QuerySet[Any, Any]:
    pages = pages_showing_comments(viewer, now=now).filter(pk__in=page_ids).order_by()
    rows: QuerySet[Any, Any] = pages.annotate(number=PublicBelow(page_id=F("pk"), above=None))
    return rows.values_list("pk", "number")


def with_reply_count(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Annotate visible comments with `reply_count`: how many public replies lie below, at any depth."""
    return comments.annotate(reply_count=PublicBelow(page_id=F("page_id"), above=F("path")))


def _placed(viewer: Viewer, *, now: datetime, page_ids: Sequence[int] | None) -> QuerySet[Comment]:
    pages = pages_showing_comments(viewer, now=now)
    if page_ids is None:
        placed = Comment.objects.filter(Exists(pages.filter(pk=OuterRef("page_id"))))
    else:
        placed = Comment.objects.filter(page_id__in=pages.filter(pk__in=page_ids).values("pk"))
    return placed.filter(~Q(HiddenByAncestor()))
