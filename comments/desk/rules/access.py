"""Who opens the screens of rules, word lists and bans: whoever moderates, each for their own branches."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.models import Page
from wagtail_modeladmin.helpers import PermissionHelper

from comments.permissions import EVERYWHERE, may_moderate, moderated_branches


class ForModerators:
    """A view for moderators; others have no right to it."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let moderators in."""
        if not may_moderate(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # of the view it is mixed into


class RulesPermissionHelper(PermissionHelper):
    """The same for modeladmin: everything is listed and changed on our own screens, through the services."""

    def user_can_list(self, user: Any) -> bool:
        """Tell whether `user` sees the menu item."""
        return may_moderate(user)

    def user_can_create(self, user: Any) -> bool:
        """Tell whether `user` may set something for some branch."""
        return may_moderate(user)

    def user_can_edit_obj(self, user: Any, obj: Model) -> bool:
        """Tell whether `user` moderates the branch of `obj`."""
        return may_moderate(user, page=obj.page)  # type: ignore[attr-defined]  # rules, lists and bans have a page

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        """The same."""
        return self.user_can_edit_obj(user, obj)


def moderated_page(user: Any, page_id: int) -> Page:
    """Return the page; `Http404` if there is none that `user` moderates."""
    page = get_object_or_404(Page, pk=page_id)
    if not may_moderate(user, page=page):
        raise Http404
    return page


def on_branches_of(user: Any, prefix: str = "page__") -> Q:
    """Return the condition on rows with a page that `user` moderates it; with an empty prefix on pages."""
    branches = moderated_branches(user)
    if branches == EVERYWHERE:
        return Q()
    there = Q(pk__in=[])
    for branch in branches:
        there |= Q(**{f"{prefix}path__startswith": branch})
    return there
