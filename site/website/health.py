"""Probes for whoever watches over the processes, and a word to editors when nothing is carried out behind them."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.ui.components import Component

from ground.pulse import Pulse, take_pulse


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """Answer 200 as long as this process answers at all: it asks nobody else, so it tells when to restart this one."""
    return JsonResponse({"status": "live"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when readers can be answered, else 503; say of each part how it is, and nothing more about it."""
    pulse = take_pulse(now=timezone.now())
    status = "ready" if pulse.is_ready else "not-ready"
    return JsonResponse({"status": status, "checks": _checks(pulse)}, status=200 if pulse.is_ready else 503)


def _checks(pulse: Pulse) -> Mapping[str, str]:
    def word(well: bool) -> str:
        return "ok" if well else "away"

    checks = {"database": word(pulse.database)}
    if pulse.database:
        checks["worker"] = word(pulse.worker)
        checks["outbox"] = "ok" if not pulse.overdue else "late"
    if pulse.redis is not None:
        checks["redis"] = word(pulse.redis)
    return checks


class StandstillPanel(Component):
    """On Wagtail's dashboard, before all else: that nothing is published, purged or mailed at the moment."""

    name = "standstill"
    template_name = "website/standstill.html"
    order = 50

    def __init__(self, pulse: Pulse) -> None:
        self.pulse = pulse

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """Add what was found."""
        return {"pulse": self.pulse}


def standstill_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Add the panel when no worker lives, or effects are stuck."""
    pulse = take_pulse(now=timezone.now())
    if not pulse.worker or pulse.overdue:
        panels.append(StandstillPanel(pulse))
