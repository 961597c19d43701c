"""The list of reader comments: tabs, filters, words, order, and what is decided about together."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.generic import IndexView

from comments.desk import words
from comments.desk.counting import keep_waiting
from comments.desk.decisions.typed import typed_before
from comments.desk.queue.branches import offered, offered_sql
from comments.desk.queue.cards import (
    CheckboxColumn,
    CommentColumn,
    CommentTable,
    DecisionColumn,
    PlaceColumn,
    here,
    with_records,
)
from comments.desk.queue.conditions import Urgency
from comments.desk.queue.exporting import spreadsheet
from comments.desk.queue.filtering import QueueFilterSet, behind_all_tabs, filter_set
from comments.desk.queue.tabs import COUNTED, LABELS, PARAMETER, Counts, Tab, asked_tab, count_behind, within
from comments.desk.urls import FIND, INDEX, RESULTS
from comments.lifecycle import Decision, Status
from comments.models import Batch, Comment
from comments.selectors import queue

ORDERS: Mapping[str, tuple[Any, tuple[str | Combinable, ...]]] = {
    "created_at": (_("Oldest"), ("created_at", "id")),
    "-created_at": (_("Newest"), ("-created_at", "-id")),
    "priority": (_("Most urgent"), (Urgency(), "id")),
}
"""The orders there are, with their words."""

MIXED = (Tab.REPORTED, Tab.ALL)
"""Tabs with comments of several statuses."""

USUAL_ORDER = {Tab.WAITING: "created_at", Tab.REPORTED: "priority"}
"""What waits longest comes first, and what was reported most; of the rest, what is newest."""


class QueueView(IndexView):
    """Reader comments in Wagtail's own listing."""

    model = Comment
    template_name = "comments/desk/queue/index.html"
    results_template_name = "comments/desk/queue/results.html"
    page_title = _("Reader comments")
    header_icon = "comment"
    index_url_name = INDEX
    index_results_url_name = RESULTS
    any_permission_required = ("view",)
    is_searchable = True
    paginate_by = 20
    table_class = CommentTable
    table_classname = "listing reader-comments"
    show_export_buttons = True

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer with the list, or with all of it as a spreadsheet."""
        if self.is_export:
            return spreadsheet(self.get_queryset(), request.GET["export"], now=self.now)
        return super().get(request, *args, **kwargs)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Ask for what the address names first: one statement tells that, and what the moderator may do."""
        if request.user.is_authenticated:
            _ = self.filters
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def now(self) -> Any:
        """The time of the whole page."""
        return timezone.now()

    @cached_property
    def tab(self) -> Tab:
        """The tab that is open."""
        return asked_tab(self.request.GET)

    @cached_property
    def filters(self) -> QueueFilterSet:
        """The filters as they are set."""
        return filter_set(user=self.request.user, query=self.request.GET, now=self.now)

    @cached_property
    def typed(self) -> dict[str, Any]:
        """What was typed for many in vain a moment ago."""
        return typed_before(self.request)

    @cached_property
    def found(self) -> QuerySet[Comment]:
        """What the filters and the words let through, of every tab."""
        return behind_all_tabs(self.filters, query=self.request.GET)

    @cached_property
    def counts(self) -> Counts:
        """How many comments are behind each tab, and how many wait in all."""
        narrowed = self.is_filtering or self.is_searching or not self.filters.is_valid()
        everything = queue(user=self.request.user, status=None) if narrowed else None
        sections = offered_sql(self.request.user)
        counts = count_behind(self.found, opened=self.tab, everything=everything, beside=sections)
        self.filters.offer_branches(offered(counts.beside))
        keep_waiting(self.request, counts.waiting)
        return counts

    @cached_property
    def default_ordering(self) -> str:
        """The order in which a tab opens."""
        return USUAL_ORDER.get(self.tab, "-created_at")

    def get_valid_orderings(self) -> list[str]:
        """Return the orders that can be asked for."""
        return list(ORDERS)

    def get_queryset(self) -> QuerySet[Comment]:
        """Return what is behind the open tab, in the order asked for."""
        return self.found.filter(within(self.tab)).order_by(*ORDERS[self.ordering][1])

    def paginate_queryset(self, queryset: QuerySet[Comment], page_size: int) -> Any:
        """Find the page in the index alone, then look at its comments, all in one statement."""
        paginator = self.get_paginator(queryset.values("pk"), page_size)
        paginator.count = self.counts.behind[self.tab]
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        chosen = Comment.objects.filter(pk__in=page.object_list)
        page.object_list = list(with_records(chosen).order_by(*ORDERS[self.ordering][1]))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_table(self, object_list: list[Comment]) -> CommentTable:
        """Return the table of the comments of the page."""
        columns: list[BaseColumn] = [
            CheckboxColumn("select", label=_("Select"), width="40", ticked=self.typed.get("seen", ())),
            CommentColumn("comment", label=_("Comment")),
            PlaceColumn("page", label=_("Page"), width="18%", now=self.now, says_status=self.tab in MIXED),
            DecisionColumn("decision", label=_("Decision"), width="312"),
        ]
        return CommentTable(columns, object_list, **self.get_table_kwargs())

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the tabs, the orders, and what the form below the list sends."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        query = self.request.GET
        return context | {
            "tabs": [
                {"label": LABELS[tab], "number": self._number(tab), "url": self._url(tab), "open": tab is self.tab}
                for tab in Tab
            ],
            "orders": [
                {"label": label, "url": self._url(self.tab, ordering=name), "open": name == self.ordering}
                for name, (label, _fields) in ORDERS.items()
            ],
            "kept": {PARAMETER: self.tab.value, "ordering": query.get("ordering", "")},
            "plain_url": self._url(self.tab, plain=True),
            "decide_many_url": f"{reverse(INDEX)}decide-many/",
            "decisions": (decisions := self._decisions()),
            "reasons": Batch.Reasons.choices if Decision.REJECT in dict(decisions) else (),
            "typed": self.typed,
            "why_open": bool(self.typed.get("words") or self.typed.get("reason")),
            "find_url": reverse(FIND),
            "filter": _without_page(query),
            "here": here(self.request),
        }

    @cached_property
    def no_results_message(self) -> Any:
        """What an empty list says."""
        if self.is_filtering or self.is_searching or not self.filters.is_valid():
            return _("No reader comments match what you asked for.")
        if self.tab is Tab.WAITING:
            return _("Nothing is waiting: every comment has been read.")
        return _("There are no such comments.")

    def get_export_url(self, format: str) -> str:  # noqa: A002 - the name of Wagtail's parameter
        """Return where all that is shown can be had as a spreadsheet."""
        query = self.request.GET.copy()
        query.pop(self.page_kwarg, None)
        query["export"] = format
        return f"{self.index_url}?{query.urlencode()}"

    def _decisions(self) -> list[tuple[Decision, Any]]:
        mixed = self.tab in MIXED
        return list(words.BUTTONS.items()) if mixed else words.buttons(Status(self.tab.value))

    def _number(self, tab: Tab) -> str:
        number = self.counts.behind[tab]
        return f"{COUNTED}+" if number > COUNTED and tab is not self.tab and tab is not Tab.WAITING else str(number)

    def _url(self, tab: Tab, *, ordering: str = "", plain: bool = False) -> str:
        query = self.request.GET.copy()
        if plain:
            query.clear()
        for name in ("_w_filter_fragment", self.page_kwarg, "ordering", PARAMETER):
            query.pop(name, None)
        if tab is not Tab.WAITING:
            query[PARAMETER] = tab.value
        if ordering and ordering != self.default_ordering:
            query["ordering"] = ordering
        return f"{self.index_url}?{query.urlencode()}" if query else str(self.index_url)


def _without_page(query: Any) -> str:
    asked = query.copy()
    for name in ("p", "_w_filter_fragment"):
        asked.pop(name, None)
    encoded: str = asked.urlencode()
    return encoded
