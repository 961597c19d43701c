"""What moderators noted about whoever writes under an address."""

from typing import Any

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from comments.models import CommenterNote
from comments.selectors.moderated import reaching


def note_key(email: str) -> str:
    """Return the keyed hash under which notes about a normalised address are kept."""
    return salted_hmac("comments.note", email, algorithm="sha256").hexdigest()


def notes_about(email: str, *, user: Any) -> QuerySet[CommenterNote]:
    """Return the notes about a normalised address that are for `user`, the newest first; none about no address."""
    if not email:
        return CommenterNote.objects.none()
    notes = CommenterNote.objects.filter(reaching(user), about=note_key(email))
    return notes.select_related("page").order_by("-written_at", "-pk")
