from datetime import UTC, datetime, timedelta

import pytest

from search.indexing import index_posts
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, SiteFactory, paragraph
from tests.factories.content import block, body_of

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def spool(settings, tmp_path):
    """A folder of the test's own for what is asked."""
    settings.SEARCH_SPOOL = tmp_path / "searches"
    return settings.SEARCH_SPOOL


@pytest.fixture
def site():
    return SiteFactory(default=True)


@pytest.fixture
def blog(site):
    return BlogIndexPageFactory(parent=site.root_page, title="Blog", slug="blog")


@pytest.fixture
def post(blog):
    """A function that makes a live, indexed post: its title, its paragraphs, and what the factory takes."""
    made = []

    def make(title, *texts, headings=(), indexed=True, **values):
        made.append(title)
        blocks = [block("heading", {"text": each, "level": "2"}) for each in headings]
        values.setdefault("first_published_at", NOON - timedelta(days=len(made)))
        values.setdefault("parent", blog)
        page = BlogPostPageFactory(
            title=title, body=body_of([*blocks, *(paragraph(f"<p>{text}</p>") for text in texts)]), **values
        )
        if indexed:
            index_posts([page.pk])
        return page

    return make


@pytest.fixture
def ask(client, site):
    """A function that searches, and gives the answer."""

    def search(q="", **parameters):
        response = client.get("/api/site/v1/search/", {"q": q, "site": "localhost:8000", **parameters})
        assert response.status_code == 200, response.content
        return response.json()

    return search


@pytest.fixture
def titles(ask):
    """A function that searches, and gives the titles of what was found, in order."""

    def search(q="", **parameters):
        return [hit["card"]["title"] for hit in ask(q, **parameters)["hits"]]

    return search
