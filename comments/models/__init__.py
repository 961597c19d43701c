"""What is stored: comments, who wrote them, and what is set about them."""

from comments.models.ban import Ban
from comments.models.batch import REASON_WORDS_MAX, Batch, BatchEntry
from comments.models.canned import CANNED_MAX, PLACES, CannedReply
from comments.models.comment import PERSONAL_FIELDS, STEP, Comment
from comments.models.commenter import Commenter
from comments.models.document import CommentDocument
from comments.models.grant import ModerationGrant
from comments.models.link import AddressLink
from comments.models.mail import ModeratorMail, Notice, Subscription
from comments.models.note import NOTE_MAX, CommenterNote
from comments.models.page_policy import CommentPolicy
from comments.models.reaction import REPORT_NOTE_MAX, Report, Vote
from comments.models.revision import CommentRevision
from comments.models.rules import ScreeningRules, WordList

__all__ = [
    "CANNED_MAX",
    "NOTE_MAX",
    "PERSONAL_FIELDS",
    "PLACES",
    "REASON_WORDS_MAX",
    "REPORT_NOTE_MAX",
    "STEP",
    "AddressLink",
    "Ban",
    "Batch",
    "BatchEntry",
    "CannedReply",
    "Comment",
    "CommentDocument",
    "CommentPolicy",
    "CommentRevision",
    "Commenter",
    "CommenterNote",
    "ModerationGrant",
    "ModeratorMail",
    "Notice",
    "Report",
    "ScreeningRules",
    "Subscription",
    "Vote",
    "WordList",
]
