"""What an author sees of their own, and nobody else does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When

from comments.lifecycle import Status
from comments.models import AddressLink, Comment, Commenter, Subscription
from comments.policy.editing import editable_until
from comments.selectors.branches import Branch
from comments.selectors.cursor import UnknownCursor
from comments.selectors.identity import Author
from comments.selectors.roots import COLUMNS
from comments.selectors.thread import path_within
from comments.selectors.trees import ThreadComment, assemble
from comments.selectors.visibility import pages_showing_comments, public_for, with_reply_count
from ground.among import AmongAll, ids_of
from ground.viewer import Viewer, public_pages

WAITING = (Status.PENDING, Status.SPAM)
"""What an author is shown as waiting: whoever is taken for a spammer is told what everybody is told."""

WAITING_MAX = 20
"""Waiting comments that come with a thread, the newest; all are in the list of one's own."""

OWN_MAX = 200
"""Comments of one author that are known as theirs on one page."""

OWN = 20
"""Comments in one part of the list of one's own."""


@dataclass(frozen=True, slots=True)
class OwnComment:
    """A comment as its author sees it.

    `path` is that of its page, empty where this viewer may not see the page; so is `page_title`. `public` says whether
    readers see it, `confirmed` whether it is known to be theirs. `editable_until` is None when it can't be changed.
    """

    comment: Comment
    page_title: str
    page_path: str
    public: bool
    confirmed: bool
    editable_until: datetime | None

    @property
    def waits(self) -> bool:
        """Whether its author is told that it waits."""
        return self.comment.status in WAITING


@dataclass(frozen=True, slots=True)
class OwnComments:
    """A part of the comments of one reader, the newest first; `next` is the cursor of the part that follows."""

    comments: Sequence[OwnComment]
    next: str | None


@dataclass(frozen=True, slots=True)
class OwnHere:
    """An author's own on one page: their comments that wait, the newest first, and the uuids of all they wrote."""

    waiting: list[ThreadComment]
    uuids: list[UUID]


def own_on_page(*, page_id: int, author: Author, viewer: Viewer, now: datetime) -> OwnHere:
    """Return the author's own comments on a page, of which the newest `OWN_MAX` are looked for. Two statements.

    None where this viewer may not see the page, or it shows no comments. None for nobody, without a statement.
    """
    if author.is_nobody:
        return OwnHere([], [])
    pages = pages_showing_comments(viewer, now=now).filter(pk=page_id)
    own = Comment.objects.filter(author.wrote(), Exists(pages), page_id=page_id).exclude(status=Status.DELETED)
    here = list(own.order_by("-created_at", "-pk").values_list("uuid", "status")[:OWN_MAX])
    waiting = [uuid for uuid, status in here if status in WAITING][:WAITING_MAX]
    return OwnHere(_in_thread(waiting, viewer=viewer), [uuid for uuid, _ in here])


def waiting_comment(*, uuid: UUID, author: Author, viewer: Viewer, now: datetime) -> ThreadComment | None:
    """Return the author's own comment if it waits, on a page this viewer may see; else None. Two statements."""
    if author.is_nobody:
        return None
    pages = pages_showing_comments(viewer, now=now).filter(pk=OuterRef("page_id"))
    own = Comment.objects.filter(author.wrote(), Exists(pages), uuid=uuid, status__in=WAITING)
    return next(iter(_in_thread([uuid], viewer=viewer)), None) if own.exists() else None


def own_comment(*, uuid: UUID, author: Author, viewer: Viewer, now: datetime) -> OwnComment | None:
    """Return one comment of the author's own; None if there is none of that uuid."""
    if author.is_nobody:
        return None
    own = _described(Comment.objects.filter(author.wrote(), uuid=uuid), viewer=viewer, now=now).first()
    return None if own is None else _own(own, viewer=viewer, confirmed=own.commenter_id is not None, now=now)


def comment_of_link(link: AddressLink, *, viewer: Viewer, now: datetime) -> OwnComment | None:
    """Return the comment that a mailed link would confirm; None if there is none any more."""
    free = Comment.objects.filter(links=link, author_email=link.email, commenter__isnull=True)
    sent = _described(free.exclude(status=Status.DELETED), viewer=viewer, now=now).first()
    return None if sent is None else _own(sent, viewer=viewer, confirmed=False, now=now)


def own_comments(*, commenter: Commenter, viewer: Viewer, now: datetime, cursor: str = "") -> OwnComments:
    """Return a part of what a commenter wrote, and of what was sent under their address, the newest first.

    At most two statements. Raises `UnknownCursor` when `cursor` was not made here.
    """
    by_time = Comment.objects.exclude(status=Status.DELETED).order_by("-created_at", "-pk")
    theirs = [by_time.filter(commenter=commenter), by_time.filter(author_email=commenter.email, commenter__isnull=True)]
    if cursor:
        last = _last_seen(cursor, commenter)
        earlier = Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, pk__lt=last.pk)
        theirs = [rows.filter(earlier) for rows in theirs]
    wanted = AmongAll([ids_of(rows[: OWN + 1]) for rows in theirs])
    rows = list(_described(by_time.filter(wanted), viewer=viewer, now=now)[: OWN + 1])
    shown = [_own(row, viewer=viewer, confirmed=row.commenter_id == commenter.pk, now=now) for row in rows[:OWN]]
    return OwnComments(shown, next=rows[OWN - 1].uuid.hex if len(rows) > OWN else None)


def subscriptions_of(*, commenter: Commenter, viewer: Viewer, now: datetime) -> list[Subscription]:
    """Return what a commenter is told of by mail, on pages this viewer may see, the newest first. One statement."""
    pages = public_pages(viewer, now=now).filter(pk=OuterRef("page_id"))
    own = Subscription.objects.filter(Exists(pages), commenter=commenter).select_related("page", "comment")
    return list(own.order_by("-created_at", "-pk"))


def _in_thread(uuids: Sequence[UUID], *, viewer: Viewer) -> list[ThreadComment]:
    """Return these comments as they would stand in their thread, the newest first, whether readers see them or not."""
    if not uuids:
        return []
    rows = with_reply_count(Comment.objects.filter(uuid__in=uuids)).order_by("-created_at", "-pk")
    found = list(rows.values(*COLUMNS, "page__url_path"))
    path = path_within(viewer, found[0]["page__url_path"])
    return assemble([Branch(row, (), more=False) for row in found], page_path=path)


def _last_seen(cursor: str, commenter: Commenter) -> Comment:
    try:
        uuid = UUID(cursor)
    except ValueError:
        raise UnknownCursor(cursor) from None
    theirs = Q(commenter=commenter) | Q(author_email=commenter.email)
    found = Comment.objects.filter(theirs, uuid=uuid).only("created_at").first()
    if found is None:
        raise UnknownCursor(cursor)
    return found


def _described(comments: QuerySet[Comment], *, viewer: Viewer, now: datetime) -> Any:
    page = public_pages(viewer, now=now).filter(pk=OuterRef("page_id"))
    replies = Comment.objects.filter(parent=OuterRef("pk"), status=Status.APPROVED)
    public = Exists(public_for(viewer, now=now).filter(pk=OuterRef("pk")))
    return comments.select_related("page", "parent").annotate(
        page_visible=Exists(page),
        answered=Exists(replies),
        # The database need not look for hidden ancestors of what is not approved anyway.
        public=Case(When(status=Status.APPROVED, then=public), default=Value(False), output_field=BooleanField()),
    )


def _own(row: Any, *, viewer: Viewer, confirmed: bool, now: datetime) -> OwnComment:
    return OwnComment(
        comment=row,
        page_title=row.page.title if row.page_visible else "",
        page_path=path_within(viewer, row.page.url_path) if row.page_visible else "",
        public=row.public,
        confirmed=confirmed,
        editable_until=editable_until(
            created_at=row.created_at, status=Status(row.status), answered=row.answered, now=now
        ),
    )
