"""Tags in the admin: how often each is used, its words and picture, renaming and merging."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from taggit.models import Tag
from wagtail.models import ModelLogEntry

from blog.models import BlogPostPage, FormerSlug, TagDetails
from blog.tag_merging import merge_tag
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, ImageFactory, SiteFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def url(name, *rows):
    return reverse(f"wagtailsnippets_taggit_tag:{name}", args=[row.pk for row in rows])


def words(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(administrator=True))
    return client


@pytest.fixture
def blog():
    return BlogIndexPageFactory(parent=SiteFactory(default=True).root_page)


@pytest.fixture
def pair(blog):
    BlogPostPageFactory(parent=blog, tagged=["knees", "knee"])
    BlogPostPageFactory(parent=blog, tagged=["knees"])
    return Tag.objects.get(name="knees"), Tag.objects.get(name="knee")


class TestListing:
    def test_counts_articles_and_leads_to_them(self, editor, pair):
        knees, knee = pair
        page = words(editor.get(url("list")))
        assert f'href="{url("usage", knees)}"> 2 articles </a>' in page
        assert f'href="{url("usage", knee)}"> 1 article </a>' in page
        assert url("merge", knees) in page
        assert "knees" in words(editor.get(url("list"), {"q": "knees"}))

    def test_after_a_merge_has_the_survivor_with_all_of_them(self, editor, pair):
        knees, knee = pair
        merge_tag(duplicate=knees.pk, into=knee.pk, user=None)
        page = words(editor.get(url("list")))
        assert url("edit", knees) not in page
        assert f'href="{url("usage", knee)}"> 2 articles </a>' in page
        shown = words(editor.get(url("usage", knee)))
        assert all(post.title in shown for post in BlogPostPage.objects.all())

    def test_takes_as_many_statements_for_many_as_for_few(self, editor, pair, blog):
        def statements():
            with CaptureQueriesContext(connection) as captured:
                editor.get(url("list"))
            return len(captured)

        statements()
        few = statements()
        BlogPostPageFactory(parent=blog, tagged=[f"word {number}" for number in range(12)])
        assert statements() == few


class TestForm:
    def test_a_tag_gets_words_and_a_picture(self, editor, pair):
        knee, picture = pair[1], ImageFactory(file__width=8, file__height=8)
        data = {"name": "knee", "slug": "knee", "introduction": "Bends.", "picture": picture.pk}
        assert editor.post(url("edit", knee), data).status_code == 302
        details = TagDetails.objects.get(tag=knee)
        assert (details.introduction, details.picture) == ("Bends.", picture)
        assert "Bends." in words(editor.get(url("edit", knee)))
        editor.post(url("edit", knee), {**data, "introduction": "", "picture": ""})
        details.refresh_from_db()
        assert (details.introduction, details.picture) == ("", None)

    def test_renaming_remembers_the_old_address(self, editor, pair):
        knee = pair[1]
        editor.post(url("edit", knee), {"name": "Joint", "slug": "joint", "introduction": "", "picture": ""})
        assert FormerSlug.objects.current({"tag": "knee"}) == {"tag": "joint"}
        taken = editor.post(url("edit", knee), {"name": "knees", "slug": "knees"})
        assert (taken.status_code, Tag.objects.get(pk=knee.pk).name) == (200, "Joint")


class TestMerging:
    def test_tells_what_happens_and_does_it(self, editor, pair):
        knees, knee = pair
        assert "Choose the one that stays" in words(editor.get(url("merge", knees)))
        told = words(editor.get(url("merge", knees), {"into": knee.pk}))
        assert "2 articles with the tag “knees” get the tag “knee” in its place" in told
        assert "can't be undone" in told.replace("&#x27;", "'")
        assert not FormerSlug.objects.exists()
        answer = editor.post(url("merge", knees), {"into": knee.pk}, follow=True)
        assert answer.redirect_chain == [(url("edit", knee), 302)]
        assert "“knees” is now part of this tag." in words(answer)
        assert "<li>knees</li>" in words(answer)
        assert "is merged into" in words(editor.get(url("edit", knees)))
        entry = ModelLogEntry.objects.get(action="blog.tag.merge")
        assert (entry.object_id, entry.message) == (str(knees.pk), "Merged into “knee”")

    def test_what_can_not_be_is_said(self, editor, pair):
        knees = pair[0]
        for into in (knees.pk, "", "x", "7" * 500, 999_999, "-1"):
            assert editor.get(url("merge", knees), {"into": into}).status_code == 200
            assert editor.post(url("merge", knees), {"into": into}).status_code in {200, 302}
        assert not TagDetails.objects.exists()
        assert editor.get(reverse("wagtailsnippets_taggit_tag:merge", args=[999_999])).status_code == 404

    def test_is_only_for_those_who_may_change(self, client, pair):
        knees, knee = pair
        user = UserFactory(is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "add_tag", "view_tag"]))
        client.force_login(user)
        client.post(url("merge", knees), {"into": knee.pk})
        assert not TagDetails.objects.exists()
        assert url("merge", knees) not in words(client.get(url("list")))
