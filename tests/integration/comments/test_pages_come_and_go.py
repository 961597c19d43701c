"""Comments and what holds for them, whatever becomes of their page."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from wagtail.models import GroupPagePermission, Page, PageLogEntry

from comments import selectors
from comments.models import STEP, Comment, CommentPolicy
from comments.policy import State
from comments.selectors import effective_policy, explained, orphaned_threads, public_for
from comments.services import TakesNoComments, reattach, set_policy, submit_comment
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, StandardPageFactory, UserFactory
from tests.factories.comments import CommentFactory, a_submission, moderating

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def editor(section):
    """Somebody who moderates the section and publishes there."""
    user = moderating(UserFactory(), page=section)
    group = Group.objects.create(name="News editors")
    GroupPagePermission.objects.create(group=group, page=section, permission_type="publish")
    user.groups.add(group)
    return user


def publish_older_draft(page):
    older = page.save_revision()
    page.title = "Newer"
    page.save_revision().publish()
    older.publish()


def revert(page):
    older = page.save_revision()
    page.title = "Newer"
    page.save_revision().publish()
    older.as_object().save_revision(previous_revision=older).publish()


def unpublish_and_publish(page):
    page.unpublish()
    page.save_revision().publish()


def save_a_draft(page):
    page.title = "A draft"
    page.save_revision()


CHANGES = {
    "an older draft is published": publish_older_draft,
    "it is reverted": revert,
    "it is unpublished and published again": unpublish_and_publish,
    "a draft is saved": save_a_draft,
    "it is copied": lambda page: page.copy(update_attrs={"slug": "copy"}),
    "an alias is made": lambda page: page.create_alias(update_slug="alias"),
    "it is moved": lambda page: page.move(page.get_parent().get_parent(), pos="last-child"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_thread_and_the_pages_own_policy_survive(post, viewer, now, change):
    top = CommentFactory(page=post, score=3, pinned_at=now)
    comments = {top, CommentFactory(parent=top)}
    set_policy(page=post, changes={"state": "closed", "max_depth": 2}, user=None, now=now)
    CHANGES[change](Page.objects.get(pk=post.pk).specific)
    page = Page.objects.get(pk=post.pk)
    policy = effective_policy(page=page, now=now)
    assert (policy.state.value, policy.max_depth.value, policy.state.origin.page_id) == (State.CLOSED, 2, post.pk)
    assert set(public_for(viewer, now=now, page_ids=[post.pk])) == comments
    assert set(public_for(viewer, now=now)) == comments
    assert list(Comment.objects.order_by("path").values_list("score", flat=True)) == [3, 0]


def test_an_unpublished_page_hides_its_thread_and_takes_nothing(post, viewer, now):
    CommentFactory(page=post)
    post.unpublish()
    assert not public_for(viewer, now=now).exists()
    assert Comment.objects.get().status == "approved"


@pytest.mark.parametrize("way", ["copy", "alias"])
def test_a_copy_and_an_alias_have_threads_of_their_own(post, viewer, now, way):
    CommentFactory(page=post)
    twin = post.copy(update_attrs={"slug": "twin"}) if way == "copy" else post.create_alias(update_slug="twin")
    submit_comment(page_id=twin.pk, submission=a_submission(), viewer=viewer, now=now)
    assert [Comment.objects.filter(page_id=page.pk).count() for page in (post, twin)] == [1, 1]


def test_a_moved_page_inherits_from_where_it_is_now(post, section, site, viewer, now):
    comment = CommentFactory(page=post)
    elsewhere = BlogIndexPageFactory(parent=site.root_page, slug="elsewhere")
    set_policy(page=section, changes={"state": "closed", "max_links": 7}, user=None, now=now)
    set_policy(page=elsewhere, changes={"max_depth": 9}, user=None, now=now)
    Page.objects.get(pk=post.pk).move(Page.objects.get(pk=elsewhere.pk), pos="last-child")
    policy = effective_policy(page=Page.objects.get(pk=post.pk), now=now)
    assert (policy.state.value, policy.max_links.value, policy.max_depth.value) == (State.OPEN, None, 9)
    assert set(public_for(viewer, now=now)) == {comment}


def orphaned(post):
    """Delete a page with a thread of five comments in two branches, and return them in order of the tree."""
    first = CommentFactory(page=post)
    answers = [CommentFactory(parent=first), CommentFactory(parent=first, pending=True)]
    below = CommentFactory(parent=answers[0])
    second = CommentFactory(page=post, score=4)
    Page.objects.get(pk=post.pk).delete()
    return [first, answers[0], below, answers[1], second]


def test_a_deleted_pages_thread_is_kept_hidden_and_listed(post, other_post, section, site, viewer, now, editor):
    comments = orphaned(post)
    assert not public_for(viewer, now=now).exists()
    [thread] = orphaned_threads(editor)
    assert (thread.page_title, thread.page_path, thread.branch_id) == ("A walk", "/front/news/a-walk/", section.pk)
    assert (thread.number, thread.last_at) == (5, comments[-1].created_at)
    elsewhere = BlogIndexPageFactory(parent=site.root_page, slug="elsewhere")
    assert orphaned_threads(moderating(UserFactory(), page=elsewhere)) == []
    assert orphaned_threads(UserFactory(is_staff=True)) == []


def test_a_thread_comes_below_another_page_as_it_was(post, other_post, editor, viewer, now):
    old = CommentFactory(page=other_post)
    reply = CommentFactory(parent=old)
    same_key = CommentFactory(page=post, key=old.key)
    comments = [*orphaned(post), same_key]
    [thread] = orphaned_threads(editor)
    assert reattach(orphans=thread, page=other_post, user=editor, now=now) == 6
    assert orphaned_threads(editor) == []
    rows = list(Comment.objects.filter(page=other_post).order_by("path"))
    assert [row.pk for row in rows] == [row.pk for row in (old, reply, same_key, *comments[:5])]
    assert all(row.parent is None or row.path[:-STEP] == row.parent.path for row in rows)
    assert all(row.page_title == "A run" and row.branch_id is None for row in rows[2:])
    assert rows[-1].score == 4
    public = set(public_for(viewer, now=now))
    assert public == {row for row in rows if row.status == "approved"}
    shown = selectors.thread(page_id=other_post.pk, viewer=viewer, now=now)
    assert (shown.count, len(shown.comments)) == (7, 4)
    submit_comment(page_id=other_post.pk, submission=a_submission(), viewer=viewer, now=now)
    entry = PageLogEntry.objects.get(action="comments.reattach")
    assert (entry.user, entry.page_id, entry.data["number"]) == (editor, other_post.pk, 6)


def test_what_the_lost_page_said_comes_along_if_asked(post, other_post, section, editor, now):
    set_policy(page=post, changes={"max_depth": 2}, user=None, now=now)
    CommentFactory(page=post)
    Page.objects.get(pk=post.pk).delete()
    [thread] = orphaned_threads(editor)
    reattach(orphans=thread, page=other_post, user=editor, with_policy=True, now=now)
    policy = effective_policy(page=other_post, now=now)
    assert (policy.max_depth.value, policy.max_depth.origin.page_title) == (2, "A run")
    assert CommentPolicy.objects.get().branch_id is None


def test_what_a_page_says_itself_is_not_replaced(post, other_post, editor, now):
    for page, depth in ((post, 2), (other_post, 5)):
        set_policy(page=page, changes={"max_depth": depth}, user=None, now=now)
    CommentFactory(page=post)
    Page.objects.get(pk=post.pk).delete()
    [thread] = orphaned_threads(editor)
    reattach(orphans=thread, page=other_post, user=editor, with_policy=True, now=now)
    assert effective_policy(page=other_post, now=now).max_depth.value == 5


def test_threads_of_two_pages_that_had_one_address_are_one(post, section, other_post, editor, now):
    orphaned(post)
    heir = BlogPostPageFactory(parent=section, title="A walk", slug="a-walk")
    orphaned(heir)
    [thread] = orphaned_threads(editor)
    assert reattach(orphans=thread, page=other_post, user=editor, now=now) == 10
    rows = Comment.objects.filter(page=other_post)
    assert all(row.parent is None or row.path[:-STEP] == row.parent.path for row in rows)


def test_only_who_moderates_both_places_reattaches(post, other_post, site, editor, now):
    orphaned(post)
    [thread] = orphaned_threads(editor)
    elsewhere = BlogPostPageFactory(parent=BlogIndexPageFactory(parent=site.root_page, slug="elsewhere"))
    local = moderating(UserFactory(), page=elsewhere)
    for user, page in ((editor, elsewhere), (local, elsewhere), (UserFactory(is_staff=True), other_post)):
        with pytest.raises(PermissionDenied):
            reattach(orphans=thread, page=page, user=user, now=now)
    only_moderates = moderating(UserFactory(), page=other_post.get_parent())
    with pytest.raises(PermissionDenied):
        reattach(orphans=thread, page=other_post, user=only_moderates, with_policy=True, now=now)
    with pytest.raises(TakesNoComments):
        reattach(orphans=thread, page=StandardPageFactory(parent=other_post.get_parent()), user=editor, now=now)
    assert not Comment.objects.filter(page__isnull=False).exists()


def open_by_hand(page, editor, now):
    set_policy(page=page, changes={"state": "open"}, user=editor, now=now)
    return explained(pages=[page], now=now)[page.pk]


def test_a_hand_that_opens_what_time_closed_is_remembered(post, section, editor, now):
    set_policy(page=section, changes={"close_after_days": 30}, user=None, now=now)
    later = now + 90 * DAY
    assert explained(pages=[post], now=later)[post.pk].state is State.CLOSED
    found = open_by_hand(post, editor, later)
    assert (found.state, found.changes_at) == (State.OPEN, later + 30 * DAY)
    assert found.policy.reopened_at.value == later
    assert explained(pages=[post], now=later + 30 * DAY)[post.pk].state is State.CLOSED


def test_a_hand_that_opens_what_a_hand_closed_counts_the_days_anew(post, editor, now):
    set_policy(page=post, changes={"close_after_days": 30}, user=editor, now=now)
    set_policy(page=post, changes={"state": "closed"}, user=editor, now=now + 20 * DAY)
    found = open_by_hand(post, editor, now + 25 * DAY)
    assert found.changes_at == now + 55 * DAY


def test_a_hand_that_opens_outranks_a_closing_that_is_past(post, editor, now):
    set_policy(page=post, changes={"closes_at": now - DAY}, user=editor, now=now - 2 * DAY)
    found = open_by_hand(post, editor, now)
    assert (found.state, found.changes_at) == (State.OPEN, None)


def test_where_no_time_closes_there_is_nothing_to_remember(post, editor, now):
    set_policy(page=post, changes={"state": "closed"}, user=editor, now=now)
    assert open_by_hand(post, editor, now).policy.reopened_at.value is None
    set_policy(page=post, changes={"close_after_days": 30}, user=editor, now=now)
    assert open_by_hand(post, editor, now).policy.reopened_at.value is None


def test_an_enforced_closing_is_not_opened_by_hand(post, section, editor, now):
    set_policy(page=section, changes={"closes_at": now - DAY, "enforce": ["closes_at"]}, user=None, now=now)
    assert open_by_hand(post, editor, now).state is State.CLOSED


def test_one_call_explains_a_page_and_a_list(post, other_post, section, editor, now, django_assert_num_queries):
    set_policy(page=section, changes={"closes_at": now + DAY}, user=editor, now=now)
    set_policy(page=post, changes={"state": "hidden"}, user=None, now=now)
    for pages in ([post], [post, other_post, section]):
        with django_assert_num_queries(1):
            found = explained(pages=pages, now=now)
        assert found.keys() == {page.pk for page in pages}
    assert (found[post.pk].state, found[post.pk].changes_at) == (State.HIDDEN, None)
    there = found[other_post.pk]
    assert (there.state, there.changes_at) == (State.OPEN, now + DAY)
    origin = there.policy.closes_at.origin
    assert (origin.page_id, origin.page_title, origin.set_at) == (section.pk, "News", now)
    assert origin.set_by == editor.get_username() or origin.set_by == editor.get_full_name()
