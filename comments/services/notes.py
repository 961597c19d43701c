"""Moderators' notes about whoever writes under an address."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comments.models import NOTE_MAX, Comment, CommenterNote
from comments.permissions import may_moderate, moderated_by
from comments.selectors.commenters import writer_of
from comments.selectors.moderated import moderated_above, place_of
from comments.selectors.notes import note_key
from comments.services.audit import record


def add_note(*, comment: UUID, text: str, user: Any, now: datetime) -> CommenterNote:
    """Keep a note about whoever wrote `comment`, for everybody who moderates in the widest branch of `user`'s there.

    Raises:
        Comment.DoesNotExist: there is no such comment where `user` decides.
        NobodyKnown: nothing is left that tells who wrote it.
        ValidationError: the note is empty or too long, or there is no address to keep it by; by field.
    """
    handle = Comment.objects.select_related("page", "branch", "commenter").filter(moderated_by(user)).get(uuid=comment)
    email = writer_of(handle).email
    if not email:
        raise ValidationError({"text": _("A note is kept by an e-mail address, and none was given.")})
    note = CommenterNote(
        about=note_key(email),
        page=moderated_above(place_of(handle), user=user)[0],
        text=text.strip(),
        written_by=str(user.get_full_name() or user.get_username()),
        written_at=now,
    )
    note.clean_fields(exclude=["page"])
    if len(note.text) > NOTE_MAX:
        raise ValidationError({"text": _("A note has at most %(limit)d characters.") % {"limit": NOTE_MAX}})
    with transaction.atomic():
        note.save()
        record(subject=handle, verb="note", user=user, data={"note": str(note.uuid)}, now=now)
    return note


def remove_note(*, note: CommenterNote, user: Any, now: datetime) -> None:
    """Remove a note. Raises `PermissionDenied` when `user` does not moderate its branch."""
    if not may_moderate(user, page=note.page):
        raise PermissionDenied
    with transaction.atomic():
        if CommenterNote.objects.filter(pk=note.pk).delete()[0]:
            record(subject=note.page, verb="remove_note", user=user, data={"note": str(note.uuid)}, now=now)
