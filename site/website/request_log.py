"""A line of the log for every request, and the one id by which its lines are found in every process."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ground.figures import count_request
from ground.logs import scrubbed
from ground.trail import HEADER, following, request_id_from

logger = logging.getLogger("website.requests")


class RequestLogMiddleware:
    """Give the request its id, the answer the same in `X-Request-Id`, and the log a line of both. The outermost.

    The id is taken from whoever calls on the inner network, the frontend or a proxy, and made anew for anybody else.
    Neither address, query nor headers are written, and no part of the path that is a key.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        method, path = request.method or "", scrubbed(request.path_info)
        request_id = request_id_from(request.headers.get(HEADER, ""), socket=request.META.get("REMOTE_ADDR", ""))
        with following(request_id=request_id):
            response = self.get_response(request)
            response[HEADER] = request_id
            seconds = time.perf_counter() - started
            milliseconds = round(seconds * 1000, 1)
            count_request(route=route_of(request), method=method, status=response.status_code, seconds=seconds)
            logger.log(
                logging.WARNING if response.status_code >= 500 else logging.INFO,
                "%s %s %s",
                method,
                path,
                response.status_code,
                extra={"method": method, "path": path, "status": response.status_code, "milliseconds": milliseconds},
            )
        return response


def route_of(request: HttpRequest) -> str:
    """Return the name of what answered, never an address somebody made up."""
    match = request.resolver_match
    return "none" if match is None else match.view_name or match.route
