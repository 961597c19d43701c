"""One comment in full: its words, where it stands, why it is here, what happened to it, and what can be done."""

from typing import Any

from django.urls import reverse
from wagtail.models import ModelLogEntry

from comments.desk import words
from comments.desk.decisions.canned import canned_choices
from comments.desk.decisions.conversation import conversation_of
from comments.desk.decisions.evidence import evidences, marked
from comments.desk.decisions.parts import decision_parts
from comments.desk.decisions.rows import rows_of
from comments.desk.decisions.toasts import back
from comments.desk.decisions.viewing import CommentView
from comments.desk.people.urls import commenter_url
from comments.desk.urls import CLOSE, DELETE_FOR_AUTHOR, INSPECT, PIN
from comments.lifecycle import Status
from comments.models import CannedReply, Comment
from comments.permissions import may_set_policy
from comments.selectors.history import log_of
from ground.roots import address_of


class InspectView(CommentView):
    """Everything a moderator needs to decide about one comment."""

    template_name = "comments/desk/decisions/inspect.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Describe the comment. `stale`, `typed` and `errors` are of a decision that was not carried out."""
        comment, user = self.comment, self.request.user
        page = comment.page
        log: list[ModelLogEntry] = list(log_of(comment))
        here = reverse(INSPECT, args=[comment.uuid])
        return (
            super().get_context_data(**kwargs)
            | decision_parts(comment, request=self.request, back=back(self.request))
            | {
                "here": here,
                "page_url": address_of(page, request=self.request) if page else None,
                "person_url": commenter_url(comment),
                "waits": comment.status == Status.PENDING,
                "deleted": comment.status == Status.DELETED,
                "pieces": marked(comment.body, comment.ledger),
                "verdict": words.verdict_sentence(comment.ledger),
                "evidences": evidences(comment.body, comment.ledger),
                "conversation": conversation_of(comment),
                "revisions": _revisions(comment),
                "reports": comment.reports.order_by("-created_at", "-pk"),
                "canned": canned_choices(comment, use=CannedReply.Uses.REASON),
                "rows": rows_of(log, user=user),
                "pin_url": reverse(PIN, args=[comment.uuid]) if _can_be_pinned(comment) else None,
                "close_url": reverse(CLOSE, args=[comment.uuid]) if page and may_set_policy(user, page=page) else None,
                "delete_url": reverse(DELETE_FOR_AUTHOR, args=[comment.uuid]),
            }
        )


def _can_be_pinned(comment: Comment) -> bool:
    if comment.pinned_at is not None:
        return True
    return comment.depth == 1 and comment.status == Status.APPROVED and comment.page_id is not None


def _revisions(comment: Comment) -> list[dict[str, Any]]:
    """Return the earlier texts, the newest first, each with what was found in it."""
    return [
        {
            "number": revision.number,
            "written_at": revision.written_at,
            "pieces": marked(revision.body, revision.ledger),
            "verdict": words.verdict_sentence(revision.ledger),
        }
        for revision in comment.revisions.order_by("-number")
    ]
