"""What happens to every request below /api/ before and after a view."""

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import RequestFactory

from website.caching import PublicAnswerMiddleware
from website.middleware import (
    MAX_API_BODY,
    MAX_EDITORS_BODY,
    BoundedBodyMiddleware,
    CookieFreeApiMiddleware,
    HeadFromGetMiddleware,
)


def through(middleware, request, response=None):
    seen = []

    def view(request):
        seen.append(request)
        return response or HttpResponse("body")

    return middleware(view)(request), (seen or [None])[0]


class TestCookieFreeApi:
    def test_an_editors_session_is_not_seen(self):
        request = RequestFactory().get("/api/v2/pages/", headers={"cookie": "sessionid=abc"})
        request.user = User(username="editor", is_superuser=True)
        _, seen = through(CookieFreeApiMiddleware, request)
        assert seen.COOKIES == {}
        assert not seen.user.is_authenticated
        assert list(seen.session.keys()) == []
        assert seen.session.get("anything") is None

    def test_the_admin_keeps_its_own(self):
        request = RequestFactory().get("/admin/", headers={"cookie": "sessionid=abc"})
        request.user = User(username="editor")
        _, seen = through(CookieFreeApiMiddleware, request)
        assert seen.COOKIES == {"sessionid": "abc"}
        assert seen.user.is_authenticated


def test_head_is_answered_from_get_without_a_body():
    response, seen = through(HeadFromGetMiddleware, RequestFactory().head("/api/x/"))
    assert seen.method == "HEAD"
    assert response.content == b""
    assert response["Content-Length"] == "4"


@pytest.mark.parametrize("length", [MAX_API_BODY + 1, 10**12])
def test_a_body_too_long_is_refused_unread(length):
    request = RequestFactory().post("/api/x/", data=b"", content_type="application/json", CONTENT_LENGTH=str(length))
    response, seen = through(BoundedBodyMiddleware, request)
    assert (response.status_code, seen) == (413, None)
    assert b"/problems/too-large" in response.content


def test_a_body_that_fits_is_let_through():
    request = RequestFactory().post("/api/x/", data=b"{}", content_type="application/json")
    assert through(BoundedBodyMiddleware, request)[0].status_code == 200


@pytest.mark.parametrize(
    ("path", "most"),
    [("/admin/login/", MAX_EDITORS_BODY), ("/userbar/", MAX_API_BODY), ("/documents/1/x", MAX_API_BODY)],
)
def test_no_form_is_stored_that_is_larger_than_any_upload(path, most):
    def sent(length):
        form = RequestFactory().post(path, data=b"", content_type="multipart/form-data", CONTENT_LENGTH=str(length))
        return through(BoundedBodyMiddleware, form)

    assert sent(most)[0].status_code == 200
    response, seen = sent(most + 1)
    assert (response.status_code, seen) == (413, None)
    assert response.content == b"This is more than can be sent at once."


class TestPublicAnswer:
    def test_an_answer_gets_a_validator_and_is_checked_each_time(self):
        response, _ = through(PublicAnswerMiddleware, RequestFactory().get("/api/x/"))
        assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
        again = RequestFactory().get("/api/x/", headers={"if-none-match": response["ETag"]})
        unchanged, _ = through(PublicAnswerMiddleware, again)
        assert (unchanged.status_code, unchanged.content) == (304, b"")

    @pytest.mark.parametrize("status", [201, 302, 400, 404, 500])
    def test_only_success_is_marked(self, status):
        response, _ = through(PublicAnswerMiddleware, RequestFactory().get("/api/x/"), HttpResponse(status=status))
        assert not response.has_header("ETag")

    def test_an_answer_that_says_private_stays_private(self):
        private = HttpResponse("x", headers={"Cache-Control": "private, no-store"})
        response, _ = through(PublicAnswerMiddleware, RequestFactory().get("/api/x/"), private)
        assert response["Cache-Control"] == "private, no-store"
        assert not response.has_header("ETag")
