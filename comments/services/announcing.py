"""The message that a comment may be news to somebody: to followers, or to moderators."""

from datetime import datetime

from comments.models import Comment
from ground import outbox

SUBMITTED = "comments.submitted"
"""The topic of the message that a comment was stored, changed or withheld, with its uuid and status then."""


def announce(comment: Comment, *, now: datetime) -> None:
    """Have the worker see who is to be told of `comment` as it stands; part of the running transaction."""
    outbox.write(topic=SUBMITTED, payload={"comment": str(comment.uuid), "status": str(comment.status)}, now=now)
