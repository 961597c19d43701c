"""A moderator's decision about a comment."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comments.lifecycle import Decision, Status, next_status
from comments.models import Comment
from comments.permissions import may_moderate, moderated_by
from comments.services.audit import record
from comments.signals import thread_changed


class StaleDecision(Exception):
    """Raised when the comment is no longer what the moderator saw; `current` is what it is now."""

    def __init__(self, current: Comment) -> None:
        super().__init__(f"The comment is {current.status}, revision {current.revision}, by now.")
        self.current = current


def decide(
    *,
    comment: UUID,
    decision: Decision,
    seen_status: Status,
    seen_revision: int,
    moderator: Any,
    reason: str = "",
    now: datetime,
) -> Comment:
    """Give a comment the status that `decision` leads to, if it still is what the moderator saw; return it.

    `reason` is a code for the log. Nothing is written when anything is raised.

    Raises:
        PermissionDenied: `moderator` may not decide, or the decision is the author's.
        Comment.DoesNotExist: there is no such comment where `moderator` decides.
        StaleDecision: its status or its text changed since.
        IllegalTransition: the decision does not exist for its status.
    """
    if decision is Decision.DELETE or not may_moderate(moderator):
        raise PermissionDenied
    with transaction.atomic():
        current = Comment.objects.filter(moderated_by(moderator)).get(uuid=comment)
        target = next_status(seen_status, decision)
        unchanged = Comment.objects.filter(pk=current.pk, status=seen_status, revision=seen_revision)
        if not unchanged.update(status=target, last_human_decision=decision, decided_at=now):
            current.refresh_from_db()
            raise StaleDecision(current)
        current.refresh_from_db()
        data: dict[str, object] = {"from": seen_status, "to": target, "revision": seen_revision, "reason": reason}
        record(subject=current, verb=decision, user=moderator, data=data, now=now)
        if Status.APPROVED in (seen_status, target):
            thread_changed.send(sender=Comment, page_id=current.page_id, comment=current.uuid, change=str(decision))
    return current
