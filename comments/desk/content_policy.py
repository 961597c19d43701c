"""What a browser may do on the desk: run our own scripts and Wagtail's, show our own pictures, send to us alone."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern

HEADER = "Content-Security-Policy"

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    )
)
"""All text on the desk is a stranger's: should any of it ever become markup, it still runs nothing."""


def guarded(patterns: Iterable[URLPattern]) -> tuple[URLPattern, ...]:
    """Return the same addresses; every answer of their views carries the policy of the desk."""
    return tuple(
        URLPattern(each.pattern, _with_policy(each.callback), each.default_args, each.name) for each in patterns
    )


def _with_policy(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers.setdefault(HEADER, POLICY)
        return response

    return answer
