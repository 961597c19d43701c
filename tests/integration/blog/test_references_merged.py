"""Two records of one paper made one, for readers and in the admin."""

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from blog.merging import CannotMerge, Obstacle, merge_reference, plan_merge, separate_reference
from blog.models import PostReference, Reference
from blog.payloads import build_page
from blog.reference_form import ReferenceForm
from ground.viewer import Viewer
from tests.factories.blog import (
    BlogIndexPageFactory,
    BlogPostPageFactory,
    ReferenceFactory,
    SiteFactory,
    UserFactory,
    citation,
)
from tests.factories.content import block, body_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def url(name, *references):
    return reverse(f"wagtailsnippets_blog_reference:{name}", args=[reference.pk for reference in references])


@pytest.fixture
def pair():
    return ReferenceFactory(csl__title="Duplicate"), ReferenceFactory(csl__title="Survivor")


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(administrator=True))
    return client


@pytest.fixture
def site():
    return SiteFactory(default=True)


def post_citing(site, *cited, **kwargs):
    html = " and ".join(citation(each) for each in cited)
    body = body_of([block("paragraph", f"<p>{html}</p>")])
    return BlogPostPageFactory(parent=BlogIndexPageFactory(parent=site.root_page), body=body, **kwargs)


def merged(duplicate, into):
    merge_reference(duplicate=duplicate.pk, into=into.pk, user=None)
    return Reference.objects.get(pk=duplicate.pk)


class TestMerging:
    def test_is_written_down_with_who_did_it(self, pair):
        duplicate, survivor = pair
        user = UserFactory()
        assert merge_reference(duplicate=duplicate.pk, into=survivor.pk, user=user) == survivor
        assert Reference.objects.get(pk=duplicate.pk).merged_into == survivor
        entry = ModelLogEntry.objects.get(action="blog.reference.merge")
        assert (entry.user, entry.object_id, entry.message) == (user, str(duplicate.pk), "Merged into “Survivor”")

    def test_no_chain_and_no_circle_is_made(self, pair):
        duplicate, survivor = pair
        third = ReferenceFactory()
        merged(duplicate, survivor)
        for source, target, obstacle in (
            (survivor, survivor, Obstacle.ITSELF),
            (survivor, duplicate, Obstacle.TARGET_MERGED),
            (third, duplicate, Obstacle.TARGET_MERGED),
            (duplicate, third, Obstacle.MERGED_ALREADY),
        ):
            with pytest.raises(CannotMerge) as caught:
                merge_reference(duplicate=source.pk, into=target.pk, user=None)
            assert caught.value.obstacle == obstacle
        assert Reference.objects.filter(merged_into__merged_into__isnull=False).count() == 0

    def test_the_database_refuses_a_paper_merged_into_itself(self, pair):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reference.objects.filter(pk=pair[0].pk).update(merged_into=pair[0].pk)

    def test_what_was_merged_into_the_duplicate_follows(self, pair):
        duplicate, survivor = pair
        first = merged(ReferenceFactory(), duplicate)
        assert plan_merge(duplicate=duplicate, into=survivor).followers == (first,)
        merged(duplicate, survivor)
        first.refresh_from_db()
        assert first.merged_into == survivor

    def test_numbers_that_only_the_duplicate_has_move_and_come_back(self):
        duplicate = ReferenceFactory(csl__title="x", csl__DOI="10.1000/a", csl__PMID="1")
        survivor = ReferenceFactory(csl__title="y", csl__PMID="2")
        assert plan_merge(duplicate=duplicate, into=survivor).moving == ("doi",)
        duplicate = merged(duplicate, survivor)
        survivor.refresh_from_db()
        assert (survivor.doi, survivor.csl["DOI"], survivor.pmid) == ("10.1000/a", "10.1000/a", "2")
        assert (duplicate.doi, duplicate.pmid, duplicate.csl["DOI"]) == (None, "1", "10.1000/a")
        assert separate_reference(reference=duplicate.pk, user=None).doi is None

    def test_a_number_comes_back_where_nobody_has_it(self):
        duplicate = ReferenceFactory(csl__title="x", csl__DOI="10.1000/a")
        survivor = ReferenceFactory(csl__title="y")
        merged(duplicate, survivor)
        Reference.objects.filter(pk=survivor.pk).update(doi=None)
        assert separate_reference(reference=duplicate.pk, user=None).doi == "10.1000/a"

    def test_separating_gives_back_what_there_was(self, pair):
        duplicate, survivor = pair
        user = UserFactory()
        merged(duplicate, survivor)
        assert separate_reference(reference=duplicate.pk, user=user).merged_into is None
        assert ModelLogEntry.objects.get(action="blog.reference.separate").message == "Separated from “Survivor”"
        with pytest.raises(CannotMerge) as caught:
            separate_reference(reference=duplicate.pk, user=user)
        assert caught.value.obstacle == Obstacle.NOT_MERGED

    def test_a_form_with_the_number_of_a_merged_paper_names_the_other(self):
        survivor = ReferenceFactory(csl__title="Survivor", csl__DOI="10.1000/b")
        merged(ReferenceFactory(csl__DOI="10.1000/a"), survivor)
        form = ReferenceForm({"kind": "book", "paper_title": "Again", "doi": "10.1000/a"})
        assert form.errors["doi"] == ["This paper is in the list already, merged into “Survivor”."]


class TestReaders:
    def payload(self, post, site):
        return build_page(Page.objects.get(pk=post.pk), viewer=Viewer.anonymous(site=site), now=timezone.now())

    def test_see_the_survivor_once_with_all_marks(self, site, pair):
        duplicate, survivor = pair
        other = ReferenceFactory(csl__title="Other")
        post = post_citing(site, duplicate, other, survivor, references=[duplicate, other])
        before = Page.objects.get(pk=post.pk).specific.body.raw_data[0]
        merged(duplicate, survivor)
        payload = self.payload(post, site)
        assert [(each.id, each.number, each.citations) for each in payload.references] == [
            (survivor.pk, 1, ["cite-1-1", "cite-1-2"]),
            (other.pk, 2, ["cite-2-1"]),
        ]
        assert str(duplicate.pk) not in payload.model_dump_json()
        assert Page.objects.get(pk=post.pk).specific.body.raw_data[0] == before
        assert PostReference.objects.filter(post=post, reference=duplicate).exists()

    def test_see_the_survivor_where_the_duplicate_is_cited_and_not_listed(self, site, pair):
        duplicate, survivor = pair
        post = post_citing(site, duplicate)
        merged(duplicate, survivor)
        assert [each.id for each in self.payload(post, site).references] == [survivor.pk]

    def test_merging_costs_no_statement(self, site, pair):
        duplicate, survivor = pair
        post = post_citing(site, duplicate, references=[duplicate])
        self.payload(post, site)

        def statements():
            with CaptureQueriesContext(connection) as captured:
                self.payload(post, site)
            return len(captured)

        before = statements()
        merged(duplicate, survivor)
        assert statements() == before


class TestAdmin:
    def test_the_listing_and_the_choosers_leave_out_the_merged_one(self, editor, pair):
        merged(*pair)
        for name in (
            "wagtailsnippets_blog_reference:list",
            "wagtailsnippetchoosers_blog_reference:choose_results",
            "blog_citations:choose",
            "blog_citations:choose_results",
        ):
            page = editor.get(reverse(name)).content.decode()
            assert "Survivor" in page, name
            assert "Duplicate" not in page, name
        for name in ("wagtailsnippets_blog_reference:list", "blog_citations:choose_results"):
            page = editor.get(reverse(name), {"q": "duplicate"}).content.decode()
            assert "Survivor" not in page, name
            assert str(pair[0].pk) not in page, name
        assert "Survivor" in editor.get(reverse("wagtailsnippets_blog_reference:list"), {"q": "surv"}).content.decode()

    def test_a_paper_is_merged_after_being_told_what_happens(self, editor, site):
        duplicate = ReferenceFactory(csl__title="Duplicate", csl__DOI="10.1000/a")
        survivor = ReferenceFactory(csl__title="Survivor")
        follower = merged(ReferenceFactory(csl__title="Follower"), duplicate)
        post_citing(site, duplicate, follower)
        post_citing(site, follower)
        assert url("merge", duplicate) in editor.get(reverse("wagtailsnippets_blog_reference:list")).content.decode()
        assert url("merge", duplicate) in editor.get(url("edit", duplicate)).content.decode()
        assert "Choose the reference that stays" in editor.get(url("merge", duplicate)).content.decode()
        told = " ".join(editor.get(url("merge", duplicate), {"into": survivor.pk}).content.decode().split())
        for words in (
            "Merge into “Survivor”?",
            "2 articles list or cite",
            "No text and no older version",
            "takes over the DOI 10.1000/a",
            "“Follower”, merged into this one before, follows",
        ):
            assert words in told, words
        assert Reference.objects.get(pk=duplicate.pk).merged_into is None
        answer = editor.post(url("merge", duplicate), {"into": survivor.pk}, follow=True)
        assert answer.redirect_chain == [(url("edit", survivor), 302)]
        page = " ".join(answer.content.decode().split())
        assert "“Duplicate” is now read as this reference." in page
        for each in (duplicate, follower):
            assert url("separate", each) in page

    def test_a_merge_is_taken_back(self, editor, pair):
        duplicate, survivor = pair
        merged(duplicate, survivor)
        page = " ".join(editor.get(url("edit", duplicate)).content.decode().split())
        assert "This reference is merged into" in page
        assert url("merge", duplicate) not in page
        assert editor.get(url("merge", duplicate))["Location"] == url("separate", duplicate)
        assert "stands for itself again in every article" in editor.get(url("separate", duplicate)).content.decode()
        assert Reference.objects.get(pk=duplicate.pk).merged_into == survivor
        editor.post(url("separate", duplicate))
        assert Reference.objects.get(pk=duplicate.pk).merged_into is None
        assert editor.get(url("separate", duplicate))["Location"] == url("edit", duplicate)

    def test_what_can_not_be_is_said(self, editor, pair):
        duplicate, survivor = pair
        assert "itself" in editor.get(url("merge", duplicate), {"into": duplicate.pk}).content.decode()
        answer = editor.post(url("merge", duplicate), {"into": duplicate.pk}, follow=True)
        assert "itself" in answer.content.decode()
        merged(duplicate, survivor)
        third = ReferenceFactory()
        assert editor.post(url("merge", third), {"into": duplicate.pk}).status_code == 200
        for into in ("", "x", "7" * 500):
            assert editor.get(url("merge", third), {"into": into}).status_code == 200
            assert editor.post(url("merge", third), {"into": into}).status_code == 200
        third.refresh_from_db()
        assert third.merged_into is None
        assert editor.post(url("separate", third), follow=True).status_code == 200
        missing = reverse("wagtailsnippets_blog_reference:merge", args=["00000000-0000-4000-8000-000000000000"])
        assert editor.get(missing).status_code == 404

    @pytest.mark.parametrize("name", ["merge", "separate"])
    def test_is_only_for_those_who_may_change(self, client, pair, name):
        duplicate, survivor = pair
        if name == "separate":
            merged(duplicate, survivor)
        before = Reference.objects.get(pk=duplicate.pk).merged_into
        user = UserFactory(is_staff=True)
        codenames = ["access_admin", "add_reference", "view_reference"]
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(user)
        client.get(url(name, duplicate))
        client.post(url(name, duplicate), {"into": survivor.pk})
        assert Reference.objects.get(pk=duplicate.pk).merged_into == before
        assert url("merge", survivor) not in client.get(reverse("wagtailsnippets_blog_reference:list")).content.decode()
        user.user_permissions.add(Permission.objects.get(codename="change_reference"))
        client.force_login(type(user).objects.get(pk=user.pk))
        client.post(url(name, duplicate), {"into": survivor.pk})
        assert Reference.objects.get(pk=duplicate.pk).merged_into != before

    def test_a_survivor_is_not_deleted_under_its_duplicates(self, editor, pair):
        duplicate, survivor = pair
        merged(duplicate, survivor)
        page = editor.get(url("delete", survivor)).content.decode()
        assert "prevent it from being deleted" in page
        editor.post(url("delete", survivor))
        assert Reference.objects.filter(pk=survivor.pk).exists()


class TestUse:
    def shown(self, editor):
        return " ".join(editor.get(reverse("wagtailsnippets_blog_reference:list")).content.decode().split())

    def test_the_listing_counts_articles_with_the_duplicates_ones(self, editor, site, pair):
        duplicate, survivor = pair
        post_citing(site, duplicate, duplicate, references=[duplicate])
        both = post_citing(site, survivor, duplicate)
        assert "no article" not in self.shown(editor)
        assert f'href="{url("usage", duplicate)}"> 2 articles </a>' in self.shown(editor)
        assert f'href="{url("usage", survivor)}"> 1 article </a>' in self.shown(editor)
        merged(duplicate, survivor)
        assert f'href="{url("usage", survivor)}"> 2 articles </a>' in self.shown(editor)
        usage = editor.get(url("usage", survivor)).content.decode()
        assert both.title in usage
        assert "Duplicate" in usage
        ReferenceFactory(csl__title="Lonely")
        assert "no article" in self.shown(editor)

    def test_the_listing_takes_as_many_statements_for_many_as_for_few(self, editor, site, pair):
        def statements():
            with CaptureQueriesContext(connection) as captured:
                self.shown(editor)
            return len(captured)

        self.shown(editor)
        few = statements()
        papers = [ReferenceFactory() for _ in range(12)]
        post_citing(site, *papers, references=papers)
        assert statements() == few
