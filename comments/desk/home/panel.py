"""What waits, on Wagtail's dashboard."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from comments.desk.counting import keep_waiting
from comments.desk.home.urls import STATISTICS
from comments.desk.urls import INDEX
from comments.permissions import may_moderate
from comments.selectors.workload import workload


class WorkloadPanel(Component):
    """Waiting, oldest waiting, reported, decided today. What waits is counted here once for the menu too."""

    name = "reader_comments"
    template_name = "comments/desk/home/panel.html"
    order = 200

    class Media:
        css = {"all": ["comments/desk/people.css"]}

    def __init__(self, request: HttpRequest) -> None:
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        self.workload = workload(user=request.user, since=midnight)
        keep_waiting(request, self.workload.waiting)

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """Add the numbers, and the lists behind them."""
        queue = reverse(INDEX)
        return {
            "workload": self.workload,
            "waiting_url": f"{queue}?status=pending",
            "reported_url": f"{queue}?status=reported",
            "statistics_url": reverse(STATISTICS),
        }


def workload_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Add the panel for those who moderate something."""
    if may_moderate(request.user):
        panels.append(WorkloadPanel(request))
