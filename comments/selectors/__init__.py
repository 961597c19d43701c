"""Every read of comments and of what holds for them."""

from comments.selectors.context import InContext, comment_in_context
from comments.selectors.counts import counts
from comments.selectors.cursor import UnknownCursor, address_in_thread
from comments.selectors.latest import Latest, LatestComment, latest
from comments.selectors.orphans import OrphanedThread, orphaned_threads
from comments.selectors.policies import Explained, effective_policies, effective_policy, explained
from comments.selectors.queue import queue
from comments.selectors.roots import Sort
from comments.selectors.thread import Thread, ThreadNotFound, public_comment, thread
from comments.selectors.trees import ThreadComment
from comments.selectors.visibility import public_for

__all__ = [
    "Explained",
    "InContext",
    "Latest",
    "LatestComment",
    "OrphanedThread",
    "Sort",
    "Thread",
    "ThreadComment",
    "ThreadNotFound",
    "UnknownCursor",
    "address_in_thread",
    "comment_in_context",
    "counts",
    "effective_policies",
    "effective_policy",
    "explained",
    "latest",
    "orphaned_threads",
    "public_comment",
    "public_for",
    "queue",
    "thread",
]
