"""The demo as it stands in the database: loaded once, then looked at, loaded again, and filled up."""

import json
import re
import stat
import tempfile
from datetime import timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db.models import Count
from django.test import TestCase, override_settings
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Page, PageLogEntry, Site

from blog.blocks import BodyBlock
from blog.models import Author, BlogIndexPage, BlogPostPage, Category, Credential, Reference, Series, TagDetails
from blog.payloads import build_page
from blog.selectors import for_payload
from comments.lifecycle import Status
from comments.models import Ban, Batch, CannedReply, Comment, CommentPolicy, Report, ScreeningRules, WordList
from comments.permissions import may_moderate
from comments.policy import Moderation, State, state_at
from comments.selectors import effective_policy
from ground.viewer import Viewer
from website.brand.models import SiteBrand
from website.brand.payloads import site_settings
from website.demo.accounts import NAMES, ensure_accounts
from website.demo.brand import TAGLINE
from website.demo.drawing import canvas
from website.demo.loading import load_demo
from website.demo.pages import known
from website.demo.showcase import SLUG
from website.demo.subjects import CATEGORIES, TAGS
from website.management.commands import load_demo as command

pytestmark = pytest.mark.any_database

ARTICLE = "between-rest-and-surgery"
"""The post with everything the article has from which the project began."""


def everything():
    """Return how many rows of each kind there are."""
    models = (Page, BlogPostPage, Author, Category, Series, Reference, Comment, CommentPolicy, Group, get_user_model())
    models = (*models, Batch, Report, Ban, WordList, CannedReply, ScreeningRules)
    return {model.__name__: model.objects.count() for model in (*models, get_image_model(), Site)}


@pytest.mark.xdist_group("demo")
class LoadedDemo(TestCase):
    """The demo is loaded once for all of these, each of which leaves it as it was."""

    @classmethod
    def setUpTestData(cls):
        cls.now = timezone.now()
        cls.passwords = Path(tempfile.mkdtemp(dir=settings.SCRATCH)) / "secrets" / "demo_passwords.json"
        with patch.object(canvas, "SCALE", 1):  # rough pictures will do
            cls.loaded = load_demo(now=cls.now, passwords=cls.passwords)

    def again(self, **options):
        return load_demo(now=self.now + timedelta(days=1), passwords=self.passwords, **options)

    def payload(self, slug):
        post = for_payload(BlogPostPage.objects.filter(slug=slug)).get()
        return build_page(post, viewer=Viewer.anonymous(site=Site.objects.get()), now=self.now).model_dump(mode="json")

    def test_the_tree_and_its_posts(self):
        blog = BlogIndexPage.objects.get(slug="blog", locale__language_code="en")
        site = Site.objects.get()
        assert blog.get_url_parts()[2] == "/blog/"
        assert site.root_page == blog.get_parent()
        assert BlogIndexPage.objects.child_of(blog).live().count() == 2
        assert BlogPostPage.objects.live().count() == self.loaded.posts
        assert BlogPostPage.objects.descendant_of(blog).live().count() >= 12
        assert not any(Page.find_problems())
        assert not Page.objects.filter(has_unpublished_changes=True).exists()

    def test_a_few_pages_are_in_german_and_in_arabic(self):
        root = Site.objects.get().root_page
        assert {page.locale.language_code for page in root.get_translations().live()} == {"de", "ar"}
        posts = BlogPostPage.objects.live().exclude(locale=root.locale)
        assert sorted(post.locale.language_code for post in posts) == ["ar", "de", "de"]
        marketer = get_user_model().objects.get(username="marketer")
        for post in posts:
            assert post.permissions_for_user(marketer).can_publish()
            (original,) = (each for each in post.get_translations() if each.locale == root.locale)
            assert (post.contributors.count(), post.first_published_at) == (
                original.specific.contributors.count(),
                original.first_published_at,
            )
        assert marketer.has_perm("simple_translation.submit_translation")

    def test_posts_appeared_over_fourteen_months(self):
        posts = BlogPostPage.objects.filter(locale__language_code="en").order_by("first_published_at")
        dates = posts.values_list("first_published_at", flat=True)
        assert self.now - timedelta(days=430) < dates[0]
        assert dates[len(dates) - 1] < self.now
        assert all(after - before >= timedelta(days=7) for before, after in pairwise(dates))

    def test_authors_reviewers_subjects_and_the_series(self):
        authors = Author.objects.annotate(letters=Count("credentials"), posts=Count("contributions"))
        assert [(author.letters >= 2, author.posts > 0) for author in authors] == [(True, True)] * 3
        for author in authors:
            assert author.portrait
            assert all(credential.meaning and credential.issuer for credential in author.credentials.all())
        reviewed = BlogPostPage.objects.filter(contributors__role="reviewer")
        assert 0 < reviewed.count() < BlogPostPage.objects.count()
        assert Category.objects.filter(parent__isnull=False, posts__isnull=False).exists()
        assert all(post.tags.exists() for post in BlogPostPage.objects.all())
        parts = Series.objects.get().posts.order_by("series_position")
        assert [part.series_position for part in parts] == [1, 2, 3]

    def test_subjects_are_introduced_and_one_certificate_ends_soon(self):
        assert not Category.objects.filter(slug__in=CATEGORIES, introduction="").exists()
        assert Category.objects.exclude(picture=None).count() == 4
        assert set(TagDetails.objects.values_list("tag__slug", flat=True)) == TAGS.keys()
        assert TagDetails.objects.exclude(picture=None).count() == 2
        assert BlogIndexPage.objects.get(slug="blog", locale__language_code="en").archive_introduction
        (lapsing,) = Credential.objects.filter(expires_on__isnull=False)
        assert self.now.date() < lapsing.expires_on < (self.now + timedelta(days=60)).date()

    def test_pictures_have_descriptions_and_the_file_every_browser_reads(self):
        for post in BlogPostPage.objects.select_related("hero_image"):
            assert (post.hero_image.width, post.hero_image.height) == (1600, 1000)
            assert post.hero_alt
            assert post.hero_caption
        assert self.payload(ARTICLE)["hero"]["src"].endswith(".jpg")
        assert any(block["type"] == "picture" for block in self.payload("calf-raises-and-patience")["body"])

    def test_one_post_shows_every_kind_of_block(self):
        assert {block["type"] for block in self.payload(SLUG)["body"]} == set(BodyBlock().child_blocks)

    def test_reviewed_posts_say_when_and_some_are_overdue(self):
        assert self.payload(SLUG)["reviewed_on"]
        assert BlogPostPage.objects.filter(review_due__lt=self.now.date()).exists()

    def test_every_post_leads_on(self):
        assert self.payload(ARTICLE)["related"]

    def test_the_article_has_nine_numbered_references_in_order(self):
        payload = self.payload(ARTICLE)
        assert [each["number"] for each in payload["references"]] == list(range(1, 10))
        assert [each["citations"] for each in payload["references"]] == [[f"cite-{n}-1"] for n in range(1, 10)]
        assert all(each["doi"] in each["text"] for each in payload["references"])

    def test_the_article_keeps_numbers_in_brackets_that_are_no_citations(self):
        html = "".join(block["html"] for block in self.payload(ARTICLE)["body"] if block["type"] == "paragraph")
        plain = re.sub(r"<a class=.*?</a>", "", html)
        assert re.findall(r"\(\d+\)", plain) == ["(7)", "(10)"]
        assert re.findall(r">\[(\d+)\]<", html) == [str(number) for number in range(1, 10)]

    def test_the_article_has_seven_headings_a_caption_a_link_and_closed_comments(self):
        payload = self.payload(ARTICLE)
        assert len([block for block in payload["body"] if block["type"] == "heading"]) == len(payload["toc"]) == 7
        assert payload["hero"]["caption"]
        assert payload["contributors"][0]["author"]["display_name"] == "Daniel Okoro, MD, RMSK"
        html = "".join(block["html"] for block in payload["body"] if block["type"] == "paragraph")
        assert 'href="/blog/treatments/reading-your-mri-report/"' in html
        post = BlogPostPage.objects.get(slug=ARTICLE)
        assert effective_policy(page=post, now=self.now).state.value == State.CLOSED
        assert not Comment.objects.filter(page=post).exists()

    def test_every_link_in_every_post_leads_somewhere(self):
        for slug in BlogPostPage.objects.values_list("slug", flat=True):
            for block in self.payload(slug)["body"]:
                if block["type"] == "paragraph":
                    assert "<a>" not in block["html"], slug
                    assert "data-citation" not in block["html"], slug

    def test_forty_comments_in_every_status_with_replies_four_deep(self):
        comments = Comment.objects.all()
        assert comments.count() == self.loaded.comments == 40
        assert set(comments.values_list("status", flat=True)) == set(Status)
        assert sorted(set(comments.values_list("depth", flat=True))) == [1, 2, 3, 4]
        for comment in comments.select_related("page", "parent"):
            assert comment.page.first_published_at < comment.created_at < self.now
            assert comment.parent is None or comment.parent.created_at < comment.created_at
        gone = comments.get(status=Status.DELETED)
        assert (gone.body, gone.author_name, gone.author_email) == ("", "", "")
        assert gone.replies.filter(status=Status.APPROVED).exists()
        assert set(comments.exclude(user=None).values_list("user__username", flat=True)) == set(NAMES)

    def test_what_waits_has_a_verdict_and_every_screen_of_the_desk_something_to_show(self):
        waiting = Comment.objects.filter(status=Status.PENDING)
        assert waiting.count() == 6
        assert all(comment.ledger and comment.weight for comment in waiting)
        assert all(self.now - comment.created_at < timedelta(days=3) for comment in waiting)
        found = {finding["check"] for ledger in Comment.objects.values_list("ledger", flat=True) for finding in ledger}
        assert found >= {"read-first", "newcomer", "links", "words"}
        moderator = get_user_model().objects.get(username="moderator")
        decided = Batch.objects.filter(user=moderator)
        assert set(decided.values_list("decision", flat=True)) == {"approve", "reject", "spam"}
        assert decided.filter(undone_at__isnull=False).count() == 1
        assert decided.filter(created_at__gt=self.now - timedelta(days=30)).count() > 10
        assert Report.objects.filter(settled_at__isnull=True).count() == 3
        assert Ban.objects.count() == WordList.objects.count() == 2
        assert CannedReply.objects.count() == 3
        assert ScreeningRules.objects.get().newcomer_links == 1
        logged = PageLogEntry.objects.filter(page__slug="blog").values_list("action", flat=True)
        assert [list(logged).count(f"comments.{verb}") for verb in ("set_rules", "save_word_list", "ban")] == [2, 3, 2]

    def test_readers_have_addresses_nobody_can_own(self):
        for address in (
            Comment.objects.filter(user=None).exclude(author_email="").values_list("author_email", flat=True)
        ):
            assert address.endswith("@example.org")

    def test_policies_on_three_levels(self):
        def policy(slug):
            return effective_policy(page=Page.objects.get(slug=slug), now=self.now)

        assert policy("good-days-bad-days").moderation.value == Moderation.EVERYTHING
        assert policy("calf-raises-and-patience").moderation.value == Moderation.NEWCOMERS
        assert policy("knees-like-company").moderation.value == Moderation.EVERYTHING
        assert policy("how-we-read-a-paper").state.value == State.HIDDEN
        closing = policy("ten-thousand-steps")
        assert closing.closes_at.value == self.now + timedelta(days=30)
        assert state_at(closing, now=self.now, first_published_at=self.now) == State.OPEN

    def test_the_three_logins_may_do_their_work_and_no_more(self):
        passwords = json.loads(self.passwords.read_text())
        assert list(passwords) == list(NAMES)
        users = {name: authenticate(username=name, password=password) for name, password in passwords.items()}
        assert users["admin"].is_superuser
        assert not users["marketer"].is_superuser
        assert not users["moderator"].is_superuser
        post = BlogPostPage.objects.get(slug=ARTICLE)
        home = Site.objects.get().root_page
        marketer = {name: post.permissions_for_user(user).can_publish() for name, user in users.items()}
        assert marketer == {"admin": True, "marketer": True, "moderator": False}
        assert not home.permissions_for_user(users["marketer"]).can_publish()
        assert users["marketer"].has_perms(["wagtailadmin.access_admin", "blog.change_author", "blog.add_reference"])
        assert users["marketer"].has_perms(["taggit.change_tag", "taggit.delete_tag"])
        assert users["marketer"].has_perms(["wagtailredirects.add_redirect", "wagtailredirects.change_redirect"])
        assert users["moderator"].has_perm("wagtailadmin.access_admin")
        assert may_moderate(users["moderator"], page=post)
        assert not may_moderate(users["marketer"])
        assert Author.objects.get(user__username="moderator").name == users["moderator"].get_full_name()

    def test_loading_twice_changes_nothing(self):
        before, secrets = everything(), self.passwords.read_text()
        revisions = list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id", "last_published_at"))
        again = self.again()
        assert (again.posts_made, again.comments_made) == (0, 0)
        assert everything() == before
        assert self.passwords.read_text() == secrets
        assert revisions == list(
            Page.objects.order_by("pk").values_list("pk", "latest_revision_id", "last_published_at")
        )

    def test_the_site_has_a_brand_as_a_marketer_would_set_it(self):
        found = site_settings(Viewer.anonymous(site=Site.objects.get()), now=self.now)
        assert (found.name, found.tagline) == ("Alder Bridge Clinic", TAGLINE)
        assert found.logo.alt == found.logo_dark.alt == "Alder Bridge Clinic"
        assert [(link.label, link.href) for link in found.navigation] == [("Journal", "/blog/"), ("About", "/about/")]
        assert [link.href for link in found.navigation[0].below] == ["/blog/movement/", "/blog/treatments/"]
        assert [column.heading for column in found.footer] == ["Read", "Follow", "The clinic"]
        assert "cannot know you" in found.disclaimer
        assert found.comment_texts.held.startswith("Thank you.")
        SiteBrand.objects.get().full_clean()

    def test_the_marketer_may_change_the_brand(self):
        marketer = get_user_model().objects.get(username="marketer")
        site = Site.objects.get()
        assert SiteBrand.get_permission_policy().user_has_permission_for_instance(marketer, "change", site)
        moderator = get_user_model().objects.get(username="moderator")
        assert not SiteBrand.get_permission_policy().user_has_permission_for_instance(moderator, "change", site)

    def test_loading_twice_keeps_what_editors_changed(self):
        post = BlogPostPage.objects.get(slug=ARTICLE)
        post.title, post.slug = "A new name", "a-new-name"
        post.save_revision().publish()
        post.move(BlogIndexPage.objects.get(slug="blog", locale__language_code="en"), pos="last-child")
        Author.objects.filter(slug="leena-varga").update(biography="Changed")
        Comment.objects.filter(status=Status.PENDING).update(status=Status.APPROVED)
        CommentPolicy.objects.filter(page=post).update(state=State.OPEN)
        Site.objects.update(site_name="Another name")
        SiteBrand.objects.update(name="Another brand", logo=None)
        marketer = get_user_model().objects.get(username="marketer")
        marketer.set_password("changed-in-the-admin")
        marketer.save()
        before = everything()
        self.again()
        assert everything() == before
        assert known(BlogPostPage, ARTICLE).title == "A new name"
        assert Author.objects.get(slug="leena-varga").biography == "Changed"
        assert not Comment.objects.filter(status=Status.PENDING).exists()
        assert CommentPolicy.objects.get(page_id=post.pk).state == State.OPEN
        assert Site.objects.get().site_name == "Another name"
        assert (SiteBrand.objects.get().name, SiteBrand.objects.get().logo) == ("Another brand", None)
        assert authenticate(username="marketer", password="changed-in-the-admin")

    def test_loading_again_makes_what_is_missing(self):
        BlogPostPage.objects.get(slug="knees-like-company").delete()
        Reference.objects.filter(doi="10.1186/s12891-017-1439-y").delete()
        again = self.again()
        assert again.posts_made == 1
        assert Reference.objects.filter(doi="10.1186/s12891-017-1439-y").exists()
        assert BlogPostPage.objects.filter(slug="knees-like-company", live=True).exists()

    def test_the_site_follows_the_public_address(self):
        with override_settings(PUBLIC_URL="https://clinic.example"):
            self.again()
        site = Site.objects.get()
        assert (site.hostname, site.port) == ("clinic.example", 443)
        with override_settings(PUBLIC_URL="http://localhost:8123"):
            self.again()
        site.refresh_from_db()
        assert (site.hostname, site.port) == ("localhost", 8123)

    def test_filling_up_with_generated_posts_and_comments(self):
        filled = self.again(posts=40, comments=100)
        assert (filled.posts, filled.comments) == (40, 100)
        assert BlogPostPage.objects.live().count() == 40
        assert Comment.objects.count() == 100
        assert not any(Page.find_problems())
        for index in BlogIndexPage.objects.all():
            assert index.numchild == index.get_children().count()
        made = BlogPostPage.objects.get(slug__startswith="n-20-")
        payload = self.payload(made.slug)
        assert payload["references"][0]["citations"] == ["cite-1-1"]
        assert payload["categories"]
        assert len(payload["tags"]) == 2
        assert made.get_url_parts()[2] == payload["meta"]["path"]
        assert not Comment.objects.filter(page__slug=ARTICLE).exists()
        twice = self.again(posts=40, comments=100)
        assert (twice.posts_made, twice.comments_made) == (0, 0)

    def test_the_command_says_what_it_made(self):
        said, passwords = StringIO(), Path(tempfile.mkdtemp(dir=settings.SCRATCH)) / "demo_passwords.json"
        with patch.object(command, "PASSWORDS", passwords):
            call_command("load_demo", "--posts=20", "--comments=41", "--password=walk-before-noon", stdout=said)
        posts, comments = 20 - self.loaded.posts, 41 - self.loaded.comments
        assert f"Made {posts} posts and {comments} comments; there are 20 and 41." in said.getvalue()
        assert authenticate(username="admin", password="walk-before-noon")


@pytest.mark.django_db
def test_passwords_are_kept_for_their_owner_only(tmp_path):
    kept = tmp_path / "data" / "secrets" / "demo_passwords.json"
    ensure_accounts(password="", kept_in=kept)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    passwords = json.loads(kept.read_text())
    assert len(set(passwords.values())) == 3
    assert all(re.fullmatch(r"\w{4}-\w{4}-\w{4}", password) for password in passwords.values())


@pytest.mark.django_db
def test_one_password_can_be_given_to_all_three(tmp_path):
    kept = tmp_path / "demo_passwords.json"
    ensure_accounts(password="", kept_in=kept)
    ensure_accounts(password="walk-before-noon", kept_in=kept)
    assert set(json.loads(kept.read_text()).values()) == {"walk-before-noon"}
    assert all(authenticate(username=name, password="walk-before-noon") for name in NAMES)


@pytest.mark.django_db
def test_lost_passwords_are_made_anew(tmp_path):
    kept = tmp_path / "demo_passwords.json"
    ensure_accounts(password="", kept_in=kept)
    kept.unlink()
    ensure_accounts(password="", kept_in=kept)
    for name, password in json.loads(kept.read_text()).items():
        assert authenticate(username=name, password=password), name
