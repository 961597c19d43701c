"""The only writers of comments and their policies: one verb, one transaction, one row in the audit log."""

from comments.lifecycle import Decision, IllegalTransition, Status
from comments.policy import Moderation, Refusal, RefusalCode, State, Who
from comments.services.answering import Answered, answer
from comments.services.bans import ban, lift_ban
from comments.services.canned import remove_canned_reply, save_canned_reply
from comments.services.deciding import (
    ALL_MAX,
    BATCH_MAX,
    BatchResult,
    Conflict,
    Seen,
    StaleDecision,
    decide,
    decide_all,
    decide_many,
)
from comments.services.deleting import delete_for_author
from comments.services.editing import StaleComment
from comments.services.grants import set_grants
from comments.services.indexing import rebuild_index
from comments.services.judging import Refused
from comments.services.orphans import keep_without_page
from comments.services.pinning import PINS_MAX, CannotPin, pin, unpin
from comments.services.policies import set_policy
from comments.services.reacting import CannotLike, CommentNotFound, Reported, like, report, unlike
from comments.services.reattaching import TakesNoComments, reattach
from comments.services.restoring import CannotRestore, RestoredComment, restore_thread
from comments.services.rolling_back import NothingKept, roll_back
from comments.services.screening_rules import set_rules
from comments.services.submitting import KeyReused, PageNotFound, Submitted, submit_comment
from comments.services.undoing import AlreadyUndone, UndoResult, undo
from comments.services.word_lists import remove_word_list, save_word_list
from comments.submission import Submission

__all__ = [
    "ALL_MAX",
    "BATCH_MAX",
    "PINS_MAX",
    "AlreadyUndone",
    "Answered",
    "BatchResult",
    "CannotLike",
    "CannotPin",
    "CannotRestore",
    "CommentNotFound",
    "Conflict",
    "Decision",
    "IllegalTransition",
    "KeyReused",
    "Moderation",
    "NothingKept",
    "PageNotFound",
    "Refusal",
    "RefusalCode",
    "Refused",
    "Reported",
    "RestoredComment",
    "Seen",
    "StaleComment",
    "StaleDecision",
    "State",
    "Status",
    "Submission",
    "Submitted",
    "TakesNoComments",
    "UndoResult",
    "Who",
    "answer",
    "ban",
    "decide",
    "decide_all",
    "decide_many",
    "delete_for_author",
    "keep_without_page",
    "lift_ban",
    "like",
    "pin",
    "reattach",
    "rebuild_index",
    "remove_canned_reply",
    "remove_word_list",
    "report",
    "restore_thread",
    "roll_back",
    "save_canned_reply",
    "save_word_list",
    "set_grants",
    "set_policy",
    "set_rules",
    "submit_comment",
    "undo",
    "unlike",
    "unpin",
]
