"""A small site to comment on, and the people who do."""

from uuid import uuid4

import pytest
from wagtail.models import Site

from ground.viewer import Viewer
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, HomePageFactory, UserFactory
from tests.factories.comments import NOON, moderating


@pytest.fixture
def now():
    return NOON


@pytest.fixture
def site(db):
    home = HomePageFactory(title="Home", slug="front")
    Site.objects.all().delete()
    return Site.objects.create(hostname="testserver", port=80, root_page=home, is_default_site=True)


@pytest.fixture
def viewer(site):
    return Viewer.anonymous(site=site)


@pytest.fixture
def section(site):
    return BlogIndexPageFactory(parent=site.root_page, title="News", slug="news")


@pytest.fixture
def post(section):
    return BlogPostPageFactory(parent=section, title="A walk", slug="a-walk", first_published_at=NOON)


@pytest.fixture
def other_post(section):
    return BlogPostPageFactory(parent=section, title="A run", slug="a-run", first_published_at=NOON)


@pytest.fixture
def moderator():
    return moderating(UserFactory(first_name="Mo", last_name="Derator"))


@pytest.fixture
def form():
    """What a client sends, with a key of its own."""

    def fill(**fields):
        return {"body": "A thought.", "name": "Ada", "email": "ada@example.org", "key": str(uuid4()), **fields}

    return fill


@pytest.fixture
def send(client, form):
    """Post a comment to a page over the API and return the answer, whose status must be `status`."""

    def post_comment(page, status=202, /, **fields):
        response = client.post(
            f"/api/site/v1/pages/{page.pk}/comments/", data=form(**fields), content_type="application/json"
        )
        assert response.status_code == status, response.content
        return response.json()

    return post_comment


@pytest.fixture
def read(client):
    """Read a page's thread over the API."""

    def get_thread(page, status=200, /, **query):
        response = client.get(f"/api/site/v1/pages/{page.pk}/comments/", query)
        assert response.status_code == status, response.content
        return response.json()

    return get_thread
