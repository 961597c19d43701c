"""What waits for moderators."""

from typing import Any

from django.db.models import QuerySet

from comments.lifecycle import Status
from comments.models import Comment
from comments.permissions import moderated_by


def queue(*, user: Any, status: Status | None = Status.PENDING) -> QuerySet[Comment]:
    """Return the comments of `status`, or of every status, that `user` may decide about, the longest waiting first.

    Their pages and the comments they answer come with them.
    """
    comments = Comment.objects.filter(moderated_by(user))
    if status is not None:
        comments = comments.filter(status=status)
    return comments.select_related("page", "parent").order_by("created_at", "id")
