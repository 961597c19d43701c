"""The public comments of one page, a bounded part at a time; and one comment by its public id."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, F, IntegerField, QuerySet
from wagtail.models import Page

from comments.models import Comment
from comments.policy import EffectivePolicy
from comments.selectors.branches import Branch, branch_at, fitting_branches, rest_of_branch
from comments.selectors.commentable import commentable_type_ids
from comments.selectors.counts import counts
from comments.selectors.cursor import Cursor, Kind
from comments.selectors.policies import policies_of_paths
from comments.selectors.roots import COLUMNS, PAGE_COLUMNS, Row, Sort, root_rows, total_of
from comments.selectors.trees import ThreadComment, assemble
from comments.selectors.visibility import pages_with_comments, public_for, with_reply_count
from ground.prepared import prepared
from ground.roots import public_path, root_above, roots_of
from ground.viewer import Viewer


class ThreadNotFound(LookupError):
    """Raised when there is no page with comments that this viewer may see."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A part of a page's thread; `count` is of the whole, `next` the cursor of the part that follows."""

    page_id: int
    policy: EffectivePolicy
    first_published_at: datetime | None
    count: int
    comments: list[ThreadComment]
    next: str | None
    language: str


def thread(*, page_id: int, viewer: Viewer, now: datetime, cursor: str = "", sort: Sort = "oldest") -> Thread:
    """Return the part of the page's public comments that `cursor` asks for, the first part without one.

    Comments on the page itself come in the order of `sort`, pinned ones first, at most `ROOTS` others with at most
    `REPLIES` replies each, and no more than about `BYTES`. At most four statements, whatever the thread's size.

    Raises:
        ThreadNotFound: this viewer may not see such a page, or its type takes no comments.
        UnknownCursor: `cursor` was not made here, or not for this order.
    """
    where = Cursor.parse(cursor) if cursor else None
    roots = root_rows(viewer, page_id=page_id, where=where, sort=sort, now=now)
    page = roots[0] if roots else _page(page_id, viewer=viewer, now=now)
    policy = policies_of_paths([page["page__path"]])[page["page__path"]]
    if where is not None and where.kind in (Kind.REPLIES, Kind.AT):
        rest = rest_of_branch if where.kind is Kind.REPLIES else branch_at
        branches, left_over = rest(roots, viewer=viewer, now=now), False
    else:
        branches, left_over = fitting_branches(roots, viewer=viewer, now=now)
    if roots:
        count = total_of(roots)
    else:
        count = counts(page_ids=[page_id], viewer=viewer, now=now).get(page_id, 0) if where else 0
    return Thread(
        page_id=page_id,
        policy=policy,
        first_published_at=page["page__first_published_at"],
        count=count,
        comments=assemble(branches, page_path=path_within(viewer, page["page__url_path"])),
        next=str(_behind(branches[-1].root, sort)) if left_over else None,
        language=_language(viewer, page["page__url_path"]),
    )


def language_of(*, page_id: int, viewer: Viewer) -> str:
    """Return the language of the page, of the viewer's site itself for a page that is not of it. One statement."""
    url_path = Page.objects.filter(pk=page_id).values_list("url_path", flat=True).first()
    return _language(viewer, url_path or "")


def _language(viewer: Viewer, url_path: str) -> str:
    root = root_above(viewer.site, url_path)
    return (root or roots_of(viewer.site)[0]).language


def public_comment(*, uuid: UUID, viewer: Viewer, now: datetime) -> ThreadComment:
    """Return one public comment, without its replies.

    Raises `ThreadNotFound` when there is none that this viewer may see.
    """
    row = with_reply_count(public_for(viewer, now=now)).filter(uuid=uuid).values(*COLUMNS, "page__url_path").first()
    if row is None:
        raise ThreadNotFound
    return assemble([Branch(row, (), more=False)], page_path=path_within(viewer, row["page__url_path"]))[0]


def fresh_comment(comment: Comment, *, viewer: Viewer) -> ThreadComment:
    """Return a comment just stored and public, as `public_comment` would. No statement, unless an account wrote it."""
    here = {name: getattr(comment, name) for name in COLUMNS if hasattr(comment, name)}
    beside = {
        "parent__uuid": None if comment.parent is None else comment.parent.uuid,
        "user__is_staff": comment.user is not None and comment.user.is_staff,
        "reply_count": 0,
    }
    path = path_within(viewer, comment.page_path)
    return assemble([Branch({**here, **beside}, (), more=False)], page_path=path)[0]


def _behind(root: Row, sort: Sort) -> Cursor:
    if root["pinned_at"] is not None:
        return Cursor(Kind.PINNED, root["uuid"])
    if sort == "best":
        return Cursor(Kind.BEST, root["uuid"], root["score"])
    return Cursor(Kind.ROOTS, root["uuid"])


def _page(page_id: int, *, viewer: Viewer, now: datetime) -> Row:
    found = _page_row(viewer, commentable_type_ids(), page_id=page_id, now=now)
    if not found:
        raise ThreadNotFound
    page: Row = found[0]
    return page


@prepared(page_id=IntegerField(), now=DateTimeField())
def _page_row(viewer: Viewer, _types: tuple[int, ...], *, page_id: Any, now: Any) -> QuerySet[Any, Any]:
    columns = {f"page__{name}": F(name) for name in PAGE_COLUMNS}
    rows: QuerySet[Any, Any] = pages_with_comments(viewer, now=now).filter(pk=page_id).values(**columns)
    return rows


def path_within(viewer: Viewer, url_path: str) -> str:
    """Return the path within the viewer's site of the page with this `url_path`."""
    return public_path(viewer.site, url_path) or ""
