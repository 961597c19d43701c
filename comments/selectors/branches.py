"""Which rows of a thread go into one answer: always a bounded number, however long the thread is."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, DateTimeField, IntegerField

from comments.lifecycle import Status
from comments.models import STEP, Comment
from comments.selectors.commentable import commentable_type_ids
from comments.selectors.expressions import BELOW, first_below
from comments.selectors.roots import COLUMNS, ROOTS, Row, Rows
from comments.selectors.visibility import in_thread_for, with_reply_count
from ground.among import AmongAll, ids_of
from ground.prepared import Several, prepared
from ground.viewer import Viewer

REPLIES = 20
"""At most so many replies to one comment on the page itself, in one answer."""

ABOVE = 10
"""At most so many comments between a reply and its root, where it is shown in its context."""

BYTES = 60_000
"""An answer ends early where its JSON would grow past about this, but never before its first comment."""

FRAME = 560
"""Bytes of a comment's JSON beside its text, its author's name and website, and the path of its page."""


_BETWEEN = 6
"""Bytes around a text and two others."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A root with those of its replies that are shown, and whether others follow."""

    root: Row
    replies: Sequence[Row]
    more: bool


def fitting_branches(roots: Sequence[Row], *, viewer: Viewer, now: datetime) -> tuple[list[Branch], bool]:
    """Return the roots that fit into one answer with their replies, and whether roots are left over."""
    fitting, used = [], 0
    frame = _frame(roots)
    pinned = sum(root["pinned_at"] is not None for root in roots)
    for root in roots[: ROOTS + pinned]:
        used += _weight(root, frame) + frame * min(root["reply_count"], REPLIES)
        fitting.append(root)
        if used > BYTES:
            break
    below = _replies_by_root(fitting, viewer=viewer, now=now)
    branches: list[Branch] = []
    used = 0
    for root in fitting:
        used += _weight(root, frame)
        if branches and used > BYTES:
            break
        replies = []
        for reply in below.get(root["path"], ()):
            if used + _weight(reply, frame) > BYTES:
                break
            used += _weight(reply, frame)
            replies.append(reply)
        branches.append(Branch(root, replies, more=_public(replies) < root["reply_count"]))
    return branches, len(branches) < len(roots)


def _replies_by_root(roots: Sequence[Row], *, viewer: Viewer, now: datetime) -> dict[str, list[Row]]:
    """Return up to `REPLIES` replies below each root that has any, in order of the tree, by the root's path."""
    answered = [root["path"] for root in roots if root["reply_count"]]
    if not answered:
        return {}
    found: dict[str, list[Row]] = {}
    page_id = roots[0]["page_id"]
    for reply in _first_replies(viewer, commentable_type_ids(), page_id=page_id, below=answered, now=now):
        found.setdefault(reply["path"][:STEP], []).append(reply)
    return found


@prepared(page_id=IntegerField(), below=Several(CharField()), now=DateTimeField())
def _first_replies(viewer: Viewer, _types: tuple[int, ...], *, page_id: Any, below: Any, now: Any) -> Rows:
    shown = in_thread_for(viewer, now=now, page_id=page_id)
    first = first_below(page_id=page_id, paths=below, limit=REPLIES)
    rows: Rows = with_reply_count(shown.filter(AmongAll([first], column="path"))).order_by("path").values(*COLUMNS)
    return rows


def rest_of_branch(roots: Sequence[Row], *, viewer: Viewer, now: datetime) -> list[Branch]:
    """Return the root that a reply's cursor belongs to, with the replies that follow."""
    if not roots:
        return []
    root = roots[0]
    following = _following(
        viewer,
        commentable_type_ids(),
        page_id=root["page_id"],
        last=root["last_shown"],
        end=root["path"] + BELOW,
        now=now,
    )
    return _bounded(root, following)


@prepared(page_id=IntegerField(), last=CharField(), end=CharField(), now=DateTimeField())
def _following(viewer: Viewer, _types: tuple[int, ...], *, page_id: Any, last: Any, end: Any, now: Any) -> Rows:
    following = in_thread_for(viewer, now=now, page_id=page_id).filter(path__gt=last, path__lt=end).order_by("path")
    rows: Rows = with_reply_count(following)[: REPLIES + 1].values(*COLUMNS)
    return rows


def branch_at(roots: Sequence[Row], *, viewer: Viewer, now: datetime) -> list[Branch]:
    """Return the root above the comment that a cursor names, with what it answers, it, and the replies that follow.

    Of what it answers, the nearest are shown: at most `ABOVE`, and no more than fit beside it.
    """
    if not roots:
        return []
    root, path = roots[0], roots[0]["last_shown"]
    lineage = [path[:end] for end in range(2 * STEP, len(path), STEP)][-ABOVE:]
    rows = _around(
        viewer,
        commentable_type_ids(),
        page_id=root["page_id"],
        root=root["path"],
        end=root["path"] + BELOW,
        at=path,
        above=lineage,
        now=now,
    )
    start = next((place for place, row in enumerate(rows) if row["path"] >= path), len(rows))
    above = nearest(rows[:start], beside=[root, *rows[start : start + 1]])
    [branch] = _bounded(root, rows[start:], beside=above)
    return [Branch(root, [*above, *branch.replies], more=branch.more)]


@prepared(
    page_id=IntegerField(),
    root=CharField(),
    end=CharField(),
    at=CharField(),
    above=Several(CharField()),
    now=DateTimeField(),
)
def _around(
    viewer: Viewer, _types: tuple[int, ...], *, page_id: Any, root: Any, end: Any, at: Any, above: Any, now: Any
) -> Rows:
    inside = in_thread_for(viewer, now=now, page_id=page_id).filter(path__gt=root, path__lt=end)
    parts = [ids_of(inside.filter(path__gte=at).order_by("path")[: REPLIES + 1])]
    if above:
        parts.append(ids_of(inside.filter(path__in=above).order_by()))
    rows: Rows = with_reply_count(Comment.objects.filter(AmongAll(parts))).order_by("path").values(*COLUMNS)
    return rows


def nearest(above: Sequence[Row], *, beside: Sequence[Row]) -> list[Row]:
    """Return the last of `above`, what a comment answers from the root down, that fit beside these.

    The page must have come with the first of `beside`.
    """
    frame, chosen = _frame(beside), list[Row]()
    used = sum(_weight(row, frame) for row in beside)
    for row in reversed(above):
        used += _weight(row, frame)
        if used > BYTES:
            break
        chosen.insert(0, row)
    return chosen


def first_replies(row: Row, *, beside: Sequence[Row], viewer: Viewer, now: datetime) -> Branch:
    """Return `row`, with which its page came, and the first of its replies that fit beside these."""
    found = _replies_by_root([row], viewer=viewer, now=now).get(row["path"][:STEP], [])
    [branch] = _bounded(row, found, beside=beside)
    return Branch(row, branch.replies, more=_public(branch.replies) < row["reply_count"])


def _bounded(root: Row, rows: Sequence[Row], *, beside: Sequence[Row] = ()) -> list[Branch]:
    """Return the branch of `root` with as many of its replies as fit beside these, at least the first of them."""
    replies: list[Row] = []
    frame = _frame([root])
    used = sum(_weight(row, frame) for row in (root, *beside))
    for reply in rows[:REPLIES]:
        used += _weight(reply, frame)
        if replies and used > BYTES:
            break
        replies.append(reply)
    return [Branch(root, replies, more=len(replies) < len(rows))]


def _public(rows: Iterable[Row]) -> int:
    return sum(row["status"] == Status.APPROVED for row in rows)


def _frame(rows: Sequence[Row]) -> int:
    return FRAME + len(json.dumps(rows[0]["page__url_path"])) if rows else FRAME


def _weight(row: Row, frame: int) -> int:
    return frame + _BETWEEN + sum(len(json.dumps(row[name])) for name in ("html", "author_name", "author_website"))
