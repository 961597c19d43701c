"""Traces, sent to a collector that takes OpenTelemetry over HTTP, where an operator has one.

A span is made for each request, each job of the worker, and each statement inside. The number of a trace is the id of
the request, so that all its calls and jobs, in every process, are one trace; nobody's `traceparent` is read. A span
has the attributes named here and no others: no address, no query, no parameter, no word of an error.
"""

import atexit
import hashlib
import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, wraps
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace import Span, SpanKind, StatusCode

from ground.figures import METHODS
from ground.outage import report_collector
from ground.outbox import Handler, Payload, surround
from ground.trail import current_trail
from website.request_log import route_of
from website.settings.environment import Environment
from website.system.facts import version

SECONDS_PER_BATCH = 2
SECONDS_AT_END = 1
"""When a process ends: how long a batch may still be begun."""

LONGEST = 2_000
"""Characters of a statement."""

LITERAL = re.compile(r"'(?:[^']|'')*'")
"""A text within a statement: of our code, for values are parameters; left out all the same."""

HEXADECIMAL = re.compile("[0-9a-f]{32}")

_tracer = trace.get_tracer("motacilla")


def send_traces(environment: Environment, *, program: str) -> None:
    """Send from now on what this process traces, from a thread of its own; what a collector does not take is lost."""
    # It says every failure anew, with the collector's address; ours is one line.
    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
    delivery = Delivery(OTLPSpanExporter(f"{environment.traces_url}/v1/traces", timeout=SECONDS_PER_BATCH))
    named = {"service.name": f"motacilla-{program}", "service.version": version()}
    provider = TracerProvider(id_generator=ByRequest(), resource=Resource(named), shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(delivery))
    trace.set_tracer_provider(provider)
    surround(_traced)

    @atexit.register
    def end() -> None:
        delivery.until = time.monotonic() + SECONDS_AT_END
        provider.shutdown()


class ByRequest(RandomIdGenerator):
    """Gives the traces of a request, and of the jobs it caused, its own id."""

    def generate_trace_id(self) -> int:
        """Return the id of the request under way as a number, a random one where there is none."""
        request_id = current_trail().request_id.replace("-", "")
        if not request_id:
            return super().generate_trace_id()
        if HEXADECIMAL.fullmatch(request_id) and int(request_id, 16):
            return int(request_id, 16)
        return int.from_bytes(hashlib.blake2b(request_id.encode(), digest_size=16).digest())


class Delivery(SpanExporter):
    """Carries spans, and says in the log, once, that it can't."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter
        self.until = float("inf")

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send `spans`; not any more after `until`, when the process ends."""
        if time.monotonic() > self.until:
            return SpanExportResult.FAILURE
        result = self._exporter.export(spans)
        if result is not SpanExportResult.SUCCESS:
            report_collector("traces", why="nobody took a batch")
        return result

    def shutdown(self) -> None:
        """Close what was open."""
        self._exporter.shutdown()


class TracesMiddleware:
    """A span for each request, named by its route. Inside the log of requests, which gives it its id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        method = request.method if request.method in METHODS else "other"
        with _span(f"{method}", kind=SpanKind.SERVER) as span, connection.execute_wrapper(_statement):
            response = self.get_response(request)
            route, status = route_of(request), response.status_code
            span.update_name(f"{method} {route}")
            span.set_attributes({"http.request.method": f"{method}", "http.route": route})
            span.set_attribute("http.response.status_code", status)
            if status >= 500:
                span.set_status(StatusCode.ERROR)
        return response


def _traced(handler: Handler) -> Handler:
    """Return `handler` with a span of its own about each job."""

    @wraps(handler)
    def handle(payload: Payload) -> None:
        job = current_trail().job
        named = _span(job, kind=SpanKind.CONSUMER, attributes={"motacilla.job": job})
        with named, connection.execute_wrapper(_statement):
            handler(payload)

    return handle


def _statement(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:
    """Run a statement in a span of its own, where the request is one that is traced."""
    if not trace.get_current_span().is_recording():
        return execute(sql, params, many, context)
    told = {"db.system.name": context["connection"].vendor, "db.query.text": _shown(sql)}
    with _span(sql[:20].partition(" ")[0].upper(), kind=SpanKind.CLIENT, attributes=told):
        return execute(sql, params, many, context)


@lru_cache(maxsize=512)
def _shown(sql: str) -> str:
    """Return the text of a statement with its placeholders, without what they stand for."""
    return LITERAL.sub("'…'", sql[:LONGEST])


@contextmanager
def _span(name: str, *, kind: SpanKind, attributes: Mapping[str, str] | None = None) -> Iterator[Span]:
    """Make a span inside the one under way. Of an error it tells the kind alone."""
    told = {**(attributes or {}), "motacilla.request_id": current_trail().request_id}
    with _tracer.start_as_current_span(
        name,
        kind=kind,
        attributes={key: value for key, value in told.items() if value},
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        try:
            yield span
        except Exception as error:
            span.set_attribute("error.type", type(error).__name__)
            span.set_status(StatusCode.ERROR)
            raise
