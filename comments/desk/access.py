"""Who may open the desk, said in the two ways in which modeladmin and Wagtail's generic views ask."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail_modeladmin.helpers import PermissionHelper

from comments.models import Comment
from comments.permissions import MODERATE, may_moderate

_, _CODENAME = MODERATE.split(".")


class ReaderCommentPermissionPolicy(ModelPermissionPolicy):
    """Whoever may moderate may view. Nobody adds, changes or deletes past the services, superusers included."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Tell whether `user` may do `action` with reader comments."""
        return action == "view" and may_moderate(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> "QuerySet[AbstractUser]":
        """Return the users who may do any of `actions`."""
        codenames = [_CODENAME] if "view" in actions else []
        users: QuerySet[AbstractUser] = self._get_users_with_any_permission_codenames(codenames)
        return users if codenames else users.none()


class ReaderCommentPermissionHelper(PermissionHelper):
    """The same for modeladmin."""

    def user_can_list(self, user: Any) -> bool:
        """Tell whether `user` sees the menu item."""
        return may_moderate(user)

    def user_can_inspect_obj(self, user: Any, obj: Comment) -> bool:
        """Tell whether `user` may read `obj` on the desk."""
        return may_moderate(user)

    def user_can_create(self, user: Any) -> bool:
        """Comments are written by readers."""
        return False

    def user_can_edit_obj(self, user: Any, obj: Comment) -> bool:
        """A reader's words are not changed."""
        return False

    def user_can_delete_obj(self, user: Any, obj: Comment) -> bool:
        """Deleting is the author's word."""
        return False


POLICY = ReaderCommentPermissionPolicy(Comment)
