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
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.models import Page

from comments.desk import words
from comments.desk.access import POLICY
from comments.desk.people.forms import BanForm, NoteForm
from comments.desk.people.urls import BAN, COMMENTER, ERASE, EXPORT, LIFT_BAN, NOTE, REMOVE_NOTE
from comments.desk.urls import DECIDE, INDEX, INSPECT
from comments.lifecycle import Status
from comments.models import Ban, Comment, CommenterNote
from comments.permissions import may_moderate
from comments.selectors.commenters import (
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
        paginator = Paginator(self.theirs, COMMENTS)
        paginator.count = history.total
        shown = paginator.get_page(self.request.GET.get("p"))
        kwargs.setdefault("note_form", NoteForm())
        kwargs.setdefault("ban_form", self.ban_form())
        return super().get_context_data(**kwargs) | {
            "writer": writer,
            "history": history,
            "counts": [(words.status_words(status), history.counts.get(status, 0)) for status in _SHOWN],
            "trust": trust_in(writer, page=self.place, now=self.now),
            "notes": [self._note(note) for note in notes_about(writer.email, user=user)[:NOTES]],
            "bans": [self._ban(ban) for ban in bans_of(writer, user=user, now=self.now)],
            "comments": [_row(comment) for comment in shown],
            "items": shown,
            "elided_page_range": paginator.get_elided_page_range(shown.number),
            "next": f"{self.url(COMMENTER)}?p={shown.number}" if shown.number > 1 else self.url(COMMENTER),
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

    def _note(self, note: CommenterNote) -> dict[str, Any]:
        mine = may_moderate(self.request.user, page=note.page)
        return {"note": note, "remove_url": self.url(REMOVE_NOTE, note.uuid) if mine else None}

    def _ban(self, ban: Ban) -> dict[str, Any]:
        mine = may_moderate(self.request.user, page=ban.page)
        return {"ban": ban, "lift_url": self.url(LIFT_BAN, ban.uuid) if mine else None}


_SHOWN = [status for status in Status if status is not Status.DELETED]


def _row(comment: Comment) -> dict[str, Any]:
    return {
        "comment": comment,
        "inspect_url": reverse(INSPECT, args=[comment.uuid]),
        "verdict": words.verdict_sentence(comment.ledger),
        "buttons": words.buttons(Status(comment.status)),
        "decide_url": reverse(DECIDE, args=[comment.uuid]),
        "waits": comment.status == Status.PENDING,
    }
