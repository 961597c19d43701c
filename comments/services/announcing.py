"""The message that a comment may be news to somebody: to followers, or to moderators."""

from datetime import datetime, timedelta

from comments.models import Comment
from ground import outbox

SUBMITTED = "comments.submitted"
"""The topic of the message that a comment was stored, changed or withheld, with its uuid and status then."""

PATIENCE = timedelta(seconds=60)
"""So long nobody is told of anything, because it may be undone, changed or deleted."""


def announce(comment: Comment, *, now: datetime) -> None:
    """Have the worker see who is to be told of `comment` as it stands after `PATIENCE`, counted from the last time.

    Part of the running transaction.
    """
    told = {"comment": str(comment.uuid), "status": str(comment.status)}
    outbox.write(topic=SUBMITTED, payload=told, now=now, key=str(comment.uuid), delay=PATIENCE)
