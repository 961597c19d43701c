"""A moderator answers a reader from the desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comments.lifecycle import Decision, Status
from comments.models import Batch, Comment
from comments.permissions import may_moderate
from comments.services.deciding import Seen, StaleDecision, decide_many, held
from comments.services.submitting import PageNotFound, submit_comment
from comments.submission import NAME_MAX, Submission
from ground.roots import place_of
from ground.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer, and the batch that approved what it answers, None where that was approved before."""

    answer: Comment
    batch: Batch | None


def answer(
    *,
    comment: UUID,
    seen_status: Status,
    seen_revision: int,
    body: str,
    key: UUID,
    moderator: Any,
    now: datetime,
) -> Answered:
    """Publish what a moderator answers to a comment that still is what they saw, and approve that first if need be.

    All of it or nothing, in one transaction. The answer goes the way of every comment, under the moderator's account;
    should a rule hold it, it is approved by the one who wrote it. Sent again under the same `key`, it is stored once.

    Raises:
        PermissionDenied: `moderator` may not decide anything.
        Comment.DoesNotExist: there is no such comment where `moderator` decides.
        StaleDecision: its status or its text changed since.
        IllegalTransition: it is deleted.
        PageNotFound: the page is gone, or not everybody may see it.
        KeyReused: the key was used for something else.
        Refused: the page, the text or the rate stands against it.
    """
    if not may_moderate(moderator):
        raise PermissionDenied
    with transaction.atomic():
        current = held([comment], moderator=moderator).get(comment)
        if current is None:
            raise Comment.DoesNotExist(comment)
        sent_before = Comment.objects.filter(key=key, user=moderator, parent=current).exists()
        if (current.status, current.revision) != (seen_status, seen_revision) and not sent_before:
            raise StaleDecision(current)
        batch = None if current.status == Status.APPROVED else _approve(current, moderator=moderator, now=now)
        place = None if current.page is None else place_of(current.page)
        if place is None or current.page_id is None:
            raise PageNotFound
        submitted = submit_comment(
            page_id=current.page_id,
            submission=Submission(
                body=body,
                name=str(moderator.get_full_name() or moderator.get_username())[:NAME_MAX],
                email=moderator.email,
                website="",
                parent=comment,
                key=key,
                origin="",
            ),
            viewer=Viewer.anonymous(site=place[0]),
            user=moderator,
            now=now,
        )
        if not submitted.replayed and submitted.comment.status != Status.APPROVED:
            _approve(submitted.comment, moderator=moderator, now=now)
    return Answered(submitted.comment, batch)


def _approve(comment: Comment, *, moderator: Any, now: datetime) -> Batch | None:
    seen = Seen(comment.uuid, Status(comment.status), comment.revision)
    result = decide_many(seen=[seen], decision=Decision.APPROVE, moderator=moderator, now=now)
    for conflict in result.conflicts:
        raise conflict.error
    return result.batch
