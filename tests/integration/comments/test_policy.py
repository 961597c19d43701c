"""What a page says about its comments, and what therefore holds below it."""

import random
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from wagtail.models import GroupPagePermission, Page, PageLogEntry

from comments.models import CommentPolicy
from comments.policy import Moderation, State
from comments.selectors import effective_policies, effective_policy
from comments.selectors.expressions import PolicyState
from comments.services import set_policy
from comments.signals import thread_changed
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, UserFactory
from tests.factories.comments import CommentPolicyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(now):
    def say(page, /, **changes):
        return set_policy(page=page, changes=changes, user=None, now=now)

    return say


@pytest.fixture
def publisher(section):
    group = Group.objects.create(name="News editors")
    GroupPagePermission.objects.create(group=group, page=section, permission_type="publish")
    user = UserFactory(first_name="Noor", last_name="Adams")
    user.groups.add(group)
    return user


def test_where_nobody_said_anything_it_is_open_and_read_first(post, now):
    policy = effective_policy(page=post, now=now)
    assert (policy.state.value, policy.moderation.value) == (State.OPEN, Moderation.EVERYTHING)
    assert policy.state.origin.page_id is None


def test_a_value_comes_with_who_set_it_where_and_when(publisher, section, post, now):
    set_policy(page=section, changes={"moderation": "newcomers"}, user=publisher, now=now)
    policy = effective_policy(page=post, now=now)
    assert policy.moderation.value is Moderation.NEWCOMERS
    origin = policy.moderation.origin
    assert (origin.page_id, origin.page_title, origin.set_by, origin.set_at) == (section.pk, "News", "Noor Adams", now)


def test_each_field_is_inherited_by_itself(say, site, section, post, now):
    say(site.root_page, state="closed", max_depth=2)
    say(section, state="open", votes=False)
    policy = effective_policy(page=post, now=now)
    assert (policy.state.value, policy.max_depth.value, policy.votes.value) == (State.OPEN, 2, False)


def test_an_enforced_value_beats_what_is_nearer(say, site, section, post, now):
    say(post, state="open")
    say(site.root_page, state="closed", enforce=["state"])
    policy = effective_policy(page=post, now=now)
    assert (policy.state.value, policy.state.enforced) == (State.CLOSED, True)


def test_a_page_can_be_told_to_inherit_again(say, section, post, now):
    say(section, state="closed")
    say(post, state="open", message="")
    say(post, state=None)
    assert effective_policy(page=post, now=now).state.value is State.CLOSED
    assert CommentPolicy.objects.get(page=post).message == ""


def test_it_takes_one_statement_for_one_page_and_for_many(say, section, now, django_assert_num_queries):
    pages = [BlogPostPageFactory(parent=section) for _ in range(5)]
    say(pages[3], state="hidden")
    with django_assert_num_queries(1):
        policies = effective_policies(pages=pages, now=now)
    assert [policies[page.pk].state.value for page in pages] == ["open", "open", "open", "hidden", "open"]


def test_who_may_publish_may_set_it(publisher, section, post, site, now):
    set_policy(page=post, changes={"state": "closed"}, user=publisher, now=now)
    with pytest.raises(PermissionDenied):
        set_policy(page=site.root_page, changes={"state": "hidden"}, user=publisher, now=now)
    with pytest.raises(PermissionDenied):
        set_policy(page=post, changes={"state": "open"}, user=UserFactory(is_staff=True), now=now)
    assert [policy.state for policy in CommentPolicy.objects.all()] == ["closed"]


def test_it_is_logged_with_the_page(publisher, post, now):
    set_policy(page=post, changes={"state": "closed"}, user=publisher, now=now)
    set_policy(page=post, changes={"state": "open", "max_depth": 2}, user=publisher, now=now)
    entry = PageLogEntry.objects.filter(action="comments.set_policy").order_by("pk").last()
    assert (entry.page_id, entry.user) == (post.pk, publisher)
    assert entry.data == {"from": {"state": "closed", "max_depth": None}, "to": {"state": "open", "max_depth": 2}}


def test_others_are_told(say, post):
    heard = []

    def listen(sender, page_id, comment, change, **kwargs):
        heard.append((page_id, comment, change))

    thread_changed.connect(listen)
    say(post, state="closed")
    thread_changed.disconnect(listen)
    assert heard == [(post.pk, None, "set_policy")]


@pytest.mark.parametrize(
    "changes",
    [
        {"page": 1},
        {"set_by": "Mallory"},
        {"state": "ajar"},
        {"state": ""},
        {"who": "friends"},
        {"max_depth": 0},
        {"max_depth": 65},
        {"close_after_days": -1},
        {"close_after_days": 10**6},
        {"close_after_days": "soon"},
        {"opens_at": datetime(2026, 5, 1)},  # noqa: DTZ001 - a naive moment is the point
        {"message": "x" * 501},
        {"enforce": "state"},
        {"enforce": ["page"]},
    ],
)
def test_what_cannot_be_is_refused_by_field(say, post, changes):
    say(post, state="closed")
    with pytest.raises(ValidationError) as error:
        say(post, **{"state": "open", **changes})
    assert set(error.value.message_dict) == set(changes)
    assert CommentPolicy.objects.get().state == "closed"


def test_it_survives_what_happens_to_revisions(say, post, now):
    older = post.save_revision()
    say(post, state="closed")
    post.save_revision()
    older.publish()
    assert effective_policy(page=post, now=now).state.value is State.CLOSED
    post.refresh_from_db()
    post.unpublish()
    post.save_revision().publish()
    assert effective_policy(page=post, now=now).state.value is State.CLOSED


def test_a_copy_starts_from_what_it_inherits(say, section, post, now):
    say(section, max_depth=3)
    say(post, state="closed")
    copy = post.copy(update_attrs={"slug": "copy"})
    alias = post.create_alias(update_slug="alias")
    assert effective_policy(page=post, now=now).state.value is State.CLOSED
    for page in (copy, alias):
        policy = effective_policy(page=page, now=now)
        assert (policy.state.value, policy.max_depth.value) == (State.OPEN, 3)


def test_a_page_that_moves_inherits_anew(say, section, post, site, now):
    elsewhere = BlogIndexPageFactory(parent=site.root_page, slug="elsewhere")
    say(section, state="closed")
    say(elsewhere, moderation="afterwards")
    Page.objects.get(pk=post.pk).move(Page.objects.get(pk=elsewhere.pk), pos="last-child")
    policy = effective_policy(page=Page.objects.get(pk=post.pk), now=now)
    assert (policy.state.value, policy.moderation.value) == (State.OPEN, Moderation.AFTERWARDS)


def test_a_deleted_page_leaves_its_policy_to_nobody(say, section, post, now):
    say(post, state="closed")
    path = post.path
    post.delete()
    heir = BlogPostPageFactory(parent=section)
    assert heir.path == path
    assert effective_policy(page=heir, now=now).state.value is State.OPEN
    kept = CommentPolicy.objects.get()
    assert (kept.page, kept.page_title, kept.branch_id) == (None, "A walk", section.pk)


def test_the_database_finds_the_same_state_as_the_rules(site, now):
    """The statement behind every public read against the pure function, over random trees."""
    dice = random.Random(7)  # the same trees each time
    pages = [site.root_page]
    for number in range(12):
        parent = Page.objects.get(pk=dice.choice(pages).pk).specific
        pages.append(BlogIndexPageFactory(parent=parent, slug=f"page-{number}"))
    pages = list(Page.objects.filter(path__startswith=site.root_page.path))
    seen = set()
    for _ in range(25):
        CommentPolicy.objects.all().delete()
        for page in pages:
            enforce = [name for name in ("state", "who") if dice.random() < 0.3]
            state = dice.choice([None, "open", "closed", "hidden"])
            CommentPolicyFactory(page=page, state=state, who="staff", enforce=enforce, set_at=now - timedelta(days=1))
        found = dict(Page.objects.annotate(state=PolicyState(F("path"))).values_list("pk", "state"))
        ruled = effective_policies(pages=pages, now=now)
        assert {page.pk: found[page.pk] for page in pages} == {pk: rule.state.value for pk, rule in ruled.items()}
        seen.update(found.values())
    assert seen == {"open", "closed", "hidden"}
