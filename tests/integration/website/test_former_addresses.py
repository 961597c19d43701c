"""Categories, tags, authors and series under another name: what led to them leads to them still."""

import pytest
from django.core.cache import cache
from taggit.models import Tag
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from blog.merging import CannotMerge
from blog.models import BlogPostPage, FormerSlug, TagDetails
from blog.tag_merging import merge_tag
from ground.models import OutboxMessage
from tests.factories.blog import (
    AuthorFactory,
    BlogIndexPageFactory,
    BlogPostPageFactory,
    CategoryFactory,
    ImageFactory,
    SeriesFactory,
    SiteFactory,
)
from website.caching import EVERYTHING, PURGE

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

URL = "/api/site/v1/resolve/"


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()


@pytest.fixture
def blog():
    return BlogIndexPageFactory(parent=SiteFactory(default=True).root_page, title="Journal", slug="blog")


@pytest.fixture
def ask(client):
    def resolve(path, status=200, **query):
        response = client.get(URL, {"path": path, "site": "localhost:8000", **query})
        assert response.status_code == status, response.content
        return response.json()

    return resolve


def tag(name):
    return Tag.objects.get(name=name)


def renamed(row, slug):
    row.slug = slug
    if isinstance(row, Tag):
        row.name = slug
    row.save()


def filed(blog, kind, **kwargs):
    """Return a category and the like with the slug "old" that a post below `blog` is filed under."""
    if kind == "tag":
        BlogPostPageFactory(parent=blog, title="Knee", tagged=["old"], **kwargs)
        return Tag.objects.get(slug="old")
    row = {"category": CategoryFactory, "author": AuthorFactory, "series": SeriesFactory}[kind](slug="old")
    column = {"category": "in_categories", "author": "authors", "series": "series"}[kind]
    BlogPostPageFactory(parent=blog, title="Knee", **{column: row if kind == "series" else [row]}, **kwargs)
    return row


KINDS = ["category", "tag", "author", "series"]


@pytest.mark.parametrize("kind", KINDS)
class TestRenaming:
    def test_leads_from_every_earlier_address_to_the_one_of_now(self, ask, blog, kind):
        row = filed(blog, kind)
        renamed(row, "newer")
        renamed(row, "newest")
        for path in (f"/blog/{kind}/old/", f"/blog/{kind}/newer", f"/blog/{kind}/old/?utm=1"):
            answer = ask(path)
            assert (answer["kind"], answer["status"]) == ("redirect", 301)
            assert answer["location"] == f"/blog/{kind}/newest/"
        assert ask(f"/blog/{kind}/newest/")["kind"] == "listing"
        assert ask(f"/blog/{kind}/old/", page=2)["kind"] == "redirect"

    def test_back_again_leaves_no_circle(self, ask, blog, kind):
        row = filed(blog, kind)
        renamed(row, "new")
        renamed(row, "old")
        assert ask(f"/blog/{kind}/old/")["kind"] == "listing"
        assert ask(f"/blog/{kind}/new/")["location"] == f"/blog/{kind}/old/"
        BlogPostPage.objects.get().delete()
        row.delete()
        ask(f"/blog/{kind}/new/", status=404)
        assert not FormerSlug.objects.exists()

    def test_says_nothing_of_what_readers_may_not_see(self, ask, blog, kind):
        row = filed(blog, kind, live=False)
        renamed(row, "secret")
        assert "secret" not in str(ask(f"/blog/{kind}/old/", status=404))
        BlogPostPage.objects.update(live=True)
        PageViewRestriction.objects.create(page=blog, restriction_type="password", password="x")
        assert "secret" not in str(ask(f"/blog/{kind}/old/", status=404))

    def test_another_of_the_old_name_comes_first_once_it_is_public(self, ask, blog, kind):
        renamed(filed(blog, kind, slug="first"), "new")
        filed(blog, kind, slug="second", live=False)
        assert ask(f"/blog/{kind}/old/")["location"] == f"/blog/{kind}/new/"
        BlogPostPage.objects.update(live=True)
        assert ask(f"/blog/{kind}/old/")["kind"] == "listing"

    def test_feeds_and_filters_follow(self, client, blog, kind):
        row = filed(blog, kind)
        renamed(row, "new")
        for file in ("rss.xml", "atom.xml", "feed.json"):
            moved = client.get(f"/feeds/{kind}/old/{file}", {"site": "localhost:8000", "page": "2"})
            assert (moved.status_code, moved["Location"]) == (301, f"/feeds/{kind}/new/{file}?page=2")
            assert EVERYTHING in moved["Cache-Tag"]
        for slug in ("old", "new"):
            found = client.get(f"/api/v2/pages/?type=blog.BlogPostPage&{kind}={slug}").json()
            assert [item["title"] for item in found["items"]] == ["Knee"]
        BlogPostPage.objects.update(live=False)
        assert client.get(f"/feeds/{kind}/old/rss.xml", {"site": "localhost:8000"}).status_code == 404

    def test_is_asked_for_in_few_statements(self, ask, blog, kind, django_assert_max_num_queries):
        renamed(filed(blog, kind), "new")
        with django_assert_max_num_queries(10):
            ask(f"/blog/{kind}/old/")


class TestMerging:
    def test_posts_change_over_and_addresses_lead_on(self, ask, blog):
        BlogPostPageFactory(parent=blog, title="One", tagged=["knees"])
        both = BlogPostPageFactory(parent=blog, title="Both", tagged=["knees", "knee"])
        merge_tag(duplicate=tag("knees").pk, into=tag("knee").pk, user=None)
        assert {item["title"] for item in ask("/blog/tag/knee/")["listing"]["items"]} == {"One", "Both"}
        assert ask("/blog/tag/knees/")["location"] == "/blog/tag/knee/"
        assert [each.name for each in BlogPostPage.objects.get(pk=both.pk).tags.all()] == ["knee"]

    def test_earlier_addresses_and_earlier_merges_come_along(self, ask, blog):
        for word in ("a", "b", "c"):
            BlogPostPageFactory(parent=blog, tagged=[word])
        a, b, c = tag("a"), tag("b"), tag("c")
        renamed(a, "a-first")
        merge_tag(duplicate=a.pk, into=b.pk, user=None)
        merge_tag(duplicate=b.pk, into=c.pk, user=None)
        for slug in ("a", "a-first", "b"):
            assert ask(f"/blog/tag/{slug}/")["location"] == "/blog/tag/c/"
        assert set(TagDetails.objects.values_list("merged_into__name", flat=True)) == {"c"}
        for source, target in ((c, c), (a, c), (c, a)):
            with pytest.raises(CannotMerge):
                merge_tag(duplicate=source.pk, into=target.pk, user=None)

    def test_pictures_change_over_too(self, blog):
        images = [ImageFactory(file__width=8, file__height=8) for _ in range(2)]
        images[0].tags.add("knees")
        images[1].tags.add("knees", "knee")
        merge_tag(duplicate=tag("knees").pk, into=tag("knee").pk, user=None)
        assert [[each.name for each in image.tags.all()] for image in images] == [["knee"], ["knee"]]

    def test_a_draft_and_an_older_version_follow_when_they_are_published(self, ask, blog):
        post = BlogPostPageFactory(parent=blog, slug="a", tagged=["knees", "knee"])
        revision = post.save_revision()
        merge_tag(duplicate=tag("knees").pk, into=tag("knee").pk, user=None)
        revision.publish()
        assert [each["name"] for each in ask("/blog/a/")["page"]["tags"]] == ["knee"]

    def test_the_old_word_stands_for_the_new(self, ask, blog):
        BlogPostPageFactory(parent=blog, tagged=["knees", "knee"])
        merge_tag(duplicate=tag("knees").pk, into=tag("knee").pk, user=None)
        BlogPostPageFactory(parent=blog, slug="b", tagged=["knees"])
        assert [each["name"] for each in ask("/blog/b/")["page"]["tags"]] == ["knee"]

    def test_everything_is_purged(self, blog):
        BlogPostPageFactory(parent=blog, tagged=["knees", "knee"])
        for change in (
            lambda: merge_tag(duplicate=tag("knees").pk, into=tag("knee").pk, user=None),
            lambda: renamed(tag("knee"), "joint"),
            lambda: TagDetails.objects.create(tag=tag("joint"), introduction="Bends."),
        ):
            OutboxMessage.objects.all().delete()
            change()
            assert any(EVERYTHING in row.payload["keys"] for row in OutboxMessage.objects.filter(topic=PURGE))

    def test_a_new_word_purges_nothing(self, blog):
        OutboxMessage.objects.all().delete()
        Tag.objects.create(name="New")
        assert not OutboxMessage.objects.filter(topic=PURGE).exists()


class TestEditorsRedirects:
    def test_are_followed_to_the_end(self, ask, blog):
        renamed(filed(blog, "tag"), "new")
        Redirect.objects.create(old_path="/a", redirect_link="/b")
        Redirect.objects.create(old_path="/b", redirect_link="http://localhost:8000/blog/tag/old/", is_permanent=False)
        answer = ask("/a/")
        assert (answer["location"], answer["status"]) == ("/blog/tag/new/", 302)

    def test_in_a_circle_lead_nowhere(self, ask, blog):
        Redirect.objects.create(old_path="/a", redirect_link="/b/")
        Redirect.objects.create(old_path="/b", redirect_link="/a/?x=1")
        Redirect.objects.create(old_path="/self", redirect_link="/self")
        for path in ("/a", "/b", "/self"):
            ask(path, status=404)

    def test_stop_at_a_page_that_is_there(self, ask, blog):
        BlogPostPageFactory(parent=blog, slug="knee")
        Redirect.objects.create(old_path="/a", redirect_link="/blog/knee/")
        Redirect.objects.create(old_path="/blog/knee", redirect_link="/elsewhere/")
        assert ask("/a")["location"] == "/blog/knee/"

    def test_lead_to_other_letters_as_a_header_can_say_it(self, ask, blog):
        BlogPostPageFactory(parent=blog, slug="النوم")
        Redirect.objects.create(old_path="/a", redirect_link="/blog/النوم/?q=100%25")
        assert ask("/a")["location"] == "/blog/%D8%A7%D9%84%D9%86%D9%88%D9%85/?q=100%25"

    def test_that_never_end_are_cut_off(self, ask, blog, django_assert_max_num_queries):
        for number in range(30):
            Redirect.objects.create(old_path=f"/{number}", redirect_link=f"/{number + 1}")
        with django_assert_max_num_queries(45):
            assert ask("/0")["location"] == "/10"
