"""How good the order is: queries over the demo's articles, judged by a reader of all of them.

A grade says how much an article helps who asks that: 3 is about it, 2 has a part about it, 1 touches it; the others
don't. The measure is nDCG@10 (Järvelin & Kekäläinen, 2002) with the gain 2^grade - 1.
"""

import json
import math
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import Locale

from search.indexing import rebuild
from tests.factories.blog import ImageFactory, UserFactory
from website.demo.articles import read_articles
from website.demo.pages import ensure_post, ensure_tree
from website.demo.rows import ensure_authors
from website.demo.searching import ensure_search

pytestmark = pytest.mark.django_db

LEAST = 0.9
DEPTH = 10
JUDGMENTS = json.loads((Path(__file__).parent / "judgments.json").read_text(encoding="utf-8"))


def gain(grades):
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:DEPTH]))


@pytest.fixture
def demo(settings, monkeypatch):
    """The demo's articles, all with one small picture: drawing theirs takes a minute."""
    picture = ImageFactory(file__width=40, file__height=20)
    for module in ("pages", "rows"):
        monkeypatch.setattr(f"website.demo.{module}.ensure_picture", lambda **named: picture)
    Locale.objects.get_or_create(language_code="en")
    user, now = UserFactory(administrator=True), timezone.now()
    tree = ensure_tree(public_url="http://localhost:8000", user=user, now=now)
    people = dict.fromkeys(("admin", "marketer", "moderator"), user)
    authors = ensure_authors(users=people, now=now)
    for article in read_articles():
        ensure_post(article=article, tree=tree, authors=authors, user=user, now=now)
    ensure_search()
    rebuild()


def test_judged_queries_find_what_helps_first(client, demo):
    scores = {}
    for judged in JUDGMENTS:
        asked = {"q": judged["query"], "site": "localhost:8000"}
        hits = client.get("/api/site/v1/search/", asked).json()["hits"]
        slugs = [hit["card"]["path"].rstrip("/").rsplit("/", 1)[1] for hit in hits]
        found = gain([judged["grades"].get(slug, 0) for slug in slugs])
        scores[judged["query"]] = found / gain(sorted(judged["grades"].values(), reverse=True))
    mean = sum(scores.values()) / len(scores)
    worst = ", ".join(f"{query} {score:.2f}" for query, score in sorted(scores.items(), key=lambda pair: pair[1])[:8])
    print(f"{connection.vendor}: nDCG@{DEPTH} {mean:.3f} over {len(scores)} queries; lowest: {worst}")  # noqa: T201 - for whoever runs it
    assert len(scores) >= 40
    assert mean >= LEAST
