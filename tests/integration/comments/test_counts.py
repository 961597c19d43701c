"""How many comments many pages have, for the price of one statement."""

import pytest

from comments.selectors import counts
from comments.services import set_policy
from tests.factories.blog import BlogPostPageFactory, StandardPageFactory
from tests.factories.comments import CommentFactory

pytestmark = pytest.mark.django_db


def test_public_comments_are_counted_by_page(viewer, post, other_post, section, site, now):
    draft, hidden = BlogPostPageFactory(parent=section, draft=True), BlogPostPageFactory(parent=section)
    empty, standard = BlogPostPageFactory(parent=section), StandardPageFactory(parent=site.root_page)
    set_policy(page=hidden, changes={"state": "hidden"}, user=None, now=now)
    for page in (post, post, other_post, draft, hidden):
        CommentFactory(page=page)
    CommentFactory(page=post, pending=True)
    CommentFactory(parent=CommentFactory(page=other_post, rejected=True))
    pages = [post, other_post, draft, hidden, empty, standard]
    found = counts(page_ids=[page.pk for page in pages] + [10**6], viewer=viewer, now=now)
    assert found == {post.pk: 2, other_post.pk: 1, empty.pk: 0}
    backwards = counts(page_ids=[empty.pk, other_post.pk, post.pk], viewer=viewer, now=now)
    assert list(backwards) == [empty.pk, other_post.pk, post.pk]


def test_something_hidden_twice_is_taken_off_once(viewer, post, now):
    top = CommentFactory(page=post)
    outer = CommentFactory(parent=top, rejected=True)
    inner = CommentFactory(parent=CommentFactory(parent=outer), spam=True)
    CommentFactory(parent=inner)
    assert counts(page_ids=[post.pk], viewer=viewer, now=now) == {post.pk: 1}


def test_fifty_pages_cost_one_statement(viewer, section, now, django_assert_num_queries):
    pages = [BlogPostPageFactory(parent=section) for _ in range(50)]
    for page in pages[::2]:
        CommentFactory(page=page)
    page_ids = [page.pk for page in pages]
    counts(page_ids=page_ids, viewer=viewer, now=now)
    with django_assert_num_queries(1):
        found = counts(page_ids=page_ids, viewer=viewer, now=now)
    assert sum(found.values()) == 25
