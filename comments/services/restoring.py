"""The bulk door: comments that were made elsewhere, or before."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import is_naive
from wagtail.models import Page

from comments import markup
from comments.lifecycle import Status
from comments.models import PERSONAL_FIELDS, STEP, Comment
from comments.policy import DEPTH_CAP
from comments.screening import fingerprint
from comments.services.audit import record
from comments.services.indexing import index_words
from comments.services.placing import number_within, path_below
from comments.services.submitting import digest_of
from comments.signals import thread_changed
from comments.submission import BODY_MAX, EMAIL_MAX, NAME_MAX, WEBSITE_MAX, Submission, normalise

ROWS = 500
"""Comments a transaction, so that readers and writers of the site wait only briefly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredComment:
    """A comment as it is to stand; `parent` is the uuid of one in the same thread.

    `ledger` is what screening had found in it, as `Judged.ledger` has it, and `weight` how much that weighs.
    """

    uuid: UUID
    body: str
    name: str
    created_at: datetime
    parent: UUID | None = None
    email: str = ""
    website: str = ""
    status: Status = Status.APPROVED
    user: Any = None
    ledger: Sequence[Mapping[str, Any]] = ()
    weight: int = 0


class CannotRestore(ValueError):
    """Raised when a comment cannot be brought in; `uuid` says which, the message why."""

    def __init__(self, uuid: UUID, why: str) -> None:
        super().__init__(f"{uuid}: {why}")
        self.uuid = uuid


def restore_thread(*, page: Page, comments: Sequence[RestoredComment], now: datetime) -> int:
    """Bring comments into the thread of `page` as they stand, and return how many are new.

    Those whose uuid is known already are left as they are, so that it may be run again. Texts go through the same
    cleaner, statuses are the same; limits, screening and mail do not apply. All but the length of the rendered text
    is checked before anything is written; then `ROWS` are written a transaction, parents before their replies, the
    older before the newer.

    Raises:
        CannotRestore: a text is empty or too long, a name is missing or too long, a parent is not in the thread, or
            lies too deep.
    """
    known = _known(comments, page=page)
    fresh = [_checked(comment) for comment in comments if comment.uuid not in known]
    ordered = _parents_first(fresh, page=page)
    for start in range(0, len(ordered), ROWS):
        _write(page, ordered[start : start + ROWS], now=now)
    return len(ordered)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A comment with the depth it will lie at."""

    comment: RestoredComment
    depth: int


def _known(comments: Sequence[RestoredComment], *, page: Page) -> set[UUID]:
    known: set[UUID] = set()
    for start in range(0, len(comments), ROWS):
        uuids = [comment.uuid for comment in comments[start : start + ROWS]]
        for uuid, page_id in Comment.objects.filter(uuid__in=uuids).values_list("uuid", "page_id"):
            if page_id != page.pk:
                raise CannotRestore(uuid, "It is in another thread.")
            known.add(uuid)
    return known


def _checked(comment: RestoredComment) -> RestoredComment:
    """Return the comment as it will be stored, blank if it was deleted."""
    status = Status(comment.status)
    if is_naive(comment.created_at):
        raise CannotRestore(comment.uuid, "Its moment has no time zone.")
    if status is Status.DELETED:
        return replace(comment, status=status, body="", name="", email="", website="", user=None, ledger=(), weight=0)
    submission = normalise(_submission(comment))
    if not submission.body or len(submission.body) > BODY_MAX:
        raise CannotRestore(comment.uuid, f"Its text must have 1 to {BODY_MAX} characters.")
    if not submission.name or len(submission.name) > NAME_MAX:
        raise CannotRestore(comment.uuid, f"Its author's name must have 1 to {NAME_MAX} characters.")
    if len(submission.email) > EMAIL_MAX or len(submission.website) > WEBSITE_MAX:
        raise CannotRestore(comment.uuid, "Its author's addresses are too long.")
    return replace(
        comment,
        status=status,
        body=submission.body,
        name=submission.name,
        email=submission.email,
        website=submission.website,
    )


def _submission(comment: RestoredComment) -> Submission:
    return Submission(
        body=comment.body,
        name=comment.name,
        email=comment.email,
        website=comment.website,
        parent=comment.parent,
        key=comment.uuid,
        origin="",
    )


def _parents_first(comments: Sequence[RestoredComment], *, page: Page) -> list[_Placed]:
    """Return the comments level by level, within a level by time."""
    depths: dict[UUID | None, int] = {None: 0}
    depths.update(Comment.objects.filter(page_id=page.pk).values_list("uuid", "depth"))
    answers: dict[UUID | None, list[RestoredComment]] = {}
    for comment in {comment.uuid: comment for comment in comments}.values():
        answers.setdefault(comment.parent, []).append(comment)
    placed: list[_Placed] = []
    reached = [parent for parent in answers if parent in depths]
    while reached:
        parent = reached.pop()
        for comment in answers.pop(parent):
            depth = depths[parent] + 1
            if depth > DEPTH_CAP:
                raise CannotRestore(comment.uuid, f"It lies deeper than {DEPTH_CAP}.")
            depths[comment.uuid] = depth
            placed.append(_Placed(comment, depth))
            if comment.uuid in answers:
                reached.append(comment.uuid)
    for orphans in answers.values():
        raise CannotRestore(orphans[0].uuid, "What it answers is not in this thread.")
    return sorted(placed, key=lambda place: (place.depth, place.comment.created_at))


def _write(page: Page, placed: Sequence[_Placed], *, now: datetime) -> None:
    with transaction.atomic():
        Page.objects.select_for_update(no_key=True).get(pk=page.pk)
        thread = {row.uuid: row for row in Comment.objects.filter(page_id=page.pk).only("uuid", "path")}
        last: Counter[str] = Counter()
        for row in thread.values():
            above = row.path[:-STEP]
            last[above] = max(last[above], number_within(row.path, above=above))
        for _depth, level in groupby(placed, key=lambda place: place.depth):
            rows = [_row(page, place, thread=thread, last=last) for place in level]
            Comment.objects.bulk_create(rows)
            index_words(row for row in rows if row.status != Status.DELETED)
            thread.update({row.uuid: row for row in rows})
        record(subject=page, verb="restore", user=None, data={"number": len(placed)}, now=now)
        thread_changed.send(sender=Comment, page_id=page.pk, comment=None, change="restore")


def _row(page: Page, place: _Placed, *, thread: Mapping[UUID, Comment], last: Counter[str]) -> Comment:
    comment = place.comment
    parent = thread[comment.parent] if comment.parent else None
    above = parent.path if parent else ""
    last[above] += 1
    deleted = comment.status is Status.DELETED
    row = Comment(
        uuid=comment.uuid,
        page=page,
        page_title=page.title,
        page_path=page.url_path,
        parent=parent,
        path=path_below(above, number=last[above]),
        depth=place.depth,
        status=comment.status,
        body=comment.body,
        html="" if deleted else _rendered(comment),
        cleaner_version=markup.CLEANER_VERSION,
        author_name=comment.name,
        author_email=comment.email,
        author_website=comment.website,
        user=comment.user,
        created_at=comment.created_at,
        key=comment.uuid,
        digest=digest_of(_submission(comment)),
        fingerprint=fingerprint(comment.body),
        ledger=list(comment.ledger),
        weight=comment.weight,
    )
    if deleted:
        for field, blank in PERSONAL_FIELDS.items():
            setattr(row, field, blank())
    return row


def _rendered(comment: RestoredComment) -> str:
    try:
        return markup.render(comment.body)
    except markup.TooLong as error:
        raise CannotRestore(comment.uuid, str(error)) from error
