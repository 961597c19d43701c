"""Who sees which comment: one rule behind every read."""

import random

import pytest
from wagtail.models import Page, PageViewRestriction, Site

from comments.lifecycle import HIDING, Status
from comments.models import Comment
from comments.policy import DEPTH_CAP
from comments.selectors import counts, public_comment, public_for, thread
from comments.selectors.thread import ThreadNotFound
from comments.services import set_policy
from ground.viewer import Viewer
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, HomePageFactory
from tests.factories.comments import CommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def everywhere(viewer, now):
    """Every comment a read shows of a page, once by each way there is; they must agree."""

    def everywhere(page, *, by=viewer, at=now):
        listed = set(public_for(by, now=at).values_list("uuid", flat=True))
        narrowed = set(public_for(by, now=at, page_ids=[page.pk]).values_list("uuid", flat=True))
        assert narrowed == set(Comment.objects.filter(uuid__in=listed, page=page.pk).values_list("uuid", flat=True))
        try:
            shown = flat(thread(page_id=page.pk, viewer=by, now=at).comments)
        except ThreadNotFound:
            shown = set()
        single = set()
        for uuid in Comment.objects.filter(page=page.pk).values_list("uuid", flat=True):
            try:
                single.add(public_comment(uuid=uuid, viewer=by, now=at).uuid)
            except ThreadNotFound:
                continue
        number = counts(page_ids=[page.pk], viewer=by, now=at).get(page.pk, 0)
        assert narrowed == shown == single
        assert number == len(narrowed)
        return narrowed

    return everywhere


def flat(comments):
    found = set()
    for comment in comments:
        found |= flat(comment.replies) | (set() if comment.tombstone else {comment.uuid})
    return found


def test_only_approved_comments_are_seen(everywhere, post):
    seen = CommentFactory(page=post)
    for status in ("pending", "rejected", "spam", "deleted"):
        CommentFactory(page=post, **{status: True})
    assert everywhere(post) == {seen.uuid}


def restrict(kind):
    def apply(post, section, now):
        PageViewRestriction.objects.create(page=section, restriction_type=kind, password="x")

    return apply


CHANGES = {
    "unpublished": lambda post, section, now: post.unpublish(),
    "expired": lambda post, section, now: Page.objects.filter(pk=post.pk).update(expire_at=now),
    "login": restrict("login"),
    "groups": restrict("groups"),
    "password": restrict("password"),
    "hidden here": lambda post, section, now: set_policy(page=post, changes={"state": "hidden"}, user=None, now=now),
    "hidden above": lambda post, section, now: set_policy(
        page=section, changes={"state": "hidden"}, user=None, now=now
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_comments_go_with_their_page_and_come_back(everywhere, post, section, now, change):
    comment = CommentFactory(page=post)
    beside = CommentFactory(page=BlogPostPageFactory(parent=BlogIndexPageFactory(parent=section.get_parent())))
    assert everywhere(post) == {comment.uuid}
    CHANGES[change](post, section, now)
    assert everywhere(post) == set()
    assert everywhere(beside.page) == {beside.uuid}


def test_publishing_again_brings_them_back(everywhere, post):
    comment = CommentFactory(page=post)
    post.unpublish()
    post.save_revision().publish()
    assert everywhere(post) == {comment.uuid}


def test_a_closed_page_still_shows_them(everywhere, post, now):
    comment = CommentFactory(page=post)
    set_policy(page=post, changes={"state": "closed"}, user=None, now=now)
    assert everywhere(post) == {comment.uuid}


def test_a_page_shown_again_below_a_hidden_branch_is_shown(everywhere, post, other_post, section, now):
    shown, hidden = CommentFactory(page=post), CommentFactory(page=other_post)
    set_policy(page=section, changes={"state": "hidden"}, user=None, now=now)
    set_policy(page=post, changes={"state": "open"}, user=None, now=now)
    assert (everywhere(post), everywhere(other_post)) == ({shown.uuid}, set())
    set_policy(page=section, changes={"enforce": ["state"]}, user=None, now=now)
    assert everywhere(post) == set()
    assert hidden.status == "approved"


def test_another_site_sees_its_own(everywhere, post, viewer):
    comment = CommentFactory(page=post)
    site = Site.objects.create(hostname="other.example", port=80, root_page=HomePageFactory(slug="other"))
    foreign = CommentFactory(page=BlogPostPageFactory(parent=BlogIndexPageFactory(parent=site.root_page)))
    stranger = Viewer.anonymous(site=site)
    assert (everywhere(post), everywhere(foreign.page)) == ({comment.uuid}, set())
    assert (everywhere(post, by=stranger), everywhere(foreign.page, by=stranger)) == (set(), {foreign.uuid})


def test_a_page_type_that_takes_none_any_more_shows_none(everywhere, post, settings):
    CommentFactory(page=post)
    settings.COMMENTABLE_PAGE_TYPES = ["blog.StandardPage"]
    assert everywhere(post) == set()


@pytest.mark.parametrize("status", sorted(HIDING))
@pytest.mark.parametrize("depth", [1, 2, 4, 5, 6, 20, DEPTH_CAP - 1])
def test_something_hidden_hides_all_below_it(post, viewer, now, status, depth):
    line = [CommentFactory(page=post)]
    while len(line) < DEPTH_CAP:
        line.append(CommentFactory(parent=line[-1]))
    Comment.objects.filter(pk=line[depth - 1].pk).update(status=status)
    assert set(public_for(viewer, now=now)) == set(line[: depth - 1])
    assert counts(page_ids=[post.pk], viewer=viewer, now=now) == {post.pk: depth - 1}


def test_a_reply_beside_the_hidden_one_is_seen(everywhere, post):
    top = CommentFactory(page=post)
    hidden = CommentFactory(parent=top, rejected=True)
    CommentFactory(parent=hidden)
    beside = CommentFactory(parent=top)
    assert everywhere(post) == {top.uuid, beside.uuid}


def test_the_same_place_in_another_thread_hides_nothing(everywhere, post, other_post):
    CommentFactory(page=other_post, rejected=True)
    top = CommentFactory(page=post)
    answer = CommentFactory(parent=top)
    assert everywhere(post) == {top.uuid, answer.uuid}


def test_all_reads_agree_with_the_rule_over_random_threads(everywhere, section, viewer, now):
    dice = random.Random(11)  # the same threads each time
    for _ in range(6):
        post = BlogPostPageFactory(parent=section)
        comments = []
        for _ in range(30):
            parent = dice.choice([None, *comments, *comments[-2:]])
            status = dice.choice([*Status, *["approved"] * 6])
            comments.append(CommentFactory(page=post, parent=parent, **{str(status): True}))
        expected = {comment.uuid for comment in comments if comment.status == "approved" and not hidden(comment)}
        assert everywhere(post) == expected
        for root in thread(page_id=post.pk, viewer=viewer, now=now).comments:
            assert root.more or root.reply_count == len(flat(root.replies))


def hidden(comment):
    parent = comment.parent
    return parent is not None and (parent.status in HIDING or hidden(parent))


def test_deleting_a_page_loses_no_comment_and_leaks_none(everywhere, post, section, viewer, now):
    comment = CommentFactory(page=post, body="Kept.")
    answer = CommentFactory(parent=comment)
    path = post.path
    post.delete()
    heir = BlogPostPageFactory(parent=section, title="An heir")
    assert heir.path == path
    assert everywhere(heir) == set()
    assert not public_for(viewer, now=now).exists()
    for kept in (comment, answer):
        kept.refresh_from_db()
        assert (kept.page, kept.branch_id) == (None, section.pk)
        assert (kept.page_title, kept.page_path) == ("A walk", "/front/news/a-walk/")
    assert comment.body == "Kept."


def test_a_renamed_page_is_remembered_by_its_last_name(post):
    comment = CommentFactory(page=post)
    post.title, post.slug = "A long walk", "a-long-walk"
    post.save_revision().publish()
    post.delete()
    comment.refresh_from_db()
    assert (comment.page_title, comment.page_path) == ("A long walk", "/front/news/a-long-walk/")


@pytest.mark.parametrize("steps", ["at once", "from below", "in two branches"])
def test_what_survives_of_a_deleted_branch_is_its_nearest_ancestor(site, section, steps):
    sub = BlogIndexPageFactory(parent=section, slug="sub")
    here, deeper = BlogPostPageFactory(parent=section), BlogPostPageFactory(parent=sub)
    comments = [CommentFactory(page=here), CommentFactory(page=deeper)]
    if steps == "from below":
        Page.objects.get(pk=deeper.pk).delete()
        assert Comment.objects.get(pk=comments[1].pk).branch_id == sub.pk
        Page.objects.get(pk=sub.pk).delete()
        assert Comment.objects.get(pk=comments[1].pk).branch_id == section.pk
    elif steps == "in two branches":
        Page.objects.get(pk=sub.pk).delete()
        assert Comment.objects.get(pk=comments[1].pk).branch_id == section.pk
    Page.objects.get(pk=section.pk).delete()
    for comment in comments:
        comment.refresh_from_db()
        assert (comment.page_id, comment.branch_id) == (None, site.root_page.pk)


def test_a_moved_page_is_remembered_where_it_was_last(post, site):
    comment = CommentFactory(page=post)
    elsewhere = BlogIndexPageFactory(parent=site.root_page, slug="elsewhere")
    Page.objects.get(pk=post.pk).move(Page.objects.get(pk=elsewhere.pk), pos="last-child")
    Page.objects.get(pk=post.pk).delete()
    comment.refresh_from_db()
    assert comment.branch_id == elsewhere.pk


def test_copies_and_aliases_start_without_comments(everywhere, post):
    comment = CommentFactory(page=post)
    copy = post.copy(update_attrs={"slug": "copy"}, keep_live=True)
    alias = post.create_alias(update_slug="alias")
    assert everywhere(copy) == everywhere(alias) == set()
    assert everywhere(post) == {comment.uuid}


def test_publishing_an_older_draft_keeps_every_comment(everywhere, post):
    older = post.save_revision()
    comment = CommentFactory(page=post)
    post.save_revision().publish()
    older.publish()
    assert everywhere(post) == {comment.uuid}
