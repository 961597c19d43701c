"""What happens to every request before a view sees it."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _

from ground.patience import patience
from ground.problems import Problem, problem_response

GetResponse = Callable[[HttpRequest], HttpResponse]

API_PREFIX = "/api/"

EDITORS_PREFIX = "/admin/"

MAX_API_BODY = 64 * 1024
"""Bytes: the longest comment, four bytes a character, escaped, with room for the other fields."""

MAX_EDITORS_BODY = 32 * 1024 * 1024
"""Bytes: the largest document and its form; the shipped nginx lets as much through."""


class EmptySession(SessionBase):
    """A session that holds nothing and is never stored: what the public API sees in place of a cookie's."""

    def _get_session(self, no_load: bool = False) -> dict[str, object]:
        return {}

    _session = property(_get_session)


class CookieFreeApiMiddleware:
    """Give every request below `/api/` an anonymous user and an empty session.

    Wagtail's v2 shows restricted pages to whoever has an editor's session; the public API must not know cookies.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(API_PREFIX):
            request.COOKIES = {}
            request.user = AnonymousUser()
            request.session = EmptySession()
            response = self.get_response(request)
            request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)  # no answer to the public sets a cookie
            return response
        return self.get_response(request)


class ApiLanguageMiddleware:
    """Speak below `/api/` the first language, until a view says otherwise, and leave nothing of it to the next request.

    What is written comes from a form in some language, which the frontend names in `Accept-Language`.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(API_PREFIX):
            return self.get_response(request)
        read = request.method in {"GET", "HEAD", "OPTIONS"}
        with translation.override(settings.LANGUAGE_CODE if read else get_language_from_request(request)):
            return self.get_response(request)


class HeadFromGetMiddleware:
    """Answer HEAD from GET: the same headers, no body."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "HEAD" or not request.path_info.startswith(API_PREFIX):
            return self.get_response(request)
        request.method = "GET"
        response = self.get_response(request)
        request.method = "HEAD"
        length = len(response.content)
        response.content = b""
        response["Content-Length"] = str(length)
        return response


READER_PATIENCE, EDITOR_PATIENCE = 8.0, 50.0
"""Seconds. The public site waits ten for an answer, and has an older page to show; editors ask for more at once, up to
what a proxy in front commonly waits."""


class PatienceMiddleware:
    """Bound how long a request waits for the database."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for_editors = request.path_info.startswith(EDITORS_PREFIX)
        with patience(EDITOR_PATIENCE if for_editors else READER_PATIENCE):
            return self.get_response(request)


class BoundedBodyMiddleware:
    """Refuse, before anything reads it, a request whose body is longer than any we accept.

    A form is stored on the disk to look for its token, before anybody asks who sent it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = MAX_EDITORS_BODY if request.path_info.startswith(EDITORS_PREFIX) else MAX_API_BODY
        if length.isdigit() and int(length) <= most:
            return self.get_response(request)
        said = _("This is more than can be sent at once.")
        if request.path_info.startswith(API_PREFIX):
            return problem_response(Problem(status=413, code="too-large", title=said))
        return HttpResponse(said, status=413, content_type="text/plain; charset=utf-8")


class ApiMethodMiddleware:
    """Say below `/api/` in the one shape of an error that a method is not answered; `Allow` names those that are."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path_info.startswith(API_PREFIX) or not isinstance(response, HttpResponseNotAllowed):
            return response
        problem = Problem(status=405, code="method-not-allowed", title=_("This address does not take that method."))
        answer = problem_response(problem)
        answer["Allow"] = response["Allow"]
        return answer
