"""One row in Wagtail's audit log for every verb."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, get_active_log_context, log
from wagtail.models import ModelLogEntry, Page

from comments.models import Comment

ACTIONS = {
    "comments.submit": (_("Submit reader comment"), _("A reader comment was submitted")),
    "comments.approve": (_("Approve reader comment"), _("The reader comment was approved")),
    "comments.reject": (_("Reject reader comment"), _("The reader comment was rejected")),
    "comments.spam": (_("Mark reader comment as spam"), _("The reader comment was marked as spam")),
    "comments.hold": (_("Hold reader comment"), _("The reader comment was put back into the queue")),
    "comments.undo": (_("Undo decision about reader comment"), _("The decision about the reader comment was undone")),
    "comments.confirm": (_("Confirm reader comment"), _("The author of the reader comment confirmed their address")),
    "comments.edit": (_("Edit reader comment"), _("The reader comment was edited by its author")),
    "comments.delete": (_("Delete reader comment"), _("The reader comment was deleted by its author")),
    "comments.pin": (_("Pin reader comment"), _("The reader comment was put before all others")),
    "comments.unpin": (_("Unpin reader comment"), _("The reader comment was put back to its place")),
    "comments.report": (_("Report reader comment"), _("A reader reported the comment")),
    "comments.withhold": (_("Withhold reader comment"), _("Readers' reports took the comment out of sight")),
    "comments.set_policy": (_("Set comment policy"), _("What holds for reader comments here was changed")),
    "comments.set_rules": (_("Set screening rules"), _("The screening rules for reader comments here were changed")),
    "comments.save_word_list": (_("Save word list"), _("A word list for reader comments here was saved")),
    "comments.remove_word_list": (_("Remove word list"), _("A word list for reader comments here was removed")),
    "comments.save_canned": (_("Save canned reply"), _("A canned reply for moderators here was saved")),
    "comments.remove_canned": (_("Remove canned reply"), _("A canned reply for moderators here was removed")),
    "comments.ban": (_("Ban from commenting"), _("Somebody was banned from commenting here")),
    "comments.lift_ban": (_("Lift ban from commenting"), _("A ban from commenting here was lifted")),
    "comments.note": (_("Note about a commenter"), _("A note about the author of the reader comment was written")),
    "comments.remove_note": (_("Remove note about a commenter"), _("A note about a commenter was removed")),
    "comments.export": (_("Export commenter"), _("All that is kept about the author of the comment was handed out")),
    "comments.erase": (_("Erase commenter"), _("All that was kept about the author of the comment was erased")),
    "comments.reattach": (_("Reattach reader comments"), _("The comments of a page that is gone were put here")),
    "comments.restore": (_("Restore reader comments"), _("Reader comments were brought in")),
}


@hooks.register("register_log_actions")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def register_actions(actions: LogActionRegistry) -> None:
    """Tell Wagtail's audit log our verbs and the words for them."""
    for action, (label, message) in ACTIONS.items():
        actions.register_action(action, label, message)


def record(*, subject: Comment | Page, verb: str, user: Any, data: dict[str, object], now: datetime) -> None:
    """Write the row that says who did `verb` to `subject`; part of the running transaction.

    `data` must hold nothing a reader wrote: the log is kept when a comment is erased.
    """
    if isinstance(subject, Page):
        log(subject, f"comments.{verb}", user=user, data=data, timestamp=now)
        return
    record_many(subjects=[(subject, data)], verb=verb, user=user, now=now)


def record_many(*, subjects: Sequence[tuple[Comment, dict[str, object]]], verb: str, user: Any, now: datetime) -> None:
    """Write such a row for each of many comments with its data; the statements hardly depend on their number."""
    context = get_active_log_context()
    kind = ContentType.objects.get_for_model(Comment)
    entries = [
        ModelLogEntry(
            content_type=kind,
            object_id=str(comment.pk),
            label=str(comment),
            action=f"comments.{verb}",
            timestamp=now,
            user=user or context.user,
            uuid=context.uuid,
            data=data,
        )
        for comment, data in subjects
    ]
    # Wagtail's own way looks up the content type once more for every row it writes.
    ModelLogEntry.objects.bulk_create(entries)
