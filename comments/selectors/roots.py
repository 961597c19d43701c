"""Which comments on the page itself come next, in which order: pinned ones before all others."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from django.db.models import Case, DateTimeField, Exists, IntegerField, Q, QuerySet, Subquery, UUIDField, When
from django.db.models.functions import Left

from comments.lifecycle import Status
from comments.models import STEP, Comment
from comments.selectors.commentable import commentable_type_ids
from comments.selectors.cursor import Cursor, Kind, UnknownCursor
from comments.selectors.expressions import PublicBelow
from comments.selectors.visibility import in_thread_for, with_reply_count
from ground.among import AmongAll, ids_of
from ground.prepared import prepared
from ground.viewer import Viewer

ROOTS = 50
"""At most so many comments on the page itself in one answer, beside pinned ones."""

Sort = Literal["oldest", "newest", "best"]
Row = Mapping[str, Any]
Rows = QuerySet[Comment, Any]

ORDER: Mapping[Sort, tuple[str, ...]] = {
    "oldest": ("created_at", "id"),
    "newest": ("-created_at", "-id"),
    "best": ("-score", "created_at", "id"),
}
"""Best is what has most likes, the older first where they are equal."""

_KEYS: Mapping[Sort, Callable[[Row], tuple[Any, ...]]] = {
    "oldest": lambda row: (row["created_at"], row["id"]),
    "newest": lambda row: (-row["created_at"].timestamp(), -row["id"]),
    "best": lambda row: (-row["score"], row["created_at"], row["id"]),
}

PAGE_COLUMNS = ("path", "url_path", "first_published_at")
OF_THE_WHOLE = ("total", *(f"page__{name}" for name in PAGE_COLUMNS))
"""What every root says of its page and its thread."""

COLUMNS = (
    "id",
    "uuid",
    "parent__uuid",
    "path",
    "depth",
    "status",
    "html",
    "created_at",
    "edited_at",
    "score",
    "pinned_at",
    "author_name",
    "author_website",
    "avatar_seed",
    "user_id",
    "user__is_staff",
    "page_id",
    "reply_count",
)


def total_of(roots: Sequence[Row]) -> int:
    """Return how many public comments the whole thread has, of which `roots` are one or more."""
    total: int | None = roots[0]["total"]
    return sum((row["status"] == Status.APPROVED) + row["reply_count"] for row in roots) if total is None else total


def root_rows(viewer: Viewer, *, page_id: int, where: Cursor | None, sort: Sort, now: datetime) -> list[Row]:
    """Return the rows of the roots that `where` asks for, one more than may be shown, each with the thread's `total`.

    That is None where these are all roots there are: what is below each has been counted, so `total_of` adds it up.

    Pinned comments come before all others, in the order they were pinned. Following the cursors shows every root once,
    as long as nothing about them changes. Meanwhile only those that are themselves liked, pinned or decided about can
    be shown twice, or not at all: a cursor stays at its place, whatever becomes of the comment that it names.

    For a cursor of replies it is the one root above them, with the path of the one it names in `last_shown`.

    Raises `UnknownCursor` for a cursor that belongs to another order.
    """
    asked = (viewer, commentable_type_ids())
    if where is None:
        return _pinned_first(_first(*asked, sort, page_id=page_id, now=now), sort=sort)
    if where.kind in (Kind.REPLIES, Kind.AT):
        return _root_above(*asked, where.kind, page_id=page_id, named=where.uuid, now=now)
    if where.kind is Kind.PINNED:
        return _pinned_first(_behind_pinned(*asked, sort, page_id=page_id, named=where.uuid, now=now), sort=sort)
    if (where.kind is Kind.BEST) is not (sort == "best"):
        raise UnknownCursor(str(where))
    if where.score is None:
        return _behind(*asked, sort, page_id=page_id, named=where.uuid, now=now)
    return _behind_best(*asked, page_id=page_id, named=where.uuid, score=where.score, now=now)


def _pinned_first(found: Sequence[Row], *, sort: Sort) -> list[Row]:
    first = sorted((row for row in found if row["pinned_at"]), key=lambda row: (row["pinned_at"], row["id"]))
    return first + sorted((row for row in found if not row["pinned_at"]), key=_KEYS[sort])


@prepared(page_id=IntegerField(), now=DateTimeField())
def _first(viewer: Viewer, _types: tuple[int, ...], sort: Sort, *, page_id: Any, now: Any) -> Rows:
    roots = in_thread_for(viewer, now=now, page_id=page_id).filter(depth=1)
    return _beginning(roots, pinned=roots.filter(pinned_at__isnull=False), page_id=page_id, sort=sort, whole=True)


@prepared(page_id=IntegerField(), named=UUIDField(), now=DateTimeField())
def _behind_pinned(viewer: Viewer, _types: tuple[int, ...], sort: Sort, *, page_id: Any, named: Any, now: Any) -> Rows:
    roots = in_thread_for(viewer, now=now, page_id=page_id).filter(depth=1)
    pinned = roots.filter(_after(_anchor(page_id, named), "pinned_at"), pinned_at__isnull=False)
    return _beginning(roots, pinned=pinned, page_id=page_id, sort=sort, whole=False)


@prepared(page_id=IntegerField(), named=UUIDField(), now=DateTimeField())
def _behind(viewer: Viewer, _types: tuple[int, ...], sort: Sort, *, page_id: Any, named: Any, now: Any) -> Rows:
    anchor = _anchor(page_id, named)
    following = _after(anchor, "created_at") if sort == "oldest" else _before(anchor, "created_at")
    return _others(viewer, following, page_id=page_id, sort=sort, now=now)


@prepared(page_id=IntegerField(), named=UUIDField(), score=IntegerField(), now=DateTimeField())
def _behind_best(viewer: Viewer, _types: tuple[int, ...], *, page_id: Any, named: Any, score: Any, now: Any) -> Rows:
    later = _after(_anchor(page_id, named), "created_at")
    following = Q(score__lte=score) & (Q(score__lt=score) | later)
    return _others(viewer, following, page_id=page_id, sort="best", now=now)


@prepared(page_id=IntegerField(), named=UUIDField(), now=DateTimeField())
def _root_above(viewer: Viewer, _types: tuple[int, ...], kind: Kind, *, page_id: Any, named: Any, now: Any) -> Rows:
    shown = in_thread_for(viewer, now=now, page_id=page_id)
    # Where a reader stopped may have been hidden since; what a link leads to must be there.
    there = _anchor(page_id, named) if kind is Kind.REPLIES else shown.filter(uuid=named)
    last_shown = Subquery(there.values("path")[:1])
    roots = shown.filter(depth=1).annotate(last_shown=last_shown).filter(path=Left(last_shown, STEP))
    return _rows(roots, "last_shown", page_id=page_id)


def _beginning(roots: QuerySet[Comment], *, pinned: QuerySet[Comment], page_id: Any, sort: Sort, whole: bool) -> Rows:
    others = roots.filter(pinned_at__isnull=True).order_by(*ORDER[sort])
    chosen = Comment.objects.filter(AmongAll([ids_of(pinned.order_by()), ids_of(others[: ROOTS + 1])]))
    return _rows(chosen, page_id=page_id, more=others[ROOTS:] if whole else None)


def _others(viewer: Viewer, following: Q, *, page_id: Any, sort: Sort, now: Any) -> Rows:
    roots = in_thread_for(viewer, now=now, page_id=page_id).filter(depth=1, pinned_at__isnull=True)
    return _rows(roots.filter(following).order_by(*ORDER[sort]), page_id=page_id)[: ROOTS + 1]


def _rows(comments: QuerySet[Comment], *beside: str, page_id: Any, more: QuerySet[Comment] | None = None) -> Rows:
    """Return what is asked of `comments`; with `more` the whole thread is counted only if that has any."""
    total: Any = PublicBelow(page_id=page_id, above=None)
    if more is not None:
        total = Case(When(Exists(more), then=total))
    rows: Rows = with_reply_count(comments).annotate(total=total).values(*COLUMNS, *OF_THE_WHOLE, *beside)
    return rows


def _anchor(page_id: Any, named: Any) -> QuerySet[Comment]:
    return Comment.objects.filter(page_id=page_id, uuid=named)


def _after(anchor: QuerySet[Comment], moment: str) -> Q:
    at, pk = Subquery(anchor.values(moment)[:1]), Subquery(anchor.values("pk")[:1])
    return Q(**{f"{moment}__gt": at}) | Q(**{moment: at, "pk__gt": pk})


def _before(anchor: QuerySet[Comment], moment: str) -> Q:
    at, pk = Subquery(anchor.values(moment)[:1]), Subquery(anchor.values("pk")[:1])
    return Q(**{f"{moment}__lt": at}) | Q(**{moment: at, "pk__lt": pk})
