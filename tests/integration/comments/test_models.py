"""What the database itself refuses, and what the models keep to themselves."""

import pytest
from django.core.checks import run_checks
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from wagtail.log_actions import registry
from wagtail.models import ReferenceIndex

from comments.models import PERSONAL_FIELDS, Comment, CommentPolicy
from comments.policy import DEPTH_CAP
from comments.services.audit import ACTIONS
from tests.factories.blog import UserFactory
from tests.factories.comments import CommenterFactory, CommentFactory, CommentPolicyFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "broken",
    [
        {"status": "public"},
        {"depth": 0},
        {"depth": DEPTH_CAP + 1},
        {"depth": 2},
        {"path": "00000001000000"},
        {"revision": 0},
        {"status": "deleted"},
    ],
)
def test_a_comment_that_contradicts_itself_cannot_be_stored(post, broken):
    comment = CommentFactory(page=post)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(**broken)


def test_a_reply_has_a_parent_and_others_have_none(post):
    top = CommentFactory(page=post)
    answer = CommentFactory(parent=top)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=answer.pk).update(parent=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=top.pk).update(parent=answer)


@pytest.mark.parametrize("field", ["path", "key"])
def test_a_place_and_a_key_are_given_once_a_page(post, other_post, field):
    first, second, elsewhere = CommentFactory(page=post), CommentFactory(page=post), CommentFactory(page=other_post)
    taken = {field: getattr(first, field)}
    Comment.objects.filter(pk=elsewhere.pk).update(**taken)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=second.pk).update(**taken)


@pytest.mark.parametrize("field", sorted(set(PERSONAL_FIELDS) - {"ledger"}))
def test_a_deleted_comment_keeps_nothing_of_its_author(post, field):
    comment = CommentFactory(page=post, deleted=True)
    kept = {"user": UserFactory, "commenter": CommenterFactory}.get(field, lambda: "x")()
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(**{field: kept})


def test_every_column_about_the_author_is_on_the_list():
    plain = {
        *("id", "uuid", "page", "page_title", "page_path", "branch", "parent", "path", "depth"),
        *("status", "last_human_decision", "decided_at", "cleaner_version", "revision", "created_at", "key"),
        *("edited_at", "score", "weight", "pinned_at", "tell_decision"),
    }
    assert {field.name for field in Comment._meta.fields} == plain | set(PERSONAL_FIELDS)


@pytest.mark.parametrize("broken", [{"state": "ajar"}, {"who": "me"}, {"moderation": "no"}, {"max_depth": 0}])
def test_a_policy_that_means_nothing_cannot_be_stored(post, broken):
    policy = CommentPolicyFactory(page=post)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentPolicy.objects.filter(pk=policy.pk).update(**broken)


def test_a_page_has_one_policy(post):
    CommentPolicyFactory(page=post)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentPolicyFactory(page=post)


def test_a_comment_that_was_answered_cannot_be_lost(post):
    top = CommentFactory(page=post)
    CommentFactory(parent=top)
    with pytest.raises(ProtectedError):
        top.delete()


def test_the_comments_of_a_user_who_leaves_stay(post):
    user = UserFactory()
    comment = CommentFactory(page=post, user=user)
    user.delete()
    comment.refresh_from_db()
    assert (comment.user, comment.body != "") == (None, True)


def test_a_comment_is_known_to_the_log_by_its_public_id_alone(post):
    comment = CommentFactory(page=post)
    assert str(comment) == str(comment.uuid)
    assert Comment._meta.verbose_name == "reader comment"


def test_comments_are_no_reference_to_their_page(post):
    CommentFactory(page=post)
    assert not ReferenceIndex.model_is_indexable(Comment)
    assert not ReferenceIndex.get_references_to(post).exists()


def test_the_log_knows_our_verbs():
    assert all(registry.action_exists(action) for action in ACTIONS)


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("COMMENTABLE_PAGE_TYPES", ["blog.BlogPostPage"], None),
        ("COMMENTABLE_PAGE_TYPES", ["blog.Nothing"], "comments.E001"),
        ("COMMENTABLE_PAGE_TYPES", ["nonsense"], "comments.E001"),
        ("COMMENTABLE_PAGE_TYPES", ["blog.Author"], "comments.E001"),
        ("COMMENTS_PAGE_AUTHORS", "website.authorship.nobody", "comments.E002"),
        ("COMMENTS_PAGE_AUTHORS", "nowhere.at_all", "comments.E002"),
        ("COMMENTS_PAGE_AUTHORS", "", None),
    ],
)
def test_settings_that_lead_nowhere_are_found_at_start(settings, name, value, found):
    setattr(settings, name, value)
    ours = [message.id for message in run_checks(tags=["models"]) if message.id.startswith("comments.")]
    assert ours == ([found] if found else [])
