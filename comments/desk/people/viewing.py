"""The page of a commenter."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.models import Page

from comments.desk import words
from comments.desk.access import POLICY
from comments.desk.decisions.parts import decision_parts
from comments.desk.people.forms import BanForm, NoteForm
from comments.desk.people.urls import BAN, COMMENTER, ERASE, EXPORT, LIFT_BAN, NOTE, REMOVE_NOTE
from comments.desk.queue.cards import CommentColumn, CommentTable, PlaceColumn, with_records
from comments.desk.urls import INDEX, UNDO
from comments.lifecycle import Status
from comments.models import Ban, Comment, CommenterNote
from comments.permissions import may_moderate
from comments.selectors.commenters import (
    LATEST,
    NobodyKnown,
    Writer,
    bans_of,
    comments_of,
    history_of,
    newest_origin,
    numbers_within,
    trust_in,
    writer_of,
)
from comments.selectors.moderated import moderated_above, place_of
from comments.selectors.notes import notes_about
from comments.selectors.queue import queue
from comments.selectors.stored import may_answer_for
from comments.services.cleaning_up import SPANS

NOTES = 50
"""Notes that are shown, the newest."""

COMMENTS = 20
"""Comments on one page of a commenter's."""


class OfACommenter(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """A view about whoever wrote the comment in the address, as far as the moderator may know of it."""

    permission_policy = POLICY
    any_permission_required = ("view",)
    header_icon = "user"
    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def now(self) -> datetime:
        """The moment of the request."""
        return timezone.now()

    @cached_property
    def handle(self) -> Comment:
        """The comment in the address. Raises `Http404` where this moderator decides about no such comment."""
        there = queue(user=self.request.user, status=None).select_related("page", "parent", "commenter", "branch")
        return get_object_or_404(there, uuid=self.kwargs["uuid"])

    @cached_property
    def writer(self) -> Writer:
        """Who wrote it. Raises `Http404` if nothing is left that tells."""
        try:
            return writer_of(self.handle)
        except NobodyKnown as error:
            raise Http404 from error

    @cached_property
    def theirs(self) -> QuerySet[Comment]:
        """What they wrote where this moderator decides."""
        return comments_of(self.writer, user=self.request.user)

    @property
    def name(self) -> str:
        """What the writer called themselves."""
        return self.handle.author_name or _("Without a name")

    def url(self, name: str, *args: Any) -> str:
        """Return another address about this writer."""
        return reverse(name, args=[self.handle.uuid, *args])

    def get_page_title(self) -> str:
        """Name the writer."""
        return self.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        here = [{"url": reverse(INDEX), "label": _("Reader comments")}, {"url": "", "label": self.get_page_title()}]
        return [*self.breadcrumbs_items, *here]


class DecisionColumn(BaseColumn):
    """What can be decided about a comment, and the way back to this page."""

    cell_template_name = "comments/desk/people/decision_cell.html"

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.back = back

    def get_cell_context_data(self, instance: Comment, parent_context: Any) -> dict[str, Any]:
        """Add the buttons and where they send to."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | decision_parts(instance, request=context["request"], back=self.back)


class CommenterView(OfACommenter, TemplateView):
    """Record, names, notes, bans and comments of one writer, with what can be done."""

    template_name = "comments/desk/people/commenter.html"

    @cached_property
    def place(self) -> Page:
        """Where the comment in the address is."""
        return place_of(self.handle)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Describe the writer; `note_form` and `ban_form` may come filled in."""
        writer, user = self.writer, self.request.user
        history = history_of(writer, user=user)
        paginator = Paginator(with_records(self.theirs), COMMENTS)
        paginator.count = history.total
        shown = paginator.get_page(self.request.GET.get("p"))
        kwargs.setdefault("note_form", NoteForm())
        kwargs.setdefault("ban_form", self.ban_form())
        return super().get_context_data(**kwargs) | {
            "writer": writer,
            "history": history,
            "counts": [(words.status_words(status), history.counts.get(status, 0)) for status in _SHOWN],
            "latest": LATEST,
            "trust": trust_in(writer, page=self.place, now=self.now),
            "notes": [self._note(note) for note in notes_about(writer.email, user=user)[:NOTES]],
            "bans": [self._ban(ban) for ban in bans_of(writer, user=user, now=self.now)],
            "table": self._table(list(shown), number=shown.number),
            "items": shown,
            "elided_page_range": paginator.get_elided_page_range(shown.number),
            "commenter_url": self.url(COMMENTER),
            "note_url": self.url(NOTE),
            "ban_url": self.url(BAN),
            "export_url": self.url(EXPORT),
            "erase_url": self.url(ERASE),
            "may_answer": may_answer_for(writer.email, user=user),
        }

    def ban_form(self, data: Any = None) -> BanForm:
        """Return the form, filled in with `data`."""
        writer, user = self.writer, self.request.user
        return BanForm(
            data,
            writer=writer,
            origin=newest_origin(writer, user=user),
            branches=moderated_above(self.place, user=user),
            numbers=numbers_within(writer, user=user, spans=SPANS, now=self.now),
        )

    def _table(self, comments: list[Comment], *, number: int) -> CommentTable:
        back = f"{self.url(COMMENTER)}?p={number}" if number > 1 else self.url(COMMENTER)
        columns: list[BaseColumn] = [
            CommentColumn("comment", label=_("Comment")),
            PlaceColumn("page", label=_("Page"), width="18%", now=self.now, says_status=True),
            DecisionColumn("decision", label=_("Decision"), width="252", back=back),
        ]
        return CommentTable(columns, comments, classname="listing reader-comments reader-comments--one")

    def _note(self, note: CommenterNote) -> dict[str, Any]:
        mine = may_moderate(self.request.user, page=note.page)
        return {"note": note, "remove_url": self.url(REMOVE_NOTE, note.uuid) if mine else None}

    def _ban(self, ban: Ban) -> dict[str, Any]:
        mine = may_moderate(self.request.user, page=ban.page)
        batch = ban.batch if mine and ban.batch and ban.batch.undone_at is None else None
        undo_url = reverse(UNDO, args=[batch.uuid]) if batch else None
        return {"ban": ban, "lift_url": self.url(LIFT_BAN, ban.uuid) if mine else None, "undo_url": undo_url}


_SHOWN = [status for status in Status if status is not Status.DELETED]
