"""What becomes of pages: published and unpublished by the clock, moved, copied, gone, checked by an expert."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Workflow

from blog.models import ExpertReviewTask, OncePublicPath, PreviewSnapshot
from ground.outbox import OutboxMessage
from tests.factories.blog import (
    AuthorFactory,
    BlogIndexPageFactory,
    BlogPostPageFactory,
    SiteFactory,
    UserFactory,
)
from website.caching import EVERYTHING, PURGE
from website.management.commands.run_worker import SCHEDULE_EVERY

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def site():
    return SiteFactory(default=True)


@pytest.fixture
def blog(site):
    return BlogIndexPageFactory(parent=site.root_page, slug="blog", title="Journal")


@pytest.fixture
def post(blog):
    return BlogPostPageFactory(parent=blog, slug="walk", title="A walk", first_published_at=timezone.now())


@pytest.fixture
def kind(client):
    def ask(path):
        response = client.get("/api/site/v1/resolve/", {"path": path})
        answer = response.json()
        return answer.get("kind", response.status_code), answer.get("location")

    return ask


def publish(page, **changes):
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


class TestClock:
    def test_a_page_is_public_after_the_worker_has_come_by(self, kind, blog):
        page = BlogPostPageFactory(parent=blog, slug="soon", live=False)
        page.go_live_at = timezone.now() + timedelta(hours=1)
        page.save_revision().publish()
        call_command("run_worker", "--once")
        assert kind("/blog/soon/") == (404, None)
        revision = page.latest_revision
        revision.approved_go_live_at = timezone.now() - timedelta(seconds=1)
        revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
        revision.save()
        call_command("run_worker", "--once")
        assert kind("/blog/soon/") == ("page", None)

    def test_the_worker_comes_by_often_enough(self):
        assert timedelta(0) < SCHEDULE_EVERY <= timedelta(seconds=30)

    def test_an_expired_page_is_gone_before_the_worker_comes(self, kind, post):
        Page.objects.filter(pk=post.pk).update(expire_at=timezone.now() - timedelta(seconds=1))
        assert kind("/blog/walk/") == ("gone", None)
        call_command("run_worker", "--once")
        post.refresh_from_db()
        assert not post.live
        assert kind("/blog/walk/") == ("gone", None)

    def test_the_worker_removes_old_previews(self, post):
        now, user = timezone.now(), UserFactory()
        PreviewSnapshot.objects.keep(post, user_id=user.pk, now=now - timedelta(hours=1))
        fresh = PreviewSnapshot.objects.keep(post, user_id=UserFactory().pk, now=now)
        call_command("run_worker", "--once")
        assert list(PreviewSnapshot.objects.all()) == [fresh]


class TestGone:
    def test_a_path_never_public_was_never_there(self, kind, blog):
        draft = BlogPostPageFactory(parent=blog, slug="draft", live=False)
        draft.delete()
        assert kind("/blog/draft/") == (404, None)

    def test_an_unpublished_page_is_gone_until_it_is_back(self, kind, post):
        post.unpublish()
        assert kind("/blog/walk/") == ("gone", None)
        post.save_revision().publish()
        assert kind("/blog/walk/")[0] == "page"

    def test_a_deleted_page_is_gone_with_all_below_it(self, kind, post, blog):
        blog.delete()
        assert kind("/blog/") == ("gone", None)
        assert kind("/blog/walk/") == ("gone", None)

    def test_unpublishing_a_branch_remembers_every_path(self, kind, post, blog):
        blog.unpublish(set_expired=False, commit=True)
        post.unpublish()
        post.unpublish()
        assert OncePublicPath.objects.filter(url_path=post.url_path).count() == 1

    def test_a_page_behind_a_password_leaves_no_trace(self, kind, post):
        PageViewRestriction.objects.create(page=post, restriction_type="password", password="x")
        post.delete()
        assert kind("/blog/walk/") == (404, None)

    def test_a_gone_page_that_was_sent_elsewhere_leads_there(self, kind, post, site, blog):
        post.unpublish()
        Redirect.add_redirect("/blog/walk/", "/blog/", site=site)
        assert kind("/blog/walk/") == ("redirect", "/blog/")


class TestPlaces:
    def test_a_new_slug_leaves_a_redirect(self, kind, post, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            publish(post, slug="stroll")
        assert kind("/blog/walk/") == ("redirect", "/blog/stroll/")
        assert kind("/blog/stroll/")[0] == "page"

    def test_a_moved_branch_leaves_redirects(self, kind, post, blog, site):
        elsewhere = BlogIndexPageFactory(parent=site.root_page, slug="elsewhere")
        blog.move(elsewhere, pos="last-child")
        assert kind("/blog/walk/") == ("redirect", "/elsewhere/blog/walk/")
        assert kind("/blog/") == ("redirect", "/elsewhere/blog/")

    def test_a_copy_is_a_page_of_its_own(self, kind, post):
        copy = post.copy(update_attrs={"slug": "second", "title": "Second"}, keep_live=True)
        publish(post, title="Changed")
        assert kind("/blog/second/")[0] == "page"
        assert Page.objects.get(pk=copy.pk).title == "Second"

    def test_a_copied_draft_is_no_page_for_readers(self, kind, post):
        post.copy(update_attrs={"slug": "second"}, keep_live=False)
        assert kind("/blog/second/") == (404, None)

    def test_an_alias_follows_its_page(self, client, kind, post, blog):
        author = AuthorFactory(credentials=["ND"])
        post.contributors.create(author=author)
        post.create_alias(update_slug="mirror")
        publish(post, title="Changed")
        answer = client.get("/api/site/v1/resolve/", {"path": "/blog/mirror/"}).json()
        assert answer["page"]["title"] == "Changed"
        assert answer["page"]["contributors"][0]["author"]["display_name"] == f"{author.name}, ND"


class TestPurges:
    def keys(self):
        return {key for each in OutboxMessage.objects.filter(topic=PURGE) for key in each.payload["keys"]}

    def test_a_lock_put_on_a_page_takes_it_out_of_caches(self, post):
        OutboxMessage.objects.all().delete()
        lock = PageViewRestriction.objects.create(page=post, restriction_type="password", password="x")
        assert EVERYTHING in self.keys()
        OutboxMessage.objects.all().delete()
        lock.delete()
        assert EVERYTHING in self.keys()

    def test_a_redirect_takes_the_place_of_what_is_kept_there(self, site):
        Redirect.add_redirect("/old/?a=1", "/new/", site=site)
        assert {path for each in OutboxMessage.objects.filter(topic=PURGE) for path in each.payload["paths"]} == {
            "/old",
            "/old/",
        }


class TestExpertReview:
    @pytest.fixture
    def workflow(self, blog):
        workflow = Workflow.objects.get(name="Expert review")
        workflow.workflow_pages.create(page=blog)
        return workflow

    @pytest.fixture
    def expert(self):
        user = UserFactory()
        user.groups.add(Group.objects.get(name="Expert reviewers"))
        return user

    def submitted(self, post, workflow):
        post.title = "Checked"
        post.save_revision()
        return workflow.start(post, UserFactory(administrator=True)).current_task_state

    def test_every_install_has_the_workflow(self):
        task, last = Workflow.objects.get(name="Expert review").tasks
        assert last.name == "Moderators approval"
        assert isinstance(task.specific, ExpertReviewTask)
        assert [group.name for group in task.specific.groups.all()] == ["Expert reviewers"]

    def test_an_approval_keeps_its_note_and_the_last_one_publishes(self, post, workflow, expert):
        assert post.get_workflow() == workflow
        state = self.submitted(post, workflow)
        state.task.specific.on_action(state, expert, "approve", comment="Checked against the 2026 guideline.")
        state.refresh_from_db()
        assert (state.status, state.comment) == ("approved", "Checked against the 2026 guideline.")
        assert Page.objects.get(pk=post.pk).title == "A walk"
        last = Page.objects.get(pk=post.pk).specific.current_workflow_task_state
        last.task.specific.on_action(last, UserFactory(administrator=True), "approve")
        assert Page.objects.get(pk=post.pk).title == "Checked"

    def test_approving_takes_a_note(self, post, workflow, expert):
        task = self.submitted(post, workflow).task.specific
        assert [(name, noted) for name, _, noted in task.get_actions(post, expert)] == [
            ("reject", True),
            ("approve", True),
        ]

    def test_nobody_checks_what_they_wrote(self, post, workflow, expert):
        post.contributors.create(author=AuthorFactory(user=expert))
        state = self.submitted(post, workflow)
        task = state.task.specific
        assert task.get_actions(post.get_latest_revision_as_object(), expert) == []
        assert list(task.get_task_states_user_can_moderate(expert)) == []
        other = UserFactory()
        other.groups.add(Group.objects.get(name="Expert reviewers"))
        assert list(task.get_task_states_user_can_moderate(other)) == [state]

    def test_outsiders_decide_nothing(self, post, workflow):
        assert self.submitted(post, workflow).task.specific.get_actions(post, UserFactory()) == []
