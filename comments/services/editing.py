"""An author changes their comment, for as long as nobody has answered it."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comments import markup
from comments.lifecycle import Status
from comments.models import Comment, CommentRevision
from comments.policy.editing import editable_until
from comments.selectors.identity import Author, account_of
from comments.services.announcing import announce
from comments.services.audit import record
from comments.services.indexing import index_words
from comments.services.judging import Judged, judge
from comments.signals import thread_changed
from comments.submission import Submission, normalise
from ground.viewer import Viewer, public_pages


class NotYours(LookupError):
    """Raised when there is no such comment of this author where they can see it."""


class TooLate(Exception):
    """Raised when the comment can't be changed any more: it was answered, judged, or its time is over."""


class StaleComment(Exception):
    """Raised when the comment is no longer what its author saw; `current` is what it is now."""

    def __init__(self, current: Comment) -> None:
        super().__init__(f"The comment is at revision {current.revision} by now.")
        self.current = current


@dataclass(frozen=True, slots=True)
class Edited:
    """The comment as it is now, and whether readers see it."""

    comment: Comment
    published: bool


def edit_comment(
    *, comment: UUID, sent: Submission, seen_revision: int, author: Author, viewer: Viewer, now: datetime
) -> Edited:
    """Replace the text of an author's own comment by the body of `sent`, and judge it like a new one.

    Of `sent`, the body and the network count; name, address and place stay what they were. The former text is kept as
    a revision. What is found in the new text can take a comment out of sight again; it brings none into sight that
    was held: a moderator looks at those. A text that is no other changes nothing.

    Raises:
        NotYours: there is no such comment of this author on a page this viewer may see.
        TooLate: it can't be changed any more.
        StaleComment: it was changed since the author looked.
        Refused: the page, the sender, the text or the rate stands against it.
    """
    with transaction.atomic():
        own = Comment.objects.filter(author.wrote(), uuid=comment).exclude(status=Status.DELETED)
        page_id = own.values_list("page_id", flat=True).first()
        page = public_pages(viewer, now=now).select_for_update(no_key=True).filter(pk=page_id).first()
        current = own.select_related("commenter__user").first()
        if page is None or current is None:
            raise NotYours
        answered = Comment.objects.filter(parent=current, status=Status.APPROVED).exists()
        status = Status(current.status)
        if editable_until(created_at=current.created_at, status=status, answered=answered, now=now) is None:
            raise TooLate
        if current.revision != seen_revision:
            raise StaleComment(current)
        submission = normalise(
            replace(
                sent,
                name=current.author_name,
                email=current.author_email,
                website=current.author_website,
                parent=None,
                key=current.key,
            )
        )
        if submission.body == current.body:
            return Edited(current, published=status is Status.APPROVED)
        judged = judge(
            page=page,
            submission=submission,
            edited=current,
            commenter=current.commenter,
            user=account_of(current.commenter),
            now=now,
        )
        changed = _store(current, submission.body, judged, now=now)
        data: dict[str, object] = {"from": status, "to": changed.status, "revision": seen_revision}
        record(subject=changed, verb="edit", user=None, data={**data, "findings": judged.checks}, now=now)
        if Status.APPROVED in (status, changed.status):
            thread_changed.send(sender=Comment, page_id=page.pk, comment=changed.uuid, change="edit")
        if changed.status != status:
            announce(changed, now=now)
    return Edited(changed, published=changed.status == Status.APPROVED)


def _store(current: Comment, body: str, judged: Judged, *, now: datetime) -> Comment:
    CommentRevision.objects.create(
        comment=current,
        number=current.revision,
        body=current.body,
        ledger=current.ledger,
        written_at=current.edited_at or current.created_at,
    )
    unchanged = Comment.objects.filter(pk=current.pk, status=current.status, revision=current.revision)
    written = unchanged.update(
        status=_status_after(Status(current.status), judged.status),
        # A moderator's word was about the former text.
        last_human_decision="",
        decided_at=None,
        body=body,
        html=judged.html,
        cleaner_version=markup.CLEANER_VERSION,
        fingerprint=judged.fingerprint,
        ledger=judged.ledger,
        weight=judged.verdict.weight,
        revision=current.revision + 1,
        edited_at=now,
    )
    current.refresh_from_db()
    if not written:
        raise StaleComment(current)
    index_words([current])
    return current


def _status_after(former: Status, judged: Status) -> Status:
    strict = (Status.APPROVED, Status.PENDING, Status.SPAM)
    return max(former, judged, key=strict.index)
