"""A small site to comment on, and the people who do."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from wagtail.models import Site

from comments.models import AddressLink
from comments.selectors.identity import author_token, link_token, reader_token
from comments.services import set_policy
from comments.signals import thread_changed
from ground.viewer import Viewer
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, HomePageFactory, UserFactory
from tests.factories.comments import NOON, CommenterFactory, CommentFactory, moderating

API = "/api/site/v1/"
MINUTE = timedelta(minutes=1)


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


@pytest.fixture
def moment():
    """Now, as the API reads it."""
    return timezone.now()


@pytest.fixture
def ask(client, site):
    def ask(email="ada@example.org", status=202, /, **fields):
        data = {"email": email, **fields}
        response = client.post(f"{API}identity/link/", data=data, content_type="application/json")
        assert response.status_code == status, response.content
        return response.json()

    return ask


@pytest.fixture
def confirm(client, site):
    def confirm(token, status=200, /):
        response = client.post(f"{API}identity/confirm/", data={"token": token}, content_type="application/json")
        assert response.status_code == status, response.content
        return response.json()

    return confirm


@pytest.fixture
def mailed(ask, moment):
    """Ask for a link and return the token that is mailed."""

    def mailed(email="ada@example.org", **fields):
        ask(email, **fields)
        return link_token(AddressLink.objects.latest("pk"))

    return mailed


@pytest.fixture
def commenter():
    return CommenterFactory(name="Ada", email="ada@example.org")


@pytest.fixture
def stranger(moment):
    """The headers of somebody else who is signed in, and wrote something of their own."""
    return {"X-Reader-Token": reader_token(CommenterFactory(), now=moment)}


@pytest.fixture
def written(post, moment, commenter):
    """Make a comment of a guest or of a commenter, and the headers of its author."""

    def written(by="guest", **values):
        values = {"page": post, "created_at": moment - MINUTE, "body": "Fisrt words.", **values}
        if values.get("parent"):
            del values["page"]
        if by == "commenter":
            comment = CommentFactory(commenter=commenter, author_email=commenter.email, **values)
            return comment, {"X-Reader-Token": reader_token(commenter, now=moment)}
        comment = CommentFactory(**values)
        return comment, {"X-Author-Token": author_token(comment)}

    return written


@pytest.fixture
def change(client, site):
    def change(comment, headers, status=200, /, *, body="First words.", revision=1):
        response = client.patch(
            f"{API}comments/{comment.uuid}/",
            data={"body": body, "revision": revision},
            content_type="application/json",
            headers=headers,
        )
        assert response.status_code == status, response.content
        return response.json()

    return change


@pytest.fixture
def take_back(client, site):
    def take_back(comment, headers, status=200, /, *, revision=1):
        response = client.delete(f"{API}comments/{comment.uuid}/?revision={revision}", headers=headers)
        assert response.status_code == status, response.content
        return response.json()

    return take_back


@pytest.fixture
def afterwards(post, now):
    set_policy(page=post, changes={"moderation": "afterwards"}, user=None, now=now)


@pytest.fixture
def changes():
    seen = []

    def listen(sender, page_id, comment, change, **kwargs):
        seen.append((page_id, comment, change))

    thread_changed.connect(listen)
    yield seen
    thread_changed.disconnect(listen)
