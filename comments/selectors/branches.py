"""Which rows of a thread go into one answer: always a bounded number, however long the thread is."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Q, QuerySet, Subquery, Value
from django.db.models.functions import Left

from comments.lifecycle import Status
from comments.models import STEP, Comment
from comments.selectors.cursor import Cursor, Kind
from comments.selectors.expressions import BELOW, AmongAll, PublicBelow, first_below
from comments.selectors.visibility import with_reply_count

ROOTS = 50
REPLIES = 20
"""At most so many comments on the page itself, and replies to one of them, in one answer."""

BYTES = 60_000
"""An answer ends early where its JSON would grow past about this, but never before its first comment."""

FRAME = 420
"""Bytes of a comment's JSON beside its text, its author's name and website, and the path of its page."""

Sort = Literal["oldest", "newest"]
Row = Mapping[str, Any]

PAGE_COLUMNS = ("path", "url_path", "first_published_at")
COLUMNS = (
    "uuid",
    "parent__uuid",
    "path",
    "depth",
    "status",
    "html",
    "created_at",
    "author_name",
    "author_website",
    "avatar_seed",
    "user_id",
    "user__is_staff",
    "page_id",
    "reply_count",
)


@dataclass(frozen=True, slots=True)
class Branch:
    """A root with those of its replies that are shown, and whether others follow."""

    root: Row
    replies: Sequence[Row]
    more: bool


def root_rows(shown: QuerySet[Comment], *, page_id: int, where: Cursor | None, sort: Sort) -> list[Row]:
    """Return the rows of the roots that `where` asks for, one more than may be shown, each with the thread's `total`.

    For a cursor of replies it is the one root above them, with the path of the one shown last in `last_shown`.
    """
    roots = with_reply_count(shown.filter(depth=1)).annotate(total=PublicBelow(page_id=Value(page_id), above=None))
    columns = (*COLUMNS, "total", *(f"page__{name}" for name in PAGE_COLUMNS))
    if where is None:
        return list(_by_time(roots, sort)[: ROOTS + 1].values(*columns))
    anchor = Comment.objects.filter(page_id=page_id, uuid=where.uuid)
    if where.kind is Kind.REPLIES:
        last_shown = Subquery(anchor.values("path")[:1])
        above = roots.annotate(last_shown=last_shown).filter(path=Left(last_shown, STEP))
        return list(above.values(*columns, "last_shown"))
    created_at, pk = Subquery(anchor.values("created_at")[:1]), Subquery(anchor.values("pk")[:1])
    if sort == "oldest":
        following = Q(created_at__gt=created_at) | Q(created_at=created_at, pk__gt=pk)
    else:
        following = Q(created_at__lt=created_at) | Q(created_at=created_at, pk__lt=pk)
    return list(_by_time(roots.filter(following), sort)[: ROOTS + 1].values(*columns))


def _by_time(roots: QuerySet[Comment], sort: Sort) -> QuerySet[Comment]:
    return roots.order_by("created_at", "id") if sort == "oldest" else roots.order_by("-created_at", "-id")


def fitting_branches(shown: QuerySet[Comment], roots: Sequence[Row]) -> tuple[list[Branch], bool]:
    """Return the roots that fit into one answer with their replies, and whether roots are left over."""
    fitting, used = [], 0
    for root in roots[:ROOTS]:
        used += _weight(root) + FRAME * min(root["reply_count"], REPLIES)
        fitting.append(root)
        if used > BYTES:
            break
    below = _replies_by_root(shown, fitting)
    branches: list[Branch] = []
    used = 0
    for root in fitting:
        used += _weight(root)
        if branches and used > BYTES:
            break
        replies = []
        for reply in below.get(root["path"], ()):
            if used + _weight(reply) > BYTES:
                break
            used += _weight(reply)
            replies.append(reply)
        branches.append(Branch(root, replies, more=_public(replies) < root["reply_count"]))
    return branches, len(branches) < len(roots)


def _replies_by_root(shown: QuerySet[Comment], roots: Sequence[Row]) -> dict[str, list[Row]]:
    """Return up to `REPLIES` replies below each root that has any, in order of the tree, by the root's path."""
    first = [
        first_below(page_id=root["page_id"], path=root["path"], limit=REPLIES) for root in roots if root["reply_count"]
    ]
    if not first:
        return {}
    found: dict[str, list[Row]] = {}
    for reply in with_reply_count(shown.filter(AmongAll(first))).order_by("path").values(*COLUMNS):
        found.setdefault(reply["path"][:STEP], []).append(reply)
    return found


def rest_of_branch(shown: QuerySet[Comment], roots: Sequence[Row]) -> list[Branch]:
    """Return the root that a reply's cursor belongs to, with the replies that follow."""
    if not roots:
        return []
    root = roots[0]
    following = shown.filter(path__gt=root["last_shown"], path__lt=root["path"] + BELOW).order_by("path")
    rows = list(with_reply_count(following)[: REPLIES + 1].values(*COLUMNS))
    replies: list[Row] = []
    used = _weight(root)
    for reply in rows[:REPLIES]:
        used += _weight(reply)
        if replies and used > BYTES:
            break
        replies.append(reply)
    return [Branch(root, replies, more=len(replies) < len(rows))]


def _public(rows: Iterable[Row]) -> int:
    return sum(row["status"] == Status.APPROVED for row in rows)


def _weight(row: Row) -> int:
    texts = json.dumps((row["html"], row["author_name"], row["author_website"]))
    return FRAME + len(texts)
