"""Where the screens about a commenter are. The comment is the handle: no address stands in a URL or a server's log."""

from django.urls import reverse

from comments.desk.urls import BASE_PATH
from comments.models import Comment
from comments.selectors.commenters import is_somebodys

COMMENTER = f"{BASE_PATH}_modeladmin_commenter"
NOTE = f"{COMMENTER}_note"
REMOVE_NOTE = f"{COMMENTER}_remove_note"
BAN = f"{COMMENTER}_ban"
LIFT_BAN = f"{COMMENTER}_lift_ban"
EXPORT = f"{COMMENTER}_export"
ERASE = f"{COMMENTER}_erase"


def commenter_url(comment: Comment) -> str | None:
    """Return the page of whoever wrote `comment`; None for deleted comments and those of an account. No statement."""
    return reverse(COMMENTER, args=[comment.uuid]) if is_somebodys(comment) else None
