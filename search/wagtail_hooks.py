"""What search adds to Wagtail's admin."""

from collections.abc import Mapping

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.model import ModelViewSet

from search.reports import FruitlessSearchReport, SearchReport
from search.synonym_admin import synonym_viewset

REPORTS: Mapping[str, type[ReportView]] = {"searches": SearchReport, "fruitless": FruitlessSearchReport}


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail has no types
def register_synonyms() -> ModelViewSet:
    """Give synonyms their screens."""
    return synonym_viewset


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail has no types
def register_report_addresses() -> list[URLResolver]:
    """Give the reports their addresses."""
    screens = [
        path(f"{name}/{end}", view.as_view(results_only=bool(end)), name=f"{name}_results" if end else name)
        for name, view in REPORTS.items()
        for end in ("", "results/")
    ]
    return [path("reports/search/", include((screens, "search_reports")))]


def register_report(name: str, view: type[ReportView]) -> None:
    """Put a report into the menu, for those who may see it."""

    class ReportMenuItem(MenuItem):
        def is_shown(self, request: HttpRequest) -> bool:
            allowed: bool = view.permission_policy.user_has_any_permission(request.user, view.any_permission_required)
            return allowed

    @hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]  # Wagtail has no types
    def menu_item() -> MenuItem:
        url = reverse_lazy(f"search_reports:{name}")
        return ReportMenuItem(view.page_title, url, name=f"search-{name}", icon_name=view.header_icon, order=1300)


for report, screen in REPORTS.items():
    register_report(report, screen)


@hooks.register("construct_reports_menu")  # type: ignore[untyped-decorator]  # Wagtail has no types
def leave_out_search_terms(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Leave Wagtail's own report of the same searches out of the menu: ours says more, and to more people."""
    menu_items[:] = [item for item in menu_items if item.name != "search-terms"]


@hooks.register("register_permissions")  # type: ignore[untyped-decorator]  # Wagtail has no types
def register_synonym_permissions() -> QuerySet[Permission]:
    """Let groups be given the right to teach the search."""
    return Permission.objects.filter(content_type__app_label="search", content_type__model="synonym")
