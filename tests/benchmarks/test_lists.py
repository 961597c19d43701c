"""What a list of posts costs, by the number of posts there are."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.indexes import NAME
from blog.selectors import posts_below
from ground.viewer import Viewer
from tests.benchmarks.posts import many_posts
from tests.factories.blog import BlogIndexPageFactory, SiteFactory

pytestmark = pytest.mark.django_db

SMALL = 200
MOST = 1.3
"""Times the processor time that the small blog's list takes."""

ROUNDS = 15


@pytest.fixture
def blog():
    return BlogIndexPageFactory(parent=SiteFactory(default=True).root_page, slug="blog")


def cost(client, url):
    """Return statements and the least processor seconds of an answer."""
    best, statements = float("inf"), 0
    for _ in range(ROUNDS):
        begin = time.process_time()
        response = client.get(url)
        best = min(best, time.process_time() - begin)
        assert response.status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    statements = len(captured)
    return statements, best


@pytest.mark.parametrize("many", [2_000, pytest.param(10_000, marks=pytest.mark.full)])
@pytest.mark.parametrize("path", ["/blog/", "/"])
def test_a_list_costs_as_much_in_a_large_blog_as_in_a_small_one(client, blog, many, path):
    url = f"/api/site/v1/resolve/?path={path}&site=localhost:8000"
    many_posts(blog, SMALL)
    few_statements, small = cost(client, url)
    many_posts(blog, many - SMALL)
    statements, large = cost(client, url)
    figures = f"{path}: {SMALL} posts {small * 1000:.1f} ms, {many} posts {large * 1000:.1f} ms"
    print(figures)  # noqa: T201 - for whoever runs it
    assert statements == few_statements
    assert large <= small * MOST


def test_a_list_is_read_in_the_order_of_the_index(blog):
    many_posts(blog, SMALL)
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL sorts a small table rather than read an index")
    posts = posts_below(blog, viewer=Viewer.anonymous(site=blog.get_site()), now=timezone.now())
    assert f"INDEX {NAME}" in posts[:12].explain()
