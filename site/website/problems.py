"""Every failure of the API as a problem: the one table from exceptions to answers."""

import sys
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import defaults
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from ground.outage import are_files_away, report_database, report_files, state_of_database
from ground.problems import FieldError, Problem, problem_response
from website.middleware import API_PREFIX

PLAIN: Mapping[str, tuple[str | Promise, str]] = {
    "missing": (_("This field is required."), ""),
    "extra_forbidden": (_("This field is not known here."), ""),
    "string_too_short": (_("Please write at least %s characters."), "min_length"),
    "string_too_long": (_("Please write at most %s characters."), "max_length"),
    "string_type": (_("This must be text."), ""),
    "string_unicode": (_("This must be text."), ""),
    "int_parsing": (_("This must be a whole number."), ""),
    "int_parsing_size": (_("This number is too large."), ""),
    "int_type": (_("This must be a whole number."), ""),
    "int_from_float": (_("This must be a whole number."), ""),
    "less_than_equal": (_("This must be at most %s."), "le"),
    "greater_than_equal": (_("This must be at least %s."), "ge"),
    "uuid_parsing": (_("This must be a UUID."), ""),
    "uuid_type": (_("This must be a UUID."), ""),
    "literal_error": (_("This must be one of: %s."), "expected"),
    "enum": (_("This must be one of: %s."), "expected"),
    "value_error": ("%s", "error"),
}
"""By kind of pydantic's error: what a person is told, and which part of its context belongs into the sentence."""


def plain_message(kind: str, context: Mapping[str, Any], fallback: str) -> str:
    """Return what a person is told about a pydantic error of the kind `kind`, else pydantic's own words."""
    if kind not in PLAIN:
        return fallback
    if context.get("min_length") == 1:
        kind = "missing"
    sentence, part = PLAIN[kind]
    return str(sentence) % context.get(part, "") if part else str(sentence)


def field_errors(errors: Iterable[Mapping[str, Any]]) -> list[FieldError]:
    """Return pydantic's errors as ours, each named after the innermost field it is about."""
    found = []
    for error in errors:
        source, *inner = map(str, error["loc"])
        location = inner[1:] if source == "body" else inner  # a body's first part is the name of our own argument
        message = plain_message(error["type"], error.get("ctx") or {}, error["msg"])
        found.append(FieldError(field=".".join(location) or "body", code=error["type"], message=message))
    return found


def invalid(errors: Iterable[Mapping[str, Any]]) -> Problem:
    """Return the problem of a request whose fields do not validate."""
    return Problem(
        status=400, code="invalid", title=gettext("Some fields need another look."), errors=field_errors(errors)
    )


def missing() -> Problem:
    """Return the problem of an address behind which a reader may see nothing."""
    return Problem(status=404, code="not-found", title=gettext("There is nothing here."))


def too_large() -> Problem:
    """Return the problem of a request whose body is longer than any we accept."""
    return Problem(status=413, code="too-large", title=gettext("This is more than can be sent at once."))


def register(api: NinjaAPI) -> None:
    """Make `api` answer every exception of the table as a problem."""

    @api.exception_handler(Problem)
    def _problem(request: HttpRequest, error: Problem) -> HttpResponse:
        return problem_response(error)

    @api.exception_handler(ValidationError)
    def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return problem_response(invalid(error.errors))

    @api.exception_handler(Http404)
    def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem_response(missing())

    @api.exception_handler(RequestDataTooBig)
    def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return problem_response(too_large())

    @api.exception_handler(SuspiciousOperation)
    def _suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
        return problem_response(Problem(status=400, code="bad-request", title=gettext("This request can't be read.")))

    @api.exception_handler(HttpError)
    def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
        code = "bad-request" if error.status_code == 400 else "refused"
        return problem_response(Problem(status=error.status_code, code=code, title=str(error)))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404: a problem below `/api/`, Django's own page elsewhere."""
    if request.path_info.startswith(API_PREFIX):
        return problem_response(missing())
    return defaults.page_not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400: a problem below `/api/`, Django's own page elsewhere."""
    if request.path_info.startswith(API_PREFIX):
        return problem_response(Problem(status=400, code="bad-request", title=gettext("This request can't be read.")))
    return defaults.bad_request(request, exception)


def our_side() -> str:
    """Return what a reader is told when they could not know better."""
    return gettext("Something went wrong on our side. Nothing you sent was kept; please try again in a moment.")


RETRY_AFTER = 10
"""Seconds after which it is worth asking again where the database was away."""


def unavailable(request: HttpRequest) -> HttpResponse:
    """Return the answer while the database is away: 503, a problem below `/api/`, a plain page elsewhere."""
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    if request.path_info.startswith(API_PREFIX):
        return problem_response(Problem(status=503, code="unavailable", title=our_side(), headers=headers))
    return HttpResponse(render_to_string("website/unavailable.html"), status=503, headers=headers)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: a problem below `/api/`, else Django's own page; 503 while database or files are away."""
    error = sys.exc_info()[1]
    if error is not None and (state_of_database(error) or are_files_away(error)):
        report = report_files if are_files_away(error) else report_database
        report(error, doing="requests are answered 503 until it is back")
        answer = unavailable(request)
        # Django's own way to say so: else it logs each of them with its traceback.
        answer._has_been_logged = True  # type: ignore[attr-defined]  # set in django.utils.log
        return answer
    if request.path_info.startswith(API_PREFIX):
        return problem_response(Problem(status=500, code="server-error", title=our_side()))
    return defaults.server_error(request)
