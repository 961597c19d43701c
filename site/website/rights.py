"""Accounts and their rights, as Django has them, in half the statements: every screen of the admin asks for them."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q


class RightsBackend(ModelBackend):
    """Django's own backend; an account comes with its profile, its rights with those of its groups."""

    def get_user(self, user_id: Any) -> Any:
        """Return the account of that key with its Wagtail profile, None if it may not sign in."""
        accounts = get_user_model()._default_manager.select_related("wagtail_userprofile")
        user = accounts.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return the names of all rights of an account, its own and its groups'; kept with the account."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        kept: set[str] | None = getattr(user_obj, "_all_rights", None)
        if kept is None:
            theirs = Q() if user_obj.is_superuser else Q(user=user_obj) | Q(group__user=user_obj)
            rights = Permission.objects.filter(theirs).order_by()
            kept = {f"{app}.{name}" for app, name in rights.values_list("content_type__app_label", "codename")}
            user_obj._all_rights = kept
        return kept
