"""Who may see which comments. Every public read starts here; there is no other way."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat
from wagtail.query import PageQuerySet

from comments.lifecycle import HIDING, Status
from comments.models import Comment, CommentPolicy
from comments.policy import DEPTH_CAP, STARTING_POLICY, State
from comments.selectors.commentable import commentable_type_ids
from comments.selectors.lineage import PAGE_LEVELS, outer_comment_ancestors, outer_page_lineage
from ground.viewer import Viewer, public_pages

BELOW = "z"
"""Sorts after every digit: a path followed by it is an upper bound of what lies below the path."""

COMMON_DEPTH = 5
"""Nearly all replies lie no deeper; looking for few ancestors is cheaper than for as many as there can be."""


def pages_with_comments(viewer: Viewer, *, now: datetime) -> PageQuerySet:
    """Return the pages this viewer may see whose type takes comments, whether they are shown or hidden."""
    return public_pages(viewer, now=now).filter(content_type_id__in=commentable_type_ids())


def pages_showing_comments(viewer: Viewer, *, now: datetime) -> PageQuerySet:
    """Return the pages this viewer may see on which the effective policy shows comments."""
    enforced = Q(words__contains='"state"')
    speaking = (
        CommentPolicy.objects.filter(state__isnull=False, page__path__in=outer_page_lineage("path"))
        .annotate(words=Cast("enforce", TextField()))
        .annotate(
            rank=Case(
                When(enforced, then=F("page__depth")),
                default=Value(2 * PAGE_LEVELS) - F("page__depth"),
                output_field=IntegerField(),
            )
        )
    )
    state = Coalesce(Subquery(speaking.order_by("rank").values("state")[:1]), Value(str(STARTING_POLICY.state)))
    return pages_with_comments(viewer, now=now).alias(comment_state=state).exclude(comment_state=State.HIDDEN)


def public_for(viewer: Viewer, *, now: datetime, page_ids: Sequence[int] | None = None) -> QuerySet[Comment]:
    """Return the comments `viewer` may read at `now`; with `page_ids` those of these pages, which costs less.

    Approved, on a page this viewer may see, where the effective policy shows comments, with no ancestor that is
    waiting, rejected or spam.
    """
    return _placed(viewer, now=now, page_ids=page_ids).filter(status=Status.APPROVED)


def in_threads_for(viewer: Viewer, *, now: datetime, page_ids: Sequence[int] | None = None) -> QuerySet[Comment]:
    """Return what threads show to `viewer`: the public comments, and deleted ones that have public replies."""
    tombstone = Q(Exists(_public_below()), status=Status.DELETED)
    return _placed(viewer, now=now, page_ids=page_ids).filter(Q(status=Status.APPROVED) | tombstone)


def with_reply_count(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Annotate visible comments with `reply_count`: how many public replies lie below, at any depth."""
    counted = _public_below().order_by().values("page_id").annotate(number=Count("pk")).values("number")
    return comments.annotate(reply_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


def _placed(viewer: Viewer, *, now: datetime, page_ids: Sequence[int] | None) -> QuerySet[Comment]:
    pages = pages_showing_comments(viewer, now=now)
    if page_ids is None:
        shown = Comment.objects.filter(Exists(pages.filter(pk=OuterRef("page_id"))))
    else:
        shown = Comment.objects.filter(page_id__in=pages.filter(pk__in=page_ids).values("pk"))
    return shown.filter(_nothing_hides())


def _public_below() -> QuerySet[Comment]:
    bound = Concat(OuterRef("path"), Value(BELOW), output_field=CharField())
    below = Comment.objects.filter(page_id=OuterRef("page_id"), path__gt=OuterRef("path"), path__lt=bound)
    return below.filter(_nothing_hides(), status=Status.APPROVED)


def _nothing_hides() -> Q:
    return (
        Q(depth=1)
        | Q(~_hidden_by(outer_comment_ancestors(deepest=2)), depth=2)
        | Q(~_hidden_by(outer_comment_ancestors(deepest=COMMON_DEPTH)), depth__gt=2, depth__lte=COMMON_DEPTH)
        | Q(~_hidden_by(outer_comment_ancestors(deepest=DEPTH_CAP)), depth__gt=COMMON_DEPTH)
    )


def _hidden_by(paths: Sequence[object]) -> Exists:
    return Exists(Comment.objects.filter(page_id=OuterRef("page_id"), path__in=paths, status__in=HIDING))
