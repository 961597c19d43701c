"""What a browser may do in the admin, by kind of screen; the desk's own policy has its tests beside the desk."""

import pytest
from django.test import Client

from comments.desk.content_policy import POLICY as DESK
from tests.factories.blog import UserFactory
from website.content_policy import HEADER, public_origins

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

UNCHANGING = {
    "default-src": ["'self'"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "object-src": ["'none'"],
    "form-action": ["'self'"],
    "base-uri": ["'self'"],
    "frame-ancestors": ["'self'"],
}


@pytest.fixture
def editor():
    client = Client()
    client.force_login(UserFactory(administrator=True))
    return client


def allowed(answer):
    """Return what the answer's policy allows, by directive."""
    parts = [part.split() for part in answer.headers[HEADER].split(";")]
    return {name: sources for name, *sources in parts}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/admin/", 200),
        ("/admin/images/", 200),
        ("/admin/snippets/blog/author/", 200),
        ("/admin/settings/website/sitebrand/", 302),
        ("/admin/users/", 200),
        ("/admin/none-of-that-name/", 404),
        ("/admin/pages/999999/edit/", 404),
    ],
)
def test_the_admin_may_use_what_is_its_own(editor, path, status):
    answer = editor.get(path)
    assert answer.status_code == status
    assert allowed(answer) == UNCHANGING | {"frame-src": ["'self'"]}


def test_so_may_the_screen_to_sign_in():
    answer = Client().get("/admin/login/")
    assert answer.status_code == 200
    assert allowed(answer) == UNCHANGING | {"frame-src": ["'self'"]}


def test_beside_an_editor_stand_pages_of_our_sites(editor):
    answer = editor.get("/admin/pages/", follow=True)
    assert answer.status_code == 200
    assert public_origins()
    assert allowed(answer) == UNCHANGING | {"frame-src": ["'self'", *public_origins()]}


def test_the_desk_keeps_its_own(editor):
    assert editor.get("/admin/reader-comments/").headers[HEADER] == DESK


@pytest.mark.parametrize("name", ["UPDATE_CHECK", "WHATS_NEW_BANNER"])
def test_the_admin_asks_nobody_for_news(settings, name):
    assert getattr(settings, f"WAGTAIL_ENABLE_{name}") is False


def test_the_admin_asks_nobody_for_portraits(settings):
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
