"""What is stored: comments, and what pages say about who may write them."""

from comments.models.comment import PERSONAL_FIELDS, STEP, Comment
from comments.models.page_policy import CommentPolicy

__all__ = ["PERSONAL_FIELDS", "STEP", "Comment", "CommentPolicy"]
