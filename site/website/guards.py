"""What browsers and caches are told with every answer of the backend, in one place."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from website.content_policy import BAD_REQUEST, HEADER, policy_for
from website.middleware import EDITORS_PREFIX, GetResponse

PERMISSIONS = "camera=(), geolocation=(), microphone=()"
"""What no page of ours may ask a browser for; the frontend says the same."""

FOR_THE_ASKER = "private, no-cache"
"""Kept by the asker's own browser alone, and asked for again each time."""


class GuardMiddleware:
    """Add to every answer what its view has not said itself.

    Uploaded files run nothing, a document is kept for nobody else (it may have readers of its own), nothing of the
    editors' is kept at all, and neither is an error: what is missing now may be published in a minute.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = self.get_response(request)
        headers, path = response.headers, request.path_info
        headers.setdefault("Permissions-Policy", PERMISSIONS)
        if HEADER not in headers and (policy := policy_for(request, response)):
            headers[HEADER] = policy
        if response.status_code >= BAD_REQUEST or path.startswith(EDITORS_PREFIX):
            headers.setdefault("Cache-Control", "private, no-store")
        elif path.startswith("/documents/"):
            headers.setdefault("Cache-Control", FOR_THE_ASKER)
        return response
