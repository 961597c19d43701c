"""What is stored about a reader is handed out or erased by a moderator, because the reader asked for it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comments.models import Comment
from comments.permissions import moderated_by
from comments.selectors.commenters import writer_of
from comments.selectors.stored import Stored, may_answer_for, stored_about
from comments.services.audit import record
from comments.services.erasing import erase_commenter


def hand_out(*, comment: UUID, user: Any, now: datetime) -> Stored:
    """Return all that is stored about the address of whoever wrote `comment`; the log says who asked, and no address.

    Raises:
        Comment.DoesNotExist: there is no such comment where `user` decides.
        NobodyKnown: nothing is left that tells who wrote it.
        PermissionDenied: no address was given, or `user` does not moderate all that was written under it.
    """
    with transaction.atomic():
        handle, email = _asked_for(comment, user=user)
        stored = stored_about(email=email)
        record(subject=handle, verb="export", user=user, data={"comments": len(stored.comments)}, now=now)
    return stored


def erase_for(*, comment: UUID, user: Any, now: datetime) -> int:
    """Erase all that is stored about that address, for good; return how many comments were emptied.

    The log says who did it, and no address. Raises as `hand_out`.
    """
    with transaction.atomic():
        handle, email = _asked_for(comment, user=user)
        number = erase_commenter(email=email, now=now)
        record(subject=handle, verb="erase", user=user, data={"comments": number}, now=now)
    return number


def _asked_for(comment: UUID, *, user: Any) -> tuple[Comment, str]:
    handle = Comment.objects.select_related("commenter").filter(moderated_by(user)).get(uuid=comment)
    email = writer_of(handle).email
    if not may_answer_for(email, user=user):
        raise PermissionDenied
    return handle, email
