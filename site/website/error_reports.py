"""Errors of ours, reported to a collector that speaks Sentry's protocol, where an operator has one.

What is reported is what the log tells with a traceback, from the backend and the worker. A report says what kind of
error it was, where in the code, in which release, on which route or job and under which request id; what the error and
the request said stays in the log, to be found by that id. The library only carries: it watches nothing by itself.
"""

import logging
import sys
import sysconfig
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Literal

import sentry_sdk
from django.http import HttpRequest
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.transport import HttpTransport

from ground.logs import scrubbed
from ground.outage import report_collector
from ground.trail import current_trail
from website.request_log import route_of
from website.settings.environment import ROOT, Environment
from website.system.facts import version

if TYPE_CHECKING:
    from sentry_sdk.types import Event

FIELDS = frozenset(
    {"environment", "event_id", "exception", "level", "logger", "platform", "release", "sdk", "tags", "timestamp"}
    | {"transaction"}
)
"""What an event may have; whatever else the library knows is left out."""

TELLING = (AttributeError, ImportError, NameError, RecursionError, TypeError, ZeroDivisionError)
"""Kinds of errors, and no kinds of theirs, whose words Python makes of names in our code. The words of all others may
be a reader's, and are not sent."""

LONGEST = 300
"""Characters of such words."""

MOST_FRAMES, MOST_CAUSES = 100, 5

SECONDS_PER_REPORT = 5
SECONDS_AT_END = 2
"""How long a process that ends waits for what is still to be sent."""

LIBRARIES = Path(sysconfig.get_path("purelib"))


def report_errors(environment: Environment) -> None:
    """Report from now on what this process logs with a traceback, and what ends it.

    To be called once logging is set up. Reports are sent by a thread of their own; those a collector does not take are
    lost, which one line of the log says.
    """
    sentry_sdk.init(
        dsn=environment.errors_url,
        release=version(),
        environment="debug" if environment.debug else "production",
        before_send=_only_known,
        transport=Delivery,
        integrations=[AtexitIntegration(callback=lambda pending, timeout: None)],
        default_integrations=False,
        auto_enabling_integrations=False,
        auto_session_tracking=False,
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        send_client_reports=False,
        send_default_pii=False,
        server_name="",
        shutdown_timeout=SECONDS_AT_END,
        spotlight=False,
    )
    handler = Reporter(logging.WARNING)
    for name in (None, "gunicorn.error"):
        logging.getLogger(name).addHandler(handler)
    before = sys.excepthook

    def last_words(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if isinstance(error, Exception):
            _report(error, logger="", level="fatal", route="")
        before(kind, error, where)

    sys.excepthook = last_words


class Delivery(HttpTransport):
    """Carries reports, each tried once: the library would try again, and say so every time."""

    TIMEOUT = SECONDS_PER_REPORT

    def _get_pool_options(self) -> dict[str, Any]:
        return {**super()._get_pool_options(), "retries": False}

    def on_dropped_event(self, reason: str) -> None:
        """Say that a report was lost."""
        report_collector("errors", why=reason)


class Reporter(logging.Handler):
    """Reports each record that has a traceback; an error that is logged on its way up is reported once."""

    def emit(self, record: logging.LogRecord) -> None:
        """Report the error of `record`, if it has one."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None or record.name.startswith(("sentry_sdk", "urllib3")):
            return
        try:
            request = getattr(record, "request", None)
            route = route_of(request) if isinstance(request, HttpRequest) else ""
            serious = record.levelno >= logging.ERROR
            _report(error, logger=record.name, level="error" if serious else "warning", route=route)
        except Exception:  # noqa: BLE001 - whoever logs must not fail for it
            self.handleError(record)


def _report(error: BaseException, *, logger: str, level: Literal["fatal", "error", "warning"], route: str) -> None:
    if vars(error).get("_reported"):
        return
    vars(error)["_reported"] = True
    trail = current_trail()
    tags = {"request_id": trail.request_id, "job": trail.job}
    event: Event = {
        "level": level,
        "logger": logger,
        "transaction": route or trail.job,
        "tags": {name: value for name, value in tags.items() if value},
        "exception": {"values": [_described(each) for each in reversed([*_causes(error)])]},
    }
    sentry_sdk.capture_event(event)


def _only_known(event: "Event", hint: dict[str, Any]) -> "Event":
    known: Event = {name: value for name, value in event.items() if name in FIELDS}  # type: ignore[assignment]  # a part of one
    return known


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield `error` and what led to it."""
    following: BaseException | None = error
    seen: set[int] = set()
    while following is not None and id(following) not in seen and len(seen) < MOST_CAUSES:
        seen.add(id(following))
        yield following
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)


def _described(error: BaseException) -> dict[str, Any]:
    frames = [_frame(frame, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    told = scrubbed(str(error))[:LONGEST] if type(error) in TELLING else ""
    return {
        "type": type(error).__name__,
        "module": type(error).__module__,
        "value": told or "(in the log)",
        "stacktrace": {"frames": frames[-MOST_FRAMES:]},
    }


def _frame(frame: FrameType, line: int) -> dict[str, Any]:
    """Return where in the code it was: no values, no lines of it, no folders of this machine."""
    file = Path(frame.f_code.co_filename)
    ours = file.is_relative_to(ROOT) and not file.is_relative_to(LIBRARIES)
    folder = LIBRARIES if file.is_relative_to(LIBRARIES) else ROOT
    return {
        "filename": str(file.relative_to(folder)) if file.is_relative_to(folder) else file.name,
        "function": frame.f_code.co_qualname,
        "module": frame.f_globals.get("__name__", ""),
        "lineno": line,
        "in_app": ours,
    }
