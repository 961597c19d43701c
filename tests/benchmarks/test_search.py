"""What a search costs, by the number of posts there are, and beside Wagtail's own search of the same posts."""

import gc
import os
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.search.backends import get_search_backend

from blog.models import BlogPostPage
from ground.viewer import Viewer
from search.cursor import Cursor, Sort
from search.indexing import rebuild
from search.statement import Asked, run
from search.words.queries import parse
from tests.benchmarks.posts import many_posts
from tests.factories.blog import BlogIndexPageFactory, SiteFactory

pytestmark = pytest.mark.django_db

SMALL = 200
QUICK, FULL = 1_000, 10_000
WORDS = {QUICK: 50, FULL: 600}
"""Words of a post, by how many posts there are."""

MOST_STATEMENTS = 8
MOST_GROWTH = 2.0
LEAST_RATIO = {QUICK: 4, FULL: 20}
"""Wagtail's own search costs more with every post there is, so a small blog shows less of it."""
MOST_SECONDS = 0.2
ROUNDS = 10
TIMES = 3
"""How often the rounds are gone through: the least is it, for a busy machine and a full heap only ever add."""

FREQUENT = "frequent"
"""A word of every tenth post."""

RARE = "rare"
"""A word of every hundredth."""

COMMON = [f"common{number}" for number in range(12)]
"""Words of nineteen posts in twenty."""

HEAVY = [
    COMMON[0],
    " ".join(COMMON),
    f"{' '.join(COMMON[:11])} nowhere",
    f'"{" ".join(COMMON[:4])}"',
    f"{COMMON[0]} -{' -'.join(COMMON[1:7])}",
    f"{FREQUENT} {RARE} nowhere",
    "commno1",
    "",
]
"""What costs most: many hits, many words, words that nobody wrote, slips, everything."""


@dataclass(frozen=True)
class Figures:
    posts: int
    statements: dict
    small: dict
    large: dict
    ours: float
    stock: float
    heavy: dict


def text(number, *, length):
    chance = Random(number)
    words = [f"word{int(chance.paretovariate(0.6)) % 5000}" for _ in range(length)]
    words += [FREQUENT] if number % 10 == 0 else []
    words += [RARE] if number % 100 == 0 else []
    words += COMMON if number % 20 else []
    chance.shuffle(words)
    return " ".join(words)


def clock():
    """Return seconds of the processor: our own, and those of the PostgreSQL process that serves us."""
    if connection.vendor == "sqlite":
        return time.process_time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        statistics = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text(encoding="utf-8")
    user, system = statistics.rsplit(")", 1)[1].split()[11:13]
    return time.process_time() + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def spent(work, *, rounds=ROUNDS, times=TIMES):
    """Return the seconds of the processor that `work` takes: an average of some rounds, at its least."""
    took = []
    for _ in range(times):
        gc.collect()
        begin = clock()
        for _ in range(rounds):
            work()
        took.append((clock() - begin) / rounds)
    return min(took)


def ask(client, query):
    response = client.get("/api/site/v1/search/", {"q": query, "site": "localhost:8000"})
    assert response.status_code == 200
    return response.json()


def settle():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")  # the clock sees one process
            cursor.execute("SELECT gin_clean_pending_list('search_vector')")
            cursor.execute("ANALYZE")


def answers(client):
    for word in (FREQUENT, RARE):
        ask(client, word)
    return {word: spent(lambda word=word: ask(client, word)) for word in (FREQUENT, RARE)}


def measure(posts):
    client = Client()
    site = SiteFactory(default=True)
    blog = BlogIndexPageFactory(parent=site.root_page, slug="blog")
    written = partial(text, length=WORDS[posts])
    many_posts(blog, SMALL, written)
    rebuild()
    settle()
    small = answers(client)
    many_posts(blog, posts - SMALL, written)
    rebuild()
    index = get_search_backend().get_index_for_model(BlogPostPage)
    index.add_items(BlogPostPage, list(BlogPostPage.objects.all()))
    settle()
    large = answers(client)
    statements = {}
    for query in (FREQUENT, RARE, "", *HEAVY):
        with CaptureQueriesContext(connection) as captured:
            ask(client, query)
        statements[query] = len(captured)
    viewer, now = Viewer.anonymous(site=site), timezone.now()
    wanted = parse(FREQUENT, language="en")
    asked = Asked(query=wanted, filters={}, sort=Sort.RELEVANCE, cursor=Cursor.first(now=now), limit=10)

    def stock():
        found = BlogPostPage.objects.live().search(FREQUENT)
        assert len(found[:10]) == 10
        assert found.count() == posts // 10

    taken = spent(stock, rounds=1, times=1)
    ours = spent(lambda: run(asked, viewer=viewer, now=now))
    assert run(asked, viewer=viewer, now=now).total == posts // 10
    heavy = {query[:40]: spent(lambda query=query: ask(client, query)) for query in HEAVY}
    return Figures(posts, statements, small, large, ours, taken, heavy)


@pytest.fixture(scope="module", params=[QUICK, pytest.param(FULL, marks=pytest.mark.full)])
def figures(request, tmp_path_factory, django_db_setup, django_db_blocker):
    from django.conf import settings

    spool, settings.SEARCH_SPOOL = settings.SEARCH_SPOOL, tmp_path_factory.mktemp("searches")
    with django_db_blocker.unblock(), transaction.atomic():
        measured = measure(request.param)
        transaction.set_rollback(True)
    settings.SEARCH_SPOOL = spool
    return measured


def tell(figures, line):
    print(f"{connection.vendor}, {figures.posts} posts: {line}")  # noqa: T201 - for whoever runs it


def ms(seconds):
    return f"{seconds * 1000:.1f} ms"


def test_an_answer_takes_few_statements(figures):
    tell(figures, f"statements {figures.statements}")
    assert max(figures.statements.values()) <= MOST_STATEMENTS


def test_a_search_costs_little_more_in_a_large_blog(figures):
    for word, small in figures.small.items():
        tell(figures, f"“{word}” {ms(figures.large[word])}, at {SMALL} {ms(small)}")
        assert figures.large[word] <= small * MOST_GROWTH


def test_finding_costs_a_fraction_of_wagtails_own_search(figures):
    ratio = figures.stock / figures.ours
    tell(figures, f"finding {ms(figures.ours)}, with Wagtail's own {ms(figures.stock)}: {ratio:.0f} times")
    assert ratio >= LEAST_RATIO[figures.posts]


def test_no_query_is_heavy(figures):
    tell(figures, str({query: ms(seconds) for query, seconds in figures.heavy.items()}))
    assert max(figures.heavy.values()) <= MOST_SECONDS
