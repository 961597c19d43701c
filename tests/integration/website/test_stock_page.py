"""The page that ours is measured against shows what ours shows, and is not slow by neglect."""

import importlib
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.blog import (
    AuthorFactory,
    BlogIndexPageFactory,
    BlogPostPageFactory,
    CategoryFactory,
    ReferenceFactory,
    SiteFactory,
    citation,
)
from tests.factories.comments import CommentFactory
from tests.factories.content import PUBLISHED, block, body_of, picture_with_files

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def stock(settings):
    theirs = importlib.import_module("scripts.stock.settings")
    settings.ROOT_URLCONF, settings.TEMPLATES = theirs.ROOT_URLCONF, theirs.TEMPLATES
    settings.MIDDLEWARE = theirs.MIDDLEWARE
    return Client()


def written(blog, *, papers, answers, **fields):
    """Return a post that cites so many papers, with a comment that has so many answers."""
    references = [ReferenceFactory() for _ in range(papers)]
    cited = "".join(f"<p>Move {citation(each)}.</p>" for each in reversed(references))
    blocks = [block("heading", {"text": text, "level": "2"}) for text in ("Move often", "Rest well")]
    note = {"kind": "note", "title": "", "text": cited}
    post = BlogPostPageFactory(
        parent=blog,
        first_published_at=PUBLISHED,
        last_published_at=PUBLISHED,
        body=body_of([*blocks, block("paragraph", cited), block("callout", note)]),
        references=references,
        hero_image=picture_with_files(),
        authors=[AuthorFactory(name="Ada Moser", portrait=picture_with_files())],
        in_categories=[CategoryFactory(name="Back")],
        tagged=["spine"],
        **fields,
    )
    root = CommentFactory(page=post, body="The first")
    for number in range(answers):
        CommentFactory(page=post, parent=root, body=f"Answer {number}")
    return post


def test_it_shows_what_ours_shows_in_a_bounded_number_of_statements(stock):
    blog = BlogIndexPageFactory(parent=SiteFactory(default=True).root_page, slug="blog")
    other = written(blog, papers=2, answers=1, title="Beside it")
    post = written(blog, papers=6, answers=5, title="Low back pain")
    number = {}
    for each in (other, post):
        stock.get(f"/blog/{each.slug}/")
        with CaptureQueriesContext(connection) as asked:
            html = stock.get(f"/blog/{each.slug}/").content.decode()
        number[each.pk] = len(asked)
    assert number[post.pk] == number[other.pk] <= 45
    assert re.findall(r'id="ref-(\d+)"', html) == [str(place) for place in range(1, 7)]
    assert re.findall(r'href="#ref-(\d+)"', html) == [str(place) for place in range(1, 7)] * 2
    assert html.count('id="comment-') == 6
    assert html.count("<picture>") == 3
    assert html.count('<article class="card') == 1
    for words in ("Low back pain", "Beside it", "Ada Moser", "Back", "spine", "#rest-well", "Answer 4", "6 comments"):
        assert words in html
    assert stock.get("/blog/nothing/").status_code == 404
