"""A comment as a moderator sees it among others: who, what, where, and why it is here."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import BaseColumn, Table

from comments.desk import words
from comments.desk.decisions.parts import decision_parts
from comments.desk.people.urls import commenter_url
from comments.desk.queue.conditions import LATEST, Others
from comments.desk.queue.excerpts import excerpt
from comments.desk.queue.tabs import PARAMETER
from comments.desk.urls import INDEX, INSPECT, OPEN
from comments.lifecycle import Status
from comments.models import Comment
from comments.selectors.commentable import by_an_author_of_its_page

TURNED_DOWN = (Status.REJECTED, Status.SPAM)

STAFF, AUTHOR, CONFIRMED, NEWCOMER = "staff", "author", "confirmed", "newcomer"

MARKS: Mapping[str, Any] = {
    STAFF: gettext_lazy("Staff"),
    AUTHOR: gettext_lazy("Author of this page"),
    CONFIRMED: gettext_lazy("Confirmed address"),
    NEWCOMER: gettext_lazy("Newcomer"),
}
"""What is said beside a name."""


def with_records(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Return the comments with all that a card shows: their pages, what they answer, and their authors' records."""
    return comments.select_related("page", "parent", "user").annotate(
        others_approved=Others([Status.APPROVED]),
        others_turned_down=Others(TURNED_DOWN),
        of_author=by_an_author_of_its_page(),
    )


def marks_of(comment: Any) -> list[tuple[str, Any]]:
    """Return what is said beside the name of a comment's author, each with its code."""
    if comment.status == Status.DELETED:
        return []
    said = {
        STAFF: bool(comment.user and comment.user.is_staff),
        AUTHOR: comment.of_author,
        CONFIRMED: comment.commenter_id is not None,
        NEWCOMER: comment.user_id is None and not comment.others_approved,
    }
    return [(code, MARKS[code]) for code, holds in said.items() if holds]


def record_words(comment: Any) -> str:
    """Return how the author's other comments were decided; nothing where none was."""
    approved, turned_down = comment.others_approved, comment.others_turned_down
    parts = []
    if approved:
        parts.append(ngettext("%(number)s approved", "%(number)s approved", approved) % {"number": _bounded(approved)})
    if turned_down:
        said = ngettext("%(number)s rejected", "%(number)s rejected", turned_down)
        parts.append(said % {"number": _bounded(turned_down)})
    return ", ".join(parts)


def _bounded(number: int) -> str:
    return f"{LATEST - 1}+" if number >= LATEST - 1 else str(number)


class CommentTable(Table):
    """Each row says which comment it is, for the keys."""

    def get_row_attrs(self, instance: Comment) -> dict[str, Any]:
        """Add the comment's handle, which can be focused."""
        return {**super().get_row_attrs(instance), "data-comment": str(instance.uuid), "tabindex": "-1"}


class CheckboxColumn(BaseColumn):
    """What is to be decided about together, as the moderator saw it; part of the form below the list."""

    header_template_name = "comments/desk/queue/checkbox_header.html"
    cell_template_name = "comments/desk/queue/checkbox_cell.html"

    def __init__(self, *args: Any, ticked: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ticked = ticked

    def get_cell_context_data(self, instance: Comment, parent_context: Any) -> dict[str, Any]:
        """Add whether the box is ticked already."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        sent = f"{instance.uuid}:{instance.status}:{instance.revision}"
        return context | {"sent": sent, "ticked": sent in self.ticked}


class CommentColumn(BaseColumn):
    """Who wrote, what, to whom, and why it is here."""

    cell_template_name = "comments/desk/queue/comment_cell.html"

    def get_cell_context_data(self, instance: Comment, parent_context: Any) -> dict[str, Any]:
        """Add what the card says."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        inspect_url = reverse(INSPECT, args=[instance.uuid])
        return context | {
            "inspect_url": inspect_url,
            "commenter_url": commenter_url(instance) or inspect_url,
            "marks": marks_of(instance),
            "record": record_words(instance),
            "answers_url": reverse(INSPECT, args=[instance.parent.uuid]) if instance.parent else None,
            "pieces": excerpt(instance.body, instance.ledger),
            "verdict": words.verdict_sentence(instance.ledger),
        }


class PlaceColumn(BaseColumn):
    """The page it was written on, if that still exists, how it stands, and since when."""

    cell_template_name = "comments/desk/queue/place_cell.html"

    def __init__(self, *args: Any, now: Any, says_status: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.says_status = says_status

    def get_cell_context_data(self, instance: Comment, parent_context: Any) -> dict[str, Any]:
        """Add the ways to the page, to what else waits there, and to the comment with its history."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        here = QueryDict(mutable=True)
        here.update({PARAMETER: context["request"].GET.get(PARAMETER, ""), "branch": str(instance.page_id)})
        age = timesince(instance.created_at, self.now, depth=1)
        waits = instance.status == Status.PENDING
        return context | {
            "open_url": reverse(OPEN, args=[instance.uuid]),
            "inspect_url": reverse(INSPECT, args=[instance.uuid]),
            "here_url": f"{reverse(INDEX)}?{here.urlencode()}",
            "waits": waits,
            "says_status": self.says_status,
            "since": (_("Waiting for %(age)s") if waits else _("Written %(age)s ago")) % {"age": age},
        }


class DecisionColumn(BaseColumn):
    """A button for each decision there is."""

    cell_template_name = "comments/desk/queue/decision_cell.html"

    def get_cell_context_data(self, instance: Comment, parent_context: Any) -> dict[str, Any]:
        """Add the buttons, where they send to, and the way back to this list."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        request = context["request"]
        return context | decision_parts(instance, request=request, back=here(request))


def here(request: HttpRequest) -> str:
    """Return the address of the list as it is shown, also where only its results were asked for."""
    shown = request.GET.copy()
    for name in [name for name in shown if name.startswith("_w_") or not "".join(shown.getlist(name)).strip()]:
        del shown[name]
    return f"{reverse(INDEX)}?{shown.urlencode()}" if shown else reverse(INDEX)
