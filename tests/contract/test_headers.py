"""What browsers and caches are told with every answer of the backend: one table for all its addresses.

That of the public site is in `frontend/tests/site/headers.test.ts`.
"""

import pytest
from django.test import Client

from tests.contract.world import World
from tests.factories.blog import DocumentFactory, ImageFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
SEALED = "default-src 'none'"
CHECKED, NEVER, OWN = {"public", "max-age=0", "must-revalidate"}, {"no-store"}, {"private", "no-cache"}

TABLE = [
    # address, status, what a cache is told at least, the policy for what runs where it is one word for all
    ("/admin/", 200, NEVER, None),
    ("/admin/login/", 302, NEVER, None),
    ("/admin/reader-comments/", 200, NEVER, None),
    ("/admin/pages/", 200, NEVER, None),
    ("/admin/none-of-that-name/", 404, NEVER, None),
    ("/api/v2/pages/", 200, CHECKED, None),
    ("/api/v2/pages/999999/", 404, NEVER, None),
    ("/api/site/v1/resolve/?path=/", 200, CHECKED, None),
    ("/api/site/v1/pages/{page}/comments/", 200, CHECKED, None),
    ("/api/site/v1/pages/999999/comments/", 404, NEVER, None),
    ("/api/none-of-that-name/", 404, NEVER, None),
    ("{picture}", 200, set(), SEALED),
    ("/media/none.jpg", 404, NEVER, SEALED),
    ("{document}", 200, OWN, SEALED),
    ("/documents/999999/plan.pdf", 404, NEVER, SEALED),
    ("/health/live", 200, NEVER, None),
    ("/health/ready", None, NEVER, None),
    ("/metrics", 200, NEVER, None),
    ("/feeds/site/rss.xml", 200, CHECKED, None),
    ("/feeds/comments/site/atom.xml", 200, CHECKED, None),
    ("/feeds/tag/none/rss.xml", 404, NEVER, None),
    ("/sitemap.xml", 200, set(), None),
    ("/robots.txt", 200, set(), None),
    ("/none-of-that-name/", None, set(), None),
]


@pytest.fixture
def places():
    """The addresses of a post, a picture and a document."""
    world = World()
    world.turn("public")
    rendition = ImageFactory().get_rendition("width-40")
    return {"page": world.post.pk, "picture": rendition.url, "document": DocumentFactory().url}


@pytest.fixture
def editor(settings):
    settings.METRICS_TOKEN = "x" * 40
    client = Client(headers={"Authorization": f"Bearer {settings.METRICS_TOKEN}"})
    client.force_login(UserFactory(administrator=True))
    return client


def told(answer):
    """Return what a cache is told, as a set."""
    return {word.strip() for word in answer.headers.get("Cache-Control", "").split(",")}


def test_every_answer_tells_browsers_and_caches_what_they_may(places, editor):
    wrong = []
    for address, status, cache, policy in TABLE:
        answer = editor.get(address.format(**places))
        expected = ALWAYS | ({"Content-Security-Policy": policy} if policy else {})
        given = {name: answer.headers.get(name) for name in expected}
        wrong += [(address, given)] * (given != expected)
        wrong += [(address, "cache", told(answer))] * (not cache <= told(answer))
        wrong += [(address, "status", answer.status_code)] * (status not in {None, answer.status_code})
        answer.getvalue()  # a file that is handed out in pieces is closed at its end
    assert not wrong


def test_an_answer_from_before_any_view_has_them_too(places, editor):
    address = "/api/v2/pages/"
    known = {"If-None-Match": editor.get(address)["ETag"]}
    long = editor.post("/api/site/v1/preview/", data="x" * 100_000, content_type="application/json")
    answers = [editor.get(address, headers=known), long, Client().get("/", headers={"Host": "evil.example"})]
    assert [answer.status_code for answer in answers] == [304, 413, 400]
    for answer in answers:
        assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS


def test_every_address_of_the_backend_is_in_the_table():
    from website.urls import urlpatterns

    first = {str(each.pattern).split("<")[0].split("/")[0] for each in urlpatterns}
    rows = {address.strip("/").split("/")[0].split("?")[0] for address, *_ in TABLE} | {"media", "documents"}
    # The user bar has tests of its own; what begins with a number or a language is told as without.
    assert first - rows - {"userbar", "sitemap-", ""} == set()
