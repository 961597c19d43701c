"""Who moderates which branch: one right, which filters everything a moderator sees and does."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page
from wagtail.permissions import policy_registry

from comments.lifecycle import Decision, Status
from comments.models import Comment, ModerationGrant
from comments.permissions import may_moderate, moderators_of
from comments.selectors import queue
from comments.services import decide, set_grants
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, UserFactory
from tests.factories.comments import CommentFactory, moderating

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(site):
    index = BlogIndexPageFactory(parent=site.root_page, title="Sport", slug="sport")
    return BlogPostPageFactory(parent=index, title="A match", slug="a-match")


@pytest.fixture
def here(section):
    return moderating(UserFactory(), page=section)


def fresh(user):
    return type(user).objects.get(pk=user.pk)


def test_a_moderator_sees_their_branch_alone(post, elsewhere, here):
    mine, theirs = CommentFactory(page=post, pending=True), CommentFactory(page=elsewhere, pending=True)
    assert list(queue(user=here)) == [mine]
    policy = policy_registry.get_by_type(Comment)
    assert list(policy.instances_user_has_permission_for(here, "view")) == [mine]
    assert policy.user_has_permission_for_instance(here, "view", mine)
    assert not policy.user_has_permission_for_instance(here, "view", theirs)


@pytest.mark.parametrize("action", ["add", "change", "delete"])
def test_nobody_does_anything_past_the_services(post, action):
    comment, admin = CommentFactory(page=post), UserFactory(administrator=True)
    policy = policy_registry.get_by_type(Comment)
    assert not policy.user_has_permission(admin, action)
    assert not policy.user_has_permission_for_instance(admin, action, comment)
    assert not policy.users_with_any_permission([action]).exists()


def test_a_decision_elsewhere_does_not_exist(post, elsewhere, here, now):
    theirs = CommentFactory(page=elsewhere, pending=True)
    with pytest.raises(Comment.DoesNotExist):
        decide(
            comment=theirs.uuid,
            decision=Decision.APPROVE,
            seen_status=Status.PENDING,
            seen_revision=1,
            moderator=here,
            now=now,
        )
    theirs.refresh_from_db()
    assert theirs.status == Status.PENDING


def test_moving_a_page_moves_the_right(post, elsewhere, here):
    comment = CommentFactory(page=post, pending=True)
    post.move(Page.objects.get(pk=elsewhere.get_parent().pk), pos="last-child")
    assert list(queue(user=fresh(here))) == []
    Page.objects.get(pk=post.pk).move(Page.objects.get(pk=ModerationGrant.objects.get().page_id), pos="last-child")
    assert list(queue(user=fresh(here))) == [comment]


def test_what_lost_its_page_belongs_to_the_branch_that_is_left(post, elsewhere, here):
    mine, theirs = CommentFactory(page=post), CommentFactory(page=elsewhere)
    for page in (post, elsewhere):
        Page.objects.get(pk=page.pk).delete()
    assert list(queue(user=here, status=None)) == [mine]
    assert list(queue(user=UserFactory(administrator=True), status=None)) == [mine, theirs]


@pytest.mark.parametrize("state", [{}, {"is_active": False}])
def test_without_a_grant_there_is_nothing(post, here, state):
    CommentFactory(page=post, pending=True)
    user = UserFactory(**state) if not state else here
    if state:
        type(user).objects.filter(pk=user.pk).update(**state)
        user = fresh(user)
    assert not may_moderate(user)
    assert not may_moderate(user, page=post)
    assert list(queue(user=user)) == []


def test_the_moderators_of_a_page(post, section, elsewhere, here):
    admin, everywhere = UserFactory(administrator=True), moderating(UserFactory())
    gone = moderating(UserFactory(is_active=False), page=section)
    assert set(moderators_of(post)) == {here, admin, everywhere}
    assert set(moderators_of(elsewhere)) == {admin, everywhere}
    assert gone not in policy_registry.get_by_type(Comment).users_with_permission("view")


def test_asking_again_asks_the_database_once(post, here, django_assert_num_queries):
    user = fresh(here)
    with django_assert_num_queries(1):
        assert may_moderate(user)
        assert may_moderate(user, page=post)


# In Wagtail's group editor


def posted(group, *pages, deleted=()):
    """Return what the group editor sends when it was opened with what is stored."""
    data = {
        "name": group.name,
        **{f"page_permissions-{key}": 0 for key in ("TOTAL_FORMS", "INITIAL_FORMS", "MAX_NUM_FORMS")},
        "moderation_grants-TOTAL_FORMS": len(pages),
        "moderation_grants-INITIAL_FORMS": group.moderation_grants.count(),
        "moderation_grants-MAX_NUM_FORMS": 1000,
    }
    for prefix in ("collection_permissions", "document_permissions", "image_permissions"):
        data |= {f"{prefix}-{key}": 0 for key in ("TOTAL_FORMS", "INITIAL_FORMS", "MAX_NUM_FORMS")}
    for number, page in enumerate(pages):
        data[f"moderation_grants-{number}-page"] = page.pk
        if page in deleted:
            data[f"moderation_grants-{number}-DELETE"] = "on"
    return data


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(administrator=True))
    return client


def test_the_panel_gives_and_takes_branches(editor, section, elsewhere):
    group = Group.objects.create(name="Press")
    url = f"/admin/groups/edit/{group.pk}/"
    other = Page.objects.get(pk=elsewhere.pk)
    editor.post(url, posted(group, section, other))
    assert {grant.page_id for grant in group.moderation_grants.all()} == {section.pk, other.pk}
    content = editor.get(url).content.decode()
    assert "Moderates reader comments" in content
    assert "News" in content
    editor.post(url, posted(group, section, other, deleted=[section]))
    assert [grant.page_id for grant in group.moderation_grants.all()] == [other.pk]


def test_the_panel_refuses_a_branch_named_twice(editor, section):
    group = Group.objects.create(name="Press")
    answer = editor.post(f"/admin/groups/edit/{group.pk}/", posted(group, section, section))
    assert "Each branch can be named only once." in answer.content.decode()
    assert not group.moderation_grants.exists()


def test_grants_are_exactly_what_was_set(section, post):
    group = Group.objects.create(name="Press")
    set_grants(group=group, pages=[section, post])
    set_grants(group=group, pages=[post])
    assert [grant.page_id for grant in group.moderation_grants.all()] == [post.pk]
