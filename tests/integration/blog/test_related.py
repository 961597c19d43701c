"""Which posts are offered at the foot of a post."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from blog.models import BlogPostPage, RelatedPost
from blog.payloads import build_page, build_posts
from blog.related import related_posts
from ground.viewer import Viewer
from tests.factories.blog import (
    BlogIndexPageFactory,
    BlogPostPageFactory,
    CategoryFactory,
    ReferenceFactory,
    SiteFactory,
)
from tests.factories.content import PUBLISHED, full_posts

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def site():
    return SiteFactory(default=True)


@pytest.fixture
def index(site):
    return BlogIndexPageFactory(parent=site.root_page)


@pytest.fixture
def found(site):
    viewer = Viewer.anonymous(site=site)

    def find(post):
        return [each.title for each in related_posts(post, viewer=viewer, now=NOW)]

    return find


def test_by_hand_then_by_references_tags_and_categories(index, found):
    papers, subject = [ReferenceFactory(), ReferenceFactory()], CategoryFactory()
    post = BlogPostPageFactory(parent=index, references=papers, tagged=["a", "b"], in_categories=[subject])
    BlogPostPageFactory(parent=index, title="Nothing shared")
    BlogPostPageFactory(parent=index, title="Subject", in_categories=[subject])
    BlogPostPageFactory(parent=index, title="Tags", tagged=["a", "b"])
    BlogPostPageFactory(parent=index, title="One paper", references=papers[:1], tagged=["a", "b"])
    BlogPostPageFactory(parent=index, title="Two papers", references=papers)
    assert found(post) == ["Two papers", "One paper", "Tags"]
    BlogPostPage.objects.get(title="One paper").delete()
    assert found(post) == ["Two papers", "Tags", "Subject"]
    for place, title in enumerate(["Second", "First"]):
        target = BlogPostPageFactory(parent=index, title=title)
        RelatedPost.objects.create(post=post, target=target, sort_order=1 - place)
    assert found(post) == ["First", "Second", "Two papers"]


def test_only_what_readers_may_see_and_never_the_post_itself(index, found):
    subject = CategoryFactory()
    post = BlogPostPageFactory(parent=index, in_categories=[subject])
    draft = BlogPostPageFactory(parent=index, in_categories=[subject], draft=True)
    BlogPostPageFactory(parent=index, in_categories=[subject], expire_at=NOW - timedelta(minutes=1))
    locked = BlogPostPageFactory(parent=index, in_categories=[subject])
    PageViewRestriction.objects.create(page=locked, restriction_type="login")
    RelatedPost.objects.create(post=post, target=draft, sort_order=0)
    assert found(post) == []


def test_the_newest_come_first_among_equals(index, found):
    subject = CategoryFactory()
    for days in (1, 3, 2):
        BlogPostPageFactory(
            parent=index, title=str(days), in_categories=[subject], first_published_at=PUBLISHED + timedelta(days=days)
        )
    assert found(BlogPostPageFactory(parent=index, in_categories=[subject])) == ["3", "2", "1"]


def test_one_statement(index, found, django_assert_num_queries):
    post = full_posts(parent=index, count=3)[0]
    with django_assert_num_queries(1):
        assert len(found(post)) == 2


def test_a_post_of_its_own_has_them_as_cards_and_a_list_does_not_look(site, index):
    post, other = full_posts(parent=index, count=2)
    viewer = Viewer.anonymous(site=site)
    card = build_page(post, viewer=viewer, now=NOW).related[0]
    assert (card.id, card.hero.alt, len(card.contributors)) == (other.pk, "A bare back", 2)
    assert build_posts([post], viewer=viewer, now=NOW)[0].related is None
