"""Who may do what: asked by services and screens, answered in one place."""

from typing import Any

from wagtail.models import Page

MODERATE = "comments.moderate_comment"


def may_moderate(user: Any) -> bool:
    """Tell whether `user` may see the queue and decide about comments."""
    return bool(user.is_active and user.has_perm(MODERATE))


def may_set_policy(user: Any, *, page: Page) -> bool:
    """Tell whether `user` may say what holds for the comments on `page` and below: whoever may publish it may."""
    return bool(user.is_active and page.permissions_for_user(user).can_publish())
