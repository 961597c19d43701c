"""What is removed because its time is over."""

from datetime import datetime, timedelta

from comments.models import Ban, Comment, CommenterNote

ORIGIN_KEPT = timedelta(days=30)
"""How long the hash of a sender's network is kept."""

NOTE_KEPT = timedelta(days=365)
"""How long a moderator's note about a commenter is kept."""


def forget_origins(*, now: datetime) -> int:
    """Remove the networks' hashes from comments written `ORIGIN_KEPT` or longer ago; return from how many."""
    return Comment.objects.filter(origin__gt="", created_at__lte=now - ORIGIN_KEPT).update(origin="")


def forget_ended_bans(*, now: datetime) -> int:
    """Remove the bans that ended `ORIGIN_KEPT` or longer ago; return how many. Until then they can be looked up."""
    return Ban.objects.filter(until__lte=now - ORIGIN_KEPT).delete()[0]


def forget_notes(*, now: datetime) -> int:
    """Remove the notes about commenters written `NOTE_KEPT` or longer ago; return how many."""
    return CommenterNote.objects.filter(written_at__lte=now - NOTE_KEPT).delete()[0]
