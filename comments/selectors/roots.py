"""Which comments on the page itself come next, in which order: pinned ones before all others."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from django.db.models import Q, QuerySet, Subquery, Value
from django.db.models.functions import Left

from comments.models import STEP, Comment
from comments.selectors.cursor import Cursor, Kind, UnknownCursor
from comments.selectors.expressions import PublicBelow
from comments.selectors.visibility import with_reply_count
from ground.among import AmongAll, ids_of

ROOTS = 50
"""At most so many comments on the page itself in one answer, beside pinned ones."""

Sort = Literal["oldest", "newest", "best"]
Row = Mapping[str, Any]

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


def root_rows(shown: QuerySet[Comment], *, page_id: int, where: Cursor | None, sort: Sort) -> list[Row]:
    """Return the rows of the roots that `where` asks for, one more than may be shown, each with the thread's `total`.

    Pinned comments come before all others, in the order they were pinned. Following the cursors shows every root once,
    as long as nothing about them changes. Meanwhile only those that are themselves liked, pinned or decided about can
    be shown twice, or not at all: a cursor stays at its place, whatever becomes of the comment that it names.

    For a cursor of replies it is the one root above them, with the path of the one it names in `last_shown`.

    Raises `UnknownCursor` for a cursor that belongs to another order.
    """
    total = PublicBelow(page_id=Value(page_id), above=None)
    columns = (*COLUMNS, "total", *(f"page__{name}" for name in PAGE_COLUMNS))
    anchor = Comment.objects.filter(page_id=page_id, uuid=where.uuid) if where is not None else Comment.objects.none()
    if where is not None and where.kind in (Kind.REPLIES, Kind.AT):
        # Where a reader stopped may have been hidden since; what a link leads to must be there.
        named = anchor if where.kind is Kind.REPLIES else shown.filter(uuid=where.uuid)
        last_shown = Subquery(named.values("path")[:1])
        roots = with_reply_count(shown.filter(depth=1)).annotate(total=total, last_shown=last_shown)
        return list(roots.filter(path=Left(last_shown, STEP)).values(*columns, "last_shown"))
    if where is not None and where.kind is not Kind.PINNED and (where.kind is Kind.BEST) is not (sort == "best"):
        raise UnknownCursor(str(where))
    pinned, others = shown.filter(depth=1, pinned_at__isnull=False), shown.filter(depth=1, pinned_at__isnull=True)
    if where is None or where.kind is Kind.PINNED:
        if where is not None:
            pinned = pinned.filter(_after(anchor, "pinned_at"))
        branches = [ids_of(pinned.order_by()), ids_of(others.order_by(*ORDER[sort])[: ROOTS + 1])]
        found = with_reply_count(Comment.objects.filter(AmongAll(branches))).annotate(total=total).values(*columns)
        first = sorted((row for row in found if row["pinned_at"]), key=lambda row: (row["pinned_at"], row["id"]))
        return first + sorted((row for row in found if not row["pinned_at"]), key=_KEYS[sort])
    following = with_reply_count(others.filter(_following(anchor, where, sort)))
    return list(following.annotate(total=total).order_by(*ORDER[sort])[: ROOTS + 1].values(*columns))


def _following(anchor: QuerySet[Comment], where: Cursor, sort: Sort) -> Q:
    if where.score is not None:
        later = _after(anchor, "created_at")
        return Q(score__lte=where.score) & (Q(score__lt=where.score) | later)
    return _after(anchor, "created_at") if sort == "oldest" else _before(anchor, "created_at")


def _after(anchor: QuerySet[Comment], moment: str) -> Q:
    at, pk = Subquery(anchor.values(moment)[:1]), Subquery(anchor.values("pk")[:1])
    return Q(**{f"{moment}__gt": at}) | Q(**{moment: at, "pk__gt": pk})


def _before(anchor: QuerySet[Comment], moment: str) -> Q:
    at, pk = Subquery(anchor.values(moment)[:1]), Subquery(anchor.values("pk")[:1])
    return Q(**{f"{moment}__lt": at}) | Q(**{moment: at, "pk__lt": pk})
