"""Who may open the desk, said in the two ways in which modeladmin and Wagtail's generic views ask."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy
from wagtail_modeladmin.helpers import PermissionHelper

from comments.models import Comment, ModerationGrant
from comments.permissions import may_moderate, moderated_by


class ReaderCommentPermissionPolicy(BasePermissionPolicy):
    """Whoever moderates a branch may view its comments. Nobody adds, changes or deletes past the services."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Tell whether `user` may do `action` with any reader comment."""
        return action == "view" and may_moderate(user)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Comment) -> bool:
        """Tell whether `user` may do `action` with this comment."""
        return action == "view" and Comment.objects.filter(moderated_by(user), pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> "QuerySet[Comment]":
        """Return the comments with which `user` may do any of `actions`."""
        return Comment.objects.filter(moderated_by(user)) if "view" in actions else Comment.objects.none()

    def users_with_any_permission(self, actions: Iterable[str]) -> "QuerySet[Any]":
        """Return the users who may do any of `actions` with any reader comment."""
        users = get_user_model().objects
        if "view" not in actions:
            return users.none()
        granted = ModerationGrant.objects.filter(group__user=OuterRef("pk"))
        return users.filter(Q(is_superuser=True) | Exists(granted), is_active=True)


class ReaderCommentPermissionHelper(PermissionHelper):
    """The same for modeladmin."""

    def user_can_list(self, user: Any) -> bool:
        """Tell whether `user` sees the menu item."""
        return may_moderate(user)

    def user_can_inspect_obj(self, user: Any, obj: Comment) -> bool:
        """Tell whether `user` may read `obj` on the desk."""
        return POLICY.user_has_permission_for_instance(user, "view", obj)

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
