"""Rows of a thread become trees of comments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from comments.lifecycle import Status
from comments.selectors.branches import Branch
from comments.selectors.commentable import page_authors
from comments.selectors.cursor import Cursor, Kind
from comments.selectors.roots import Row


@dataclass(frozen=True, slots=True)
class ThreadComment:
    """A comment as readers see it; `name` and `html` are empty for a tombstone. `replies` are in order of the tree."""

    uuid: UUID
    parent: UUID | None
    depth: int
    tombstone: bool
    name: str
    website: str
    seed: str
    is_staff: bool
    is_author: bool
    html: str
    created_at: datetime
    edited_at: datetime | None
    score: int
    pinned: bool
    reply_count: int
    page_id: int
    page_path: str
    more: str | None = None
    replies: list["ThreadComment"] = field(default_factory=list)


def assemble(branches: Sequence[Branch], *, page_path: str) -> list[ThreadComment]:
    """Return the branches as trees; a reply whose parent is not among them hangs on its root."""
    rows = [row for branch in branches for row in (branch.root, *branch.replies)]
    page_ids = {row["page_id"] for row in rows if row["user_id"] is not None}
    authors = page_authors(sorted(page_ids)) if page_ids else {}
    roots = []
    for branch in branches:
        last = branch.replies[-1]["uuid"] if branch.replies else branch.root["uuid"]
        more = str(Cursor(Kind.REPLIES, last)) if branch.more else None
        root = _comment(branch.root, authors=authors, page_path=page_path, more=more)
        placed = {root.uuid: root}
        for row in branch.replies:
            reply = _comment(row, authors=authors, page_path=page_path, more=None)
            placed.get(row["parent__uuid"], root).replies.append(reply)
            placed[reply.uuid] = reply
        roots.append(root)
    return roots


def _comment(row: Row, *, authors: Mapping[int, set[int]], page_path: str, more: str | None) -> ThreadComment:
    return ThreadComment(
        uuid=row["uuid"],
        parent=row["parent__uuid"],
        depth=row["depth"],
        tombstone=row["status"] == Status.DELETED,
        name=row["author_name"],
        website=row["author_website"],
        seed=row["avatar_seed"],
        is_staff=bool(row["user__is_staff"]),
        is_author=row["user_id"] in authors.get(row["page_id"], ()),
        html=row["html"],
        created_at=row["created_at"],
        edited_at=row["edited_at"],
        score=row["score"],
        pinned=row["pinned_at"] is not None,
        reply_count=row["reply_count"],
        page_id=row["page_id"],
        page_path=page_path,
        more=more,
    )
