"""An account has the rights that Django gives it, asked for in one statement."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Group, Permission

from tests.factories.blog import UserFactory
from website.rights import RightsBackend

pytestmark = pytest.mark.django_db

OURS = RightsBackend()


def again(user):
    """The same account without anything kept."""
    return get_user_model().objects.get(pk=user.pk)


@pytest.fixture
def editor():
    user, group = UserFactory(), Group.objects.create(name="Some")
    own, shared, both = Permission.objects.order_by("pk")[:3]
    user.user_permissions.add(own, both)
    group.permissions.add(shared, both)
    user.groups.add(group)
    return user


def test_the_same_rights_as_djangos_own(editor, django_assert_num_queries):
    for user in (editor, UserFactory(), UserFactory(administrator=True)):
        expected = ModelBackend().get_all_permissions(again(user))
        asked = again(user)
        with django_assert_num_queries(1):
            assert OURS.get_all_permissions(asked) == expected
            assert all(asked.has_perm(right) for right in expected)
            assert not asked.has_perm("wagtailadmin.nonsense") or asked.is_superuser
    assert len(OURS.get_all_permissions(again(editor))) == 3


def test_who_has_none(editor):
    assert OURS.get_all_permissions(again(editor), obj=editor) == set()
    assert OURS.get_all_permissions(AnonymousUser()) == set()
    editor.is_active = False
    assert OURS.get_all_permissions(editor) == set()


def test_an_account_comes_with_its_profile(editor, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = OURS.get_user(editor.pk)
        assert found == editor
        assert not hasattr(found, "wagtail_userprofile")
    assert OURS.get_user(0) is None
    get_user_model().objects.update(is_active=False)
    assert OURS.get_user(editor.pk) is None
