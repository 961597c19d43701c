"""What a thread costs, by the number of comments in it."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.services import RestoredComment, restore_thread
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, SiteFactory

pytestmark = pytest.mark.django_db

FEW = 100
MOST = 1.3
"""Times the processor time that the short thread takes."""

ROUNDS = 25
STATEMENTS = 5
BYTES = 60 * 1024

SHAPES = {"roots alone": 1, "four replies each": 5, "one root": None}
"""Of how many comments each branch is; None for all in one."""


@pytest.fixture
def blog():
    return BlogIndexPageFactory(parent=SiteFactory(default=True).root_page, slug="blog")


def filled(blog, number, *, branch):
    post, now = BlogPostPageFactory(parent=blog), timezone.now() - timedelta(days=2)
    comments, top = [], None
    for index in range(number):
        top = None if index % (branch or number) == 0 else top
        comments.append(
            RestoredComment(
                uuid=uuid4(),
                body=f"Some words of usual length, as readers write them, more or less. {index}",
                name="Reader",
                created_at=now + timedelta(seconds=index),
                parent=top,
            )
        )
        top = top or comments[-1].uuid
    restore_thread(page=post, comments=comments, now=now)
    post.reader_comments.filter(pk__in=post.reader_comments.values("pk")[3 : number // 50]).update(status="rejected")
    return f"/api/site/v1/pages/{post.pk}/comments/?site=localhost:8000"


def least(client, urls):
    """Return the least processor seconds of an answer from each of `urls`, asked in turn."""
    best = dict.fromkeys(urls, float("inf"))
    for _ in range(ROUNDS):
        for url in urls:
            begin = time.process_time()
            response = client.get(url)
            best[url] = min(best[url], time.process_time() - begin)
            assert response.status_code == 200
    return best


@pytest.mark.parametrize("many", [2_000, pytest.param(10_000, marks=pytest.mark.full)])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_long_thread_costs_as_much_as_a_short_one(client, blog, shape, many):
    short, long = (filled(blog, number, branch=SHAPES[shape]) for number in (FEW, many))
    if connection.vendor == "postgresql":  # which otherwise judges by the tables as they were before
        connection.cursor().execute("ANALYZE")
    orders = [f"&sort={sort}" for sort in ("oldest", "newest", "best")]
    costs = least(client, [url + order for url in (short, long) for order in orders])
    for order in orders:
        small, large = costs[short + order], costs[long + order]
        print(f"{shape}{order}: {FEW} {small * 1000:.1f} ms, {many} {large * 1000:.1f} ms")  # noqa: T201 - for whoever runs it
    for order in orders:
        with CaptureQueriesContext(connection) as statements:
            answer = client.get(long + order)
        assert len(statements) <= STATEMENTS
        assert len(answer.content) <= BYTES
        assert costs[long + order] <= costs[short + order] * MOST
