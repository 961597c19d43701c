"""Who may do what: asked by services and screens, answered in one place."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from comments.models import ModerationGrant

EVERYWHERE = ("",)

_KEPT = "_moderated_branches"


def moderated_branches(user: Any) -> tuple[str, ...]:
    """Return the tree paths of the branches whose comments `user` moderates; every path starts with `EVERYWHERE`.

    One statement, the first time for each user object, none for an administrator.
    """
    if not user.is_active or user.is_anonymous:
        return ()
    if user.is_superuser:
        return EVERYWHERE
    kept: tuple[str, ...] | None = getattr(user, _KEPT, None)
    return keep_branches(user, granted_to(user)) if kept is None else kept


def granted_to(user: Any) -> QuerySet[Any, Any]:
    """Return the tree paths that are granted to the groups of `user`, as a statement to be asked with others."""
    grants: QuerySet[Any, Any] = ModerationGrant.objects.filter(group__user=user).order_by()
    return grants.values_list("page__path", flat=True)


def keep_branches(user: Any, granted: Iterable[str]) -> tuple[str, ...]:
    """Let this user object know what `granted_to` said, where something else asked; return the branches."""
    kept = tuple(sorted(set(granted)))
    setattr(user, _KEPT, kept)
    return kept


def may_moderate(user: Any, *, page: Page | None = None) -> bool:
    """Tell whether `user` may decide about the comments on `page`, or on any page at all if none is named."""
    branches = moderated_branches(user)
    return bool(branches) if page is None else page.path.startswith(branches)


def moderated_by(user: Any) -> Q:
    """Return the condition on comments, policies and whatever else outlives its page that `user` moderates them.

    What lost its page belongs to the nearest ancestor that is left, to the whole tree if none is.
    """
    branches = moderated_branches(user)
    if branches == EVERYWHERE:
        return Q()
    if not branches:
        return Q(pk__in=[])
    there, left = Q(), Q()
    for branch in branches:
        there |= Q(page__path__startswith=branch)
        left |= Q(branch__path__startswith=branch)
        if len(branch) == Page.steplen:
            left |= Q(branch__isnull=True)
    return there | (Q(page__isnull=True) & left)


def moderators_of(page: Page) -> "QuerySet[Any]":
    """Return the active users who moderate the comments on `page`, administrators included."""
    above = [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]
    granted = ModerationGrant.objects.filter(group__user=OuterRef("pk"), page__path__in=above)
    return get_user_model().objects.filter(Q(is_superuser=True) | Exists(granted), is_active=True)


def may_set_policy(user: Any, *, page: Page) -> bool:
    """Tell whether `user` may say what holds for the comments on `page` and below: whoever may publish it may."""
    return bool(user.is_active and page.permissions_for_user(user).can_publish())


def may_see_policies(user: Any) -> bool:
    """Tell whether `user` may read anywhere what pages say about comments: whoever publishes or moderates somewhere."""
    return may_moderate(user) or bool(PagePermissionPolicy().user_has_permission(user, "publish"))


def may_see_policy(user: Any, *, page: Page) -> bool:
    """Tell whether `user` may read what holds for the comments on `page`: whoever edits or moderates it."""
    return (
        may_moderate(user, page=page) or may_set_policy(user, page=page) or page.permissions_for_user(user).can_edit()
    )


def policies_for(user: Any) -> Q:
    """Return the condition on policies that `user` publishes or moderates where they are."""
    published = PagePermissionPolicy().instances_user_has_permission_for(user, "publish")
    return moderated_by(user) | Q(page__in=published.order_by().values("pk"))
