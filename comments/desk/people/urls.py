"""Where the page of a commenter is. The comment is the handle: no address stands in a URL or in a server's log."""

from django.urls import reverse

from comments.desk.urls import BASE_PATH
from comments.models import Comment
from comments.selectors.commenters import is_somebodys

COMMENTER = f"{BASE_PATH}_modeladmin_commenter"


def commenter_url(comment: Comment) -> str | None:
    """Return the page of whoever wrote `comment`; None for deleted comments and those of an account. No statement."""
    return reverse(COMMENTER, args=[comment.uuid]) if is_somebodys(comment) else None
