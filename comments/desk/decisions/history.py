"""What was decided about reader comments: everything, the newest first."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.middleware.csrf import get_token
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.generic import IndexView
from wagtail.models import ModelLogEntry

from comments.desk.access import POLICY
from comments.desk.decisions.rows import rows_of
from comments.desk.queue.filtering import DateRange, DaysFilter
from comments.desk.urls import HISTORY, HISTORY_RESULTS
from comments.models import Comment
from comments.selectors.history import log_for
from comments.services.audit import ACTIONS

ABOUT_COMMENTS = (
    "submit",
    "approve",
    "reject",
    "spam",
    "hold",
    "delete",
    "undo",
    "edit",
    "confirm",
    "report",
    "withhold",
    "pin",
    "unpin",
)
"""What happens to a comment."""

NOBODY = "nobody"


class HistoryFilterSet(WagtailFilterSet):
    """What, by whom, when."""

    action = django_filters.ChoiceFilter(label=_("What"), choices=[])
    user = django_filters.ModelChoiceFilter(
        label=_("Who"),
        queryset=lambda request: POLICY.users_with_any_permission(["view"]),
        null_label=_("Readers and the site itself"),
        null_value=NOBODY,
    )
    timestamp = DaysFilter(label=_("When"), widget=DateRange)

    class Meta:
        model = ModelLogEntry
        fields = ["action", "user", "timestamp"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actions = [f"comments.{verb}" for verb in ABOUT_COMMENTS]
        self.filters["action"].extra["choices"] = [(action, ACTIONS[action][0]) for action in actions]


class RowColumn(BaseColumn):
    """A cell that shows a part of the entry."""

    def __init__(self, name: str, *, template: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.cell_template_name = template

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Add what an undo button needs."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        request = context["request"]
        return context | {"row": instance, "csrf_token": get_token(request), "next": request.get_full_path()}


class HistoryView(IndexView):
    """Everything that happened to the comments this moderator decides about."""

    model = Comment
    template_name = "comments/desk/decisions/history.html"
    permission_policy = POLICY
    any_permission_required = ("view",)
    page_title = _("Decisions")
    header_icon = "history"
    index_url_name = HISTORY
    index_results_url_name = HISTORY_RESULTS
    filterset_class = HistoryFilterSet
    paginate_by = 50
    is_searchable = False
    default_ordering = "-timestamp"
    table_classname = "listing reader-comments reader-comment-history"

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """The columns."""
        folder = "comments/desk/decisions"
        return [
            RowColumn("what", label=_("What"), template=f"{folder}/what_cell.html", width="24%"),
            RowColumn("comment", label=_("Comment"), template=f"{folder}/about_cell.html"),
            RowColumn("why", label=_("Why"), template=f"{folder}/why_cell.html", width="20%"),
            RowColumn("who", label=_("Who"), template=f"{folder}/who_cell.html", width="16%"),
            RowColumn("undo", label=_("Undo"), template=f"{folder}/undo_cell.html", width="12%"),
        ]

    def get_base_queryset(self) -> "QuerySet[ModelLogEntry]":
        """Return what this moderator may see."""
        return log_for(self.request.user)

    def order_queryset(self, queryset: "QuerySet[ModelLogEntry]") -> "QuerySet[ModelLogEntry]":
        """Leave the newest first."""
        return queryset

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Put the entries of the page into words."""
        paginator, page, entries, more = super().paginate_queryset(queryset, page_size)
        said = ngettext("%(number)s entry", "%(number)s entries", paginator.count)
        paginator.items_count_label = said % {"number": paginator.count}
        page.object_list = rows_of(list(entries), user=self.request.user)
        return paginator, page, page.object_list, more

    @cached_property
    def no_results_message(self) -> Any:
        """What an empty history says."""
        return _("Nothing like that has happened.") if self.is_filtering else _("Nothing has happened yet.")
