"""What all screens about one comment share."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin

from comments.desk.access import POLICY
from comments.desk.urls import INDEX
from comments.models import Comment
from comments.selectors import queue


class CommentView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A screen about the comment whose `uuid` is in the address, for whoever decides about it."""

    model = Comment
    permission_policy = POLICY
    any_permission_required = ("view",)
    page_title = _("Reader comment")
    header_icon = "comment"

    @cached_property
    def comment(self) -> Comment:
        """The comment, if this moderator decides about it; otherwise there is no such page."""
        found: Comment = get_object_or_404(queue(user=self.request.user, status=None), uuid=self.kwargs["uuid"])
        return found

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        here = [{"url": reverse(INDEX), "label": _("Reader comments")}, {"url": "", "label": self.page_title}]
        return [*self.breadcrumbs_items, *here]
