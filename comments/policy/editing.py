"""How long an author may still change a comment."""

from datetime import datetime, timedelta

from comments.lifecycle import Status

EDIT_WINDOW = timedelta(minutes=10)
"""Long enough to see a slip and mend it, too short to change what others are reading."""

EDITABLE = frozenset({Status.PENDING, Status.APPROVED, Status.SPAM})
"""A rejected comment was judged as it stands; its author is told the same of one marked as spam as of a waiting one."""


def editable_until(*, created_at: datetime, status: Status, answered: bool, now: datetime) -> datetime | None:
    """Return the moment from which a comment can't be changed any more, or None if it can't be at `now`.

    `answered`: readers see a reply to it, so its words are no longer only its author's.
    """
    end = created_at + EDIT_WINDOW
    return end if status in EDITABLE and not answered and now < end else None
