"""How long readers wait for the backend, served as a site serves it, by the size of the site: printed, not judged."""

import time
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from wagtail.signal_handlers import disable_reference_index_auto_update

from search.indexing import rebuild
from tests.benchmarks.posts import many_posts
from tests.benchmarks.threads import long_thread
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, SiteFactory
from tests.factories.comments import NOON
from tests.integration.serving import backend

pytestmark = pytest.mark.django_db(transaction=True)

THREAD = 50
"""Comments under the page that is read and written to."""

SITES = [(20, 0, 20), pytest.param(10_000, 100_000, 400, marks=pytest.mark.full)]
"""Pages, comments elsewhere on the site, and how often each is asked."""

ELSEWHERE = 50
"""Pages over which the comments elsewhere are spread."""


@pytest.fixture
def a_site(settings, tmp_path):
    """A function that makes a site of a size and returns the post that has a thread."""
    settings.SEARCH_SPOOL = tmp_path

    def make(pages, comments):
        site = SiteFactory(default=True)
        with disable_reference_index_auto_update():
            blog = BlogIndexPageFactory(parent=site.root_page, slug="blog")
            post = BlogPostPageFactory(parent=blog, slug="read", first_published_at=NOON - timedelta(days=1))
            others = [BlogPostPageFactory(parent=blog, slug=f"other-{n}") for n in range(ELSEWHERE if comments else 0)]
            many_posts(blog, pages, lambda number: f"A walk with a heron, number {number}.")
        with transaction.atomic():  # else each comment would wait for the disk
            for page in (post, *others):
                long_thread(page, THREAD if page is post else comments // ELSEWHERE)
        rebuild()
        if connection.vendor == "postgresql":
            connection.cursor().execute("ANALYZE")
        return post

    return make


def waits(ask, times):
    """Return the median and the slowest of a hundred, in milliseconds, of as many answers; the first two warm up."""
    took = []
    for number in range(times + 2):
        begun = time.perf_counter()
        status, _ = ask(number)
        took.append((time.perf_counter() - begun) * 1000)
        assert status in {200, 202}, status
    ordered = sorted(took[2:])
    return ordered[len(ordered) // 2], ordered[min(len(ordered) * 99 // 100, len(ordered) - 1)]


@pytest.mark.parametrize(("pages", "comments", "times"), SITES)
def test_how_long_readers_wait_for_list_post_search_and_page(a_site, settings, pages, comments, times):
    post, api, host = a_site(pages, comments), "/api/site/v1", "site=localhost:8000"
    reads = {
        "list": f"{api}/resolve/?{host}&path={quote('/blog/')}",
        "page": f"{api}/resolve/?{host}&path={quote('/blog/read/')}",
        "thread": f"{api}/pages/{post.pk}/comments/?{host}",
        "search": f"{api}/search/?{host}&q=heron",
    }
    with backend(settings) as server:
        server.start()
        figures = {name: waits(lambda _, path=path: server.ask("GET", path), times) for name, path in reads.items()}
        figures["post"] = waits(lambda number: server.post(post, number), times)
    told = ", ".join(f"{name} {middle:.0f} ms, p99 {slow:.0f} ms" for name, (middle, slow) in figures.items())
    print(f"{connection.vendor}, {pages} pages, {comments + THREAD} comments: {told}")  # noqa: T201 - for whoever runs it
    assert set(figures) == {*reads, "post"}
