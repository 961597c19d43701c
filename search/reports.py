"""What readers asked, for those who write: all of it, and what found nothing."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import Max, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from search.models import SearchDay, Synonym

QUERY = "query__query_string"


class SearchFilterSet(WagtailFilterSet):
    """Which of the days, and which language."""

    day = DateFromToRangeFilter(label=gettext_lazy("Day"), widget=DateRangePickerWidget)

    class Meta:
        model = SearchDay
        fields = ["day", "language"]


class WaysColumn(Column):
    """What may be done about a query."""

    cell_template_name = "search/reports/ways_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Return where a promotion and a synonym for the query are added."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        named = urlencode({"word": instance[QUERY], "language": instance["language"]})
        context["promotion_url"] = reverse("wagtailsearchpromotions:edit", args=[instance["query_id"]])
        context["synonym_url"] = f"{reverse('search_synonyms:add')}?{named}"
        return context


class SearchReport(ReportView):
    """What was asked in the last ninety days, the most frequent first."""

    model = SearchDay
    page_title = gettext_lazy("Searches")
    header_icon = "search"
    index_url_name = "search_reports:searches"
    index_results_url_name = "search_reports:searches_results"
    permission_policy = ModelPermissionPolicy(Synonym)
    any_permission_required: ClassVar[list[str]] = ["add", "change"]
    filterset_class = SearchFilterSet
    is_searchable = True
    search_fields: ClassVar[list[str]] = [QUERY]
    default_ordering: ClassVar[list[str]] = ["-asked", QUERY, "language"]
    columns: ClassVar[list[Column]] = [
        Column(QUERY, label=gettext_lazy("Searched for"), sort_key=QUERY, width="30%"),
        Column("language", label=gettext_lazy("Language")),
        NumberColumn("asked", label=gettext_lazy("Searches"), sort_key="asked"),
        NumberColumn("in_vain", label=gettext_lazy("Found nothing"), sort_key="in_vain"),
        DateColumn("last_day", label=gettext_lazy("Last time"), sort_key="last_day"),
        WaysColumn("ways", label=gettext_lazy("What to do"), accessor=lambda row: ""),
    ]
    list_export: ClassVar[list[str]] = [QUERY, "language", "asked", "in_vain", "last_day"]
    export_headings: ClassVar[dict[str, Any]] = {
        QUERY: gettext_lazy("Searched for"),
        "language": gettext_lazy("Language"),
        "asked": gettext_lazy("Searches"),
        "in_vain": gettext_lazy("Found nothing"),
        "last_day": gettext_lazy("Last time"),
    }

    def get_base_queryset(self) -> QuerySet[SearchDay, dict[str, Any]]:
        """Return a row for each query and language."""
        rows = SearchDay.objects.order_by().values("query_id", QUERY, "language")
        counted: QuerySet[SearchDay, dict[str, Any]] = rows.annotate(
            asked=Sum("searches"), in_vain=Sum("without_result"), last_day=Max("day")
        )
        return counted

    @property
    def no_results_message(self) -> str:
        """Say what an empty report means."""
        return _("Nobody has searched for anything lately.")


class FruitlessSearchReport(SearchReport):
    """What found nothing, the most frequent first."""

    page_title = gettext_lazy("Searches without results")
    header_icon = "warning"
    index_url_name = "search_reports:fruitless"
    index_results_url_name = "search_reports:fruitless_results"
    default_ordering: ClassVar[list[str]] = ["-in_vain", QUERY, "language"]

    def get_base_queryset(self) -> QuerySet[SearchDay, dict[str, Any]]:
        """Return the rows of queries that found nothing at least once."""
        return super().get_base_queryset().filter(Q(in_vain__gt=0))

    @property
    def no_results_message(self) -> str:
        """Say what an empty report means."""
        return _("Every search has found something lately.")
