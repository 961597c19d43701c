"""An unsaved post in the shape of a live one."""

from datetime import UTC, datetime

import pytest

from blog.models import BlogPostPage
from blog.payloads import build_draft, build_page, build_posts
from ground.viewer import Viewer
from tests.factories.blog import (
    AuthorFactory,
    BlogIndexPageFactory,
    BlogPostPageFactory,
    CategoryFactory,
    ReferenceFactory,
    SiteFactory,
)
from tests.factories.content import full_posts

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

NOW = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def viewer():
    return Viewer.anonymous(site=SiteFactory(default=True))


@pytest.fixture
def post(viewer):
    return full_posts(parent=BlogIndexPageFactory(parent=viewer.site.root_page), count=1)[0]


def kept(post):
    """Return `post` as it comes back from a revision's JSON."""
    return BlogPostPage.from_serializable_data(post.serializable_data())


def test_a_post_that_was_not_changed_looks_the_same(post, viewer):
    stored = BlogPostPage.objects.get(pk=post.pk)
    assert build_draft(kept(stored), viewer=viewer, now=NOW) == build_page(stored, viewer=viewer, now=NOW)


def test_its_lists_are_those_of_the_instance(post, viewer):
    draft = BlogPostPage.objects.get(pk=post.pk)
    author, category, paper = AuthorFactory(credentials=["PhD"]), CategoryFactory(name="New"), ReferenceFactory()
    draft.contributors = [draft.contributors.model(author=author, role="reviewer")]
    draft.categories = [category]
    draft.tags.set(["fresh"])
    draft.post_references = [draft.post_references.model(reference=paper)]
    other = BlogPostPageFactory(parent=post.get_parent(), title="Read on")
    draft.chosen_posts = [draft.chosen_posts.model(target=other)]
    payload = build_draft(kept(draft), viewer=viewer, now=NOW)
    assert [(each.role, each.author.display_name) for each in payload.contributors] == [
        ("reviewer", f"{author.name}, PhD")
    ]
    assert [each.name for each in payload.categories] == ["New"]
    assert [each.name for each in payload.tags] == ["fresh"]
    assert paper.pk in {each.id for each in payload.references}
    assert [each.title for each in payload.related] == ["Read on"]
    again = build_posts([BlogPostPage.objects.get(pk=post.pk)], viewer=viewer, now=NOW)[0]
    assert "fresh" not in {each.name for each in again.tags}
