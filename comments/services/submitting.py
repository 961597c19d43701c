"""What a reader sends becomes a comment, or is refused."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import DateTimeField, Exists, IntegerField, OuterRef, Q, QuerySet, UUIDField
from wagtail.models import Page

from comments import markup
from comments.lifecycle import Status
from comments.models import STEP, Comment, Commenter
from comments.policy import Refusal, RefusalCode, Who
from comments.selectors.commentable import commentable_type_ids
from comments.selectors.visibility import public_for
from comments.services.announcing import announce
from comments.services.audit import record
from comments.services.identity import CONFIRM
from comments.services.indexing import index_words
from comments.services.judging import Judged, Refused, judge
from comments.services.limits import limits_on
from comments.services.placing import path_after
from comments.signals import thread_changed
from comments.submission import Submission, normalise
from ground import outbox, throttle
from ground.prepared import Several, prepared
from ground.viewer import Viewer, public_pages


class PageNotFound(LookupError):
    """Raised when the sender may not see such a page."""


class KeyReused(Exception):
    """Raised when the idempotency key came before, on this page, with something else."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """The stored comment, whether readers see it now, and whether it was stored by an earlier sending of the same."""

    comment: Comment
    published: bool
    replayed: bool


def submit_comment(
    *,
    page_id: int,
    submission: Submission,
    viewer: Viewer,
    commenter: Commenter | None = None,
    user: Any = None,
    now: datetime,
) -> Submitted:
    """Store what a reader sent to a page, published or held as the policy and the screening say.

    The policy is read inside the transaction that stores the comment. Sending the same again under the same key
    stores nothing and answers with what became of the first.

    Raises:
        PageNotFound: this viewer may not see the page.
        KeyReused: the key was used on this page for something else.
        Refused: the page, the sender, the text, the parent or the rate stands against it.
    """
    submission = normalise(submission)
    digest, limits = digest_of(submission), limits_on(submission, commenter=commenter, user=user)
    wait = throttle.seconds_to_wait(limits, now=now)
    try:
        with transaction.atomic(), outbox.together():
            submitted = _submit(
                page_id, submission, digest=digest, wait=wait, viewer=viewer, commenter=commenter, user=user, now=now
            )
    except IntegrityError as error:
        # Who was erased meanwhile is no longer there to be named: the database sees to it, without being asked before.
        if commenter is None or Commenter.objects.filter(pk=commenter.pk).exists():
            raise
        raise Refused(Refusal(RefusalCode.IDENTITY_REQUIRED, {"who": Who.CONFIRMED})) from error
    if not submitted.replayed:
        throttle.note(limits, now=now)
    return submitted


def _submit(
    page_id: int,
    submission: Submission,
    *,
    digest: str,
    wait: int,
    viewer: Viewer,
    commenter: Commenter | None,
    user: Any,
    now: datetime,
) -> Submitted:
    page: Page | None = next(iter(_held(viewer, page_id=page_id, now=now)), None)
    if page is None:
        raise PageNotFound
    earlier, parent = _earlier_and_parent(page, submission, viewer=viewer, now=now)
    if earlier is not None:
        if earlier.digest != digest:
            raise KeyReused
        return Submitted(earlier, published=earlier.public, replayed=True)
    if wait:
        raise Refused(Refusal(RefusalCode.TOO_FAST, {"retry_after": wait}))
    judged = judge(page=page, submission=submission, parent=parent, commenter=commenter, user=user, now=now)
    writer = {"commenter": commenter, "user": user}
    if commenter is not None:
        writer["avatar_seed"] = commenter.avatar_seed
    comment = _stored(page, submission, judged, parent=parent, writer=writer, digest=digest, now=now)
    index_words([comment])
    record(subject=comment, verb="submit", user=user, data={"to": comment.status, "findings": judged.checks}, now=now)
    announce(comment, now=now)
    if comment.tell_decision and comment.status == Status.PENDING and commenter is None:
        outbox.write(topic=CONFIRM, payload={"comment": str(comment.uuid), "site": viewer.site.pk}, now=now)
    published = comment.status == Status.APPROVED
    if published:
        thread_changed.send(sender=Comment, page_id=page.pk, comment=comment.uuid, change="submit")
    return Submitted(comment, published=published, replayed=False)


def digest_of(submission: Submission) -> str:
    """Return the SHA-256, in hexadecimal, of all that a reader typed and what it answers."""
    parent = str(submission.parent or "")
    typed = (submission.body, submission.name, submission.email, submission.website, parent)
    return hashlib.sha256(json.dumps(typed).encode()).hexdigest()


@prepared(page_id=IntegerField(), now=DateTimeField())
def _held(viewer: Viewer, *, page_id: Any, now: Any) -> QuerySet[Page]:
    """Return the page, if this viewer may see it, and hold its row until the transaction ends."""
    pages: QuerySet[Page] = public_pages(viewer, now=now).filter(pk=page_id)
    return pages.select_for_update(no_key=True)


def _earlier_and_parent(
    page: Page, submission: Submission, *, viewer: Viewer, now: datetime
) -> tuple[Any | None, Any | None]:
    parents = [] if submission.parent is None else [submission.parent]
    rows: list[Any] = _called(
        viewer, commentable_type_ids(), page_id=page.pk, key=submission.key, parents=parents, now=now
    )
    earlier = next((row for row in rows if row.key == submission.key), None)
    parent = next((row for row in rows if row.uuid == submission.parent), None)
    return earlier, parent


@prepared(page_id=IntegerField(), key=UUIDField(), parents=Several(UUIDField()), now=DateTimeField())
def _called(
    viewer: Viewer, _types: tuple[int, ...], *, page_id: Any, key: Any, parents: Any, now: Any
) -> QuerySet[Comment]:
    public = public_for(viewer, now=now, page_ids=[page_id]).filter(pk=OuterRef("pk"))
    named = Comment.objects.filter(Q(key=key) | Q(uuid__in=parents), page_id=page_id)
    return named.annotate(public=Exists(public))


def _stored(
    page: Page,
    submission: Submission,
    judged: Judged,
    *,
    parent: Comment | None,
    writer: Mapping[str, Any],
    digest: str,
    now: datetime,
) -> Comment:
    above = "" if parent is None else parent.path
    path = path_after(judged.last_path, above=above)
    return Comment.objects.create(
        page=page,
        page_title=page.title,
        page_path=page.url_path,
        parent=parent,
        path=path,
        depth=len(path) // STEP,
        status=judged.status,
        body=submission.body,
        html=judged.html,
        cleaner_version=markup.CLEANER_VERSION,
        author_name=submission.name,
        author_email=submission.email,
        author_website=submission.website,
        **writer,
        origin=submission.origin,
        created_at=now,
        key=submission.key,
        digest=digest,
        fingerprint=judged.fingerprint,
        ledger=judged.ledger,
        weight=judged.verdict.weight,
        tell_decision=submission.tell_decision,
    )
