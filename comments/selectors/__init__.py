"""Every read of comments and of what holds for them."""

from comments.selectors.context import InContext, comment_in_context
from comments.selectors.counts import counts
from comments.selectors.cursor import UnknownCursor
from comments.selectors.latest import Latest, LatestComment, latest
from comments.selectors.policies import effective_policies, effective_policy
from comments.selectors.queue import queue
from comments.selectors.roots import Sort
from comments.selectors.thread import Thread, ThreadNotFound, public_comment, thread
from comments.selectors.trees import ThreadComment
from comments.selectors.visibility import public_for

__all__ = [
    "InContext",
    "Latest",
    "LatestComment",
    "Sort",
    "Thread",
    "ThreadComment",
    "ThreadNotFound",
    "UnknownCursor",
    "comment_in_context",
    "counts",
    "effective_policies",
    "effective_policy",
    "latest",
    "public_comment",
    "public_for",
    "queue",
    "thread",
]
