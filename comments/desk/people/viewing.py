"""The page of a commenter."""

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
from comments.desk.urls import DECIDE, INDEX, INSPECT
from comments.lifecycle import Status
from comments.models import Comment
from comments.selectors.commenters import (
    NobodyKnown,
    Writer,
    comments_of,
    history_of,
    trust_in,
    writer_of,
)
from comments.selectors.queue import queue

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

    def get_page_title(self) -> str:
        """Name the writer."""
        return self.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        here = [{"url": reverse(INDEX), "label": _("Reader comments")}, {"url": "", "label": self.get_page_title()}]
        return [*self.breadcrumbs_items, *here]


class CommenterView(OfACommenter, TemplateView):
    """Record, names and comments of one writer."""

    template_name = "comments/desk/people/commenter.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Describe the writer."""
        writer, user, now = self.writer, self.request.user, timezone.now()
        history = history_of(writer, user=user)
        paginator = Paginator(self.theirs, COMMENTS)
        paginator.count = history.total
        shown = paginator.get_page(self.request.GET.get("p"))
        here = self.request.get_full_path()
        page = self.handle.page or self.handle.branch or Page.get_first_root_node()
        return super().get_context_data(**kwargs) | {
            "writer": writer,
            "history": history,
            "counts": [(words.status_words(status), history.counts.get(status, 0)) for status in _SHOWN],
            "trust": trust_in(writer, page=page, now=now),
            "comments": [_row(comment) for comment in shown],
            "items": shown,
            "elided_page_range": paginator.get_elided_page_range(shown.number),
            "next": here,
        }


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
