"""The list of reader comments, what waits first."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, DateColumn, StatusTagColumn
from wagtail.admin.views.generic import IndexView

from comments.desk import words
from comments.desk.counting import waiting_for
from comments.desk.urls import DECIDE, INDEX, INSPECT, RESULTS
from comments.lifecycle import Status
from comments.models import Comment
from comments.selectors import queue
from ground.roots import address_of

EXCERPT = 280
"""Characters of a comment shown in the list."""


class QueueFilterSet(WagtailFilterSet):
    """One status at a time, what waits if none is asked for."""

    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=Comment.Statuses.choices,
        initial=Status.PENDING.value,
        empty_label=None,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Comment
        fields = ["status"]


class CommentColumn(BaseColumn):
    """Who wrote, the beginning of what, and why it is here."""

    cell_template_name = "comments/desk/comment_cell.html"

    def get_cell_context_data(self, instance: Comment, parent_context: Any) -> dict[str, Any]:
        """Add the excerpt, the verdict and the address of the whole comment."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {
            "excerpt": Truncator(" ".join(instance.body.split())).chars(EXCERPT),
            "verdict": words.verdict_sentence(instance.ledger),
            "inspect_url": reverse(INSPECT, args=[instance.uuid]),
        }


class PageColumn(BaseColumn):
    """The page it was written on, if that still exists."""

    cell_template_name = "comments/desk/page_cell.html"

    def get_cell_context_data(self, instance: Comment, parent_context: Any) -> dict[str, Any]:
        """Add the public address of the page, nothing if it has none."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"page_url": address_of(instance.page, request=context["request"]) if instance.page else None}


class DecisionColumn(BaseColumn):
    """A button for each decision there is."""

    cell_template_name = "comments/desk/decision_cell.html"

    def get_cell_context_data(self, instance: Comment, parent_context: Any) -> dict[str, Any]:
        """Add the buttons, where they send to, and the way back to this list."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        request = context["request"]
        query = request.GET.urlencode()
        return context | {
            "buttons": words.buttons(Status(instance.status)),
            "decide_url": reverse(DECIDE, args=[instance.uuid]),
            "next": f"{reverse(INDEX)}?{query}" if query else reverse(INDEX),
            "csrf_token": get_token(request),
        }


class QueueView(IndexView):
    """Reader comments in Wagtail's own listing: filter, order, pages."""

    model = Comment
    page_title = _("Reader comments")
    header_icon = "comment"
    index_url_name = INDEX
    index_results_url_name = RESULTS
    any_permission_required = ("view",)
    filterset_class = QueueFilterSet
    paginate_by = 20
    table_classname = "listing reader-comments"

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """The columns; what waits is said to wait since it was written."""
        since = _("Waiting since") if self.shows_waiting else _("Written")
        return [
            CommentColumn("comment", label=_("Comment")),
            PageColumn("page", label=_("Page"), width="16%"),
            DateColumn("created_at", label=since, sort_key="created_at", width="12%"),
            StatusTagColumn("get_status_display", label=_("Status"), width="10%"),
            DecisionColumn("decision", label=_("Decision"), width="24%"),
        ]

    def get_base_queryset(self) -> QuerySet[Comment]:
        """Return what this moderator may decide about, of every status."""
        return queue(user=self.request.user, status=None)

    def get_filterset_kwargs(self) -> dict[str, Any]:
        """Ask for what waits unless another known status is asked for."""
        asked = self.request.GET.copy()
        if asked.get("status") not in Comment.Statuses.values:
            asked["status"] = Status.PENDING.value
        return {"data": asked, "request": self.request}

    @cached_property
    def default_ordering(self) -> str:
        """What waits longest comes first; of the rest, what is newest."""
        return "created_at" if self.shows_waiting else "-created_at"

    def get_paginator(self, *args: Any, **kwargs: Any) -> Any:
        """Count what waits together with the menu, where all of it is listed."""
        paginator = super().get_paginator(*args, **kwargs)
        if self.shows_waiting:
            paginator.count = waiting_for(self.request)
        return paginator

    def order_queryset(self, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        """Order by time, then in the order of arrival."""
        tie = "-id" if self.ordering.startswith("-") else "id"
        return queryset.order_by(self.ordering, tie)

    @cached_property
    def shows_waiting(self) -> bool:
        """Whether what waits is shown."""
        return bool(self.get_filterset_kwargs()["data"]["status"] == Status.PENDING.value)

    @cached_property
    def no_results_message(self) -> Any:
        """What an empty list says."""
        if self.shows_waiting:
            return _("Nothing is waiting: every comment has been read.")
        return _("There are no such comments.")
