"""Moderators put a comment before all others on its page."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Page

from comments.lifecycle import Status
from comments.models import Comment
from comments.permissions import may_moderate
from comments.services.audit import record
from comments.services.deciding import held, tell_readers

PINS_MAX = 3
"""Pinned comments of a page: beyond them the discussion would be out of sight."""


class WhyNotPinned(StrEnum):
    """Why a comment can't be pinned."""

    REPLY = "reply"
    NOT_PUBLIC = "not-public"
    TOO_MANY = "too-many"


class CannotPin(Exception):
    """Raised when a comment can't be pinned; `why` says why not."""

    def __init__(self, why: WhyNotPinned) -> None:
        super().__init__(why)
        self.why = why


def pin(*, comment: UUID, user: Any, now: datetime) -> Comment:
    """Put a comment behind those pinned before it, and before all others on its page. Pinned already, it stays so.

    Only comments on the page itself: a reply without what it answers is not understood.

    Raises:
        PermissionDenied: `user` may not decide anything.
        Comment.DoesNotExist: there is no such comment where `user` decides.
        CannotPin: it is a reply, not approved, or `PINS_MAX` are pinned.
    """
    with transaction.atomic():
        current = _held(comment, user=user)
        if current.pinned_at is not None:
            return current
        if current.depth > 1:
            raise CannotPin(WhyNotPinned.REPLY)
        if current.status != Status.APPROVED or current.page_id is None:
            raise CannotPin(WhyNotPinned.NOT_PUBLIC)
        Page.objects.select_for_update(no_key=True).get(pk=current.page_id)
        pinned = Comment.objects.filter(page_id=current.page_id, pinned_at__isnull=False, status=Status.APPROVED)
        if pinned.count() >= PINS_MAX:
            raise CannotPin(WhyNotPinned.TOO_MANY)
        return _pinned(current, now, verb="pin", user=user, now=now)


def unpin(*, comment: UUID, user: Any, now: datetime) -> Comment:
    """Put a comment back to its place in the order. Raises `PermissionDenied` and `Comment.DoesNotExist` as `pin`."""
    with transaction.atomic():
        current = _held(comment, user=user)
        return current if current.pinned_at is None else _pinned(current, None, verb="unpin", user=user, now=now)


def _held(comment: UUID, *, user: Any) -> Comment:
    if not may_moderate(user):
        raise PermissionDenied
    try:
        return held([comment], moderator=user)[comment]
    except KeyError:
        raise Comment.DoesNotExist(comment) from None


def _pinned(comment: Comment, moment: datetime | None, *, verb: str, user: Any, now: datetime) -> Comment:
    comment.pinned_at = moment
    Comment.objects.filter(pk=comment.pk).update(pinned_at=moment)
    record(subject=comment, verb=verb, user=user, data={}, now=now)
    tell_readers([comment], change=verb)
    return comment
