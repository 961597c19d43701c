"""How our own API reads requests: it refuses what it does not know."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponseBase
from ninja import Schema
from ninja.decorators import decorate_view
from ninja.operation import Operation
from ninja.utils import contribute_operation_callback
from pydantic import ConfigDict

from ground.problems import FieldError, Problem, problem_response

View = TypeVar("View", bound=Callable[..., Any])
Run = Callable[..., HttpResponseBase]


class StrictSchema(Schema):
    """A request's body: a member nobody declared is an error, never dropped."""

    model_config = ConfigDict(extra="forbid")


def unknown_parameters(request: HttpRequest, allowed: set[str]) -> Problem | None:
    """Return the problem with the query parameters of `request` that are not `allowed`; none when all are."""
    unknown = sorted(set(request.GET) - allowed)
    if not unknown:
        return None
    known = ", ".join(sorted(allowed)) or "none"
    message = f"There is no such parameter; known here: {known}."
    return Problem(
        status=400,
        code="unknown-parameter",
        title="A query parameter is not known here.",
        errors=[FieldError(field=name, code="unknown-parameter", message=message) for name in unknown],
    )


def declared_parameters_only(view: View) -> View:
    """Refuse query parameters that the operation below `@router.get` does not declare. Ninja drops them silently."""

    def guard(operation: Operation) -> None:
        allowed = {
            name
            for model in operation.models
            if model.__ninja_param_source__ == "query"
            for name in model.__ninja_flatten_map__
        }

        def checked(run: Run) -> Run:
            @wraps(run)
            def call(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
                problem = unknown_parameters(request, allowed)
                return problem_response(problem) if problem else run(request, *args, **kwargs)

            return call

        decorate_view(checked)(operation.view_func)

    contribute_operation_callback(view, guard)
    return view
