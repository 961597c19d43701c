"""Figures for Prometheus: what was counted as it happened, in all processes of a backend, and how the site stands."""

import hmac
import os
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from comments.selectors.figures import figures
from ground.backlog import backlogs
from ground.clock import ClockTask
from ground.pulse import BEAT

DAY = timedelta(days=1)

STATEMENTS = 5
"""What a look costs the database, whatever is in it."""


class State(Collector):
    """How the site stands at a moment, asked of the database when somebody looks."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[Metric]:
        """Yield every figure."""
        moderation = figures(since=self.now - DAY)
        yield GaugeMetricFamily("motacilla_comments_waiting", "Comments that wait.", value=moderation.waiting)
        yield GaugeMetricFamily(
            "motacilla_comments_waiting_seconds", "How long the oldest waits.", value=self._since(moderation.oldest)
        )
        decisions = GaugeMetricFamily("motacilla_decisions_last_day", "Decisions in 24 hours.", labels=["decision"])
        for decision, number in moderation.decisions.items():
            decisions.add_metric([decision], number)
        yield decisions
        held = GaugeMetricFamily("motacilla_held_last_day", "Comments written in 24 hours, by check.", labels=["check"])
        for check, number in moderation.held.items():
            held.add_metric([check], number)
        yield held
        due = GaugeMetricFamily("motacilla_outbox_due", "Effects that are due.", labels=["topic"])
        age = GaugeMetricFamily("motacilla_outbox_due_seconds", "How long the oldest is due.", labels=["topic"])
        given_up = GaugeMetricFamily("motacilla_outbox_given_up", "Effects that were given up.", labels=["topic"])
        for each in backlogs(now=self.now):
            due.add_metric([each.topic], each.due)
            age.add_metric([each.topic], self._since(each.oldest))
            given_up.add_metric([each.topic], each.given_up)
        yield from (due, age, given_up)
        beat = ClockTask.objects.filter(name=BEAT).values_list("done_until", flat=True).first()
        if beat is not None:
            yield GaugeMetricFamily(
                "motacilla_worker_beat_seconds", "Since a worker gave a sign.", value=self._since(beat)
            )

    def _since(self, moment: datetime | None) -> float:
        return 0.0 if moment is None else max(0.0, (self.now - moment).total_seconds())


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer whoever shows the token of `BLOG_METRICS_TOKEN`; to all others, and without one, nothing is here."""
    shown = request.headers.get("Authorization", "")
    expected = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not hmac.compare_digest(shown.encode(), expected.encode()):
        raise Http404
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it has no types
    counted = generate_latest(registry if "PROMETHEUS_MULTIPROC_DIR" in os.environ else REGISTRY)
    state = CollectorRegistry()
    state.register(State(timezone.now()))
    return HttpResponse(counted + generate_latest(state), content_type=CONTENT_TYPE_LATEST)
