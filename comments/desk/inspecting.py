"""One comment in full: its words, why it is here, what happened to it."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.log_actions import registry as log_registry

from comments.desk import words
from comments.desk.urls import DECIDE, INDEX, INSPECT
from comments.lifecycle import Status
from comments.models import Comment
from comments.selectors import queue
from ground.roots import address_of


class InspectView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Everything a moderator needs to decide about one comment."""

    model = Comment
    template_name = "comments/desk/inspect.html"
    any_permission_required = ("view",)
    page_title = _("Reader comment")
    header_icon = "comment"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        here = [{"url": reverse(INDEX), "label": _("Reader comments")}, {"url": "", "label": self.page_title}]
        return [*self.breadcrumbs_items, *here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Describe the comment whose `uuid` is in the address."""
        comment = get_object_or_404(queue(user=self.request.user, status=None), uuid=kwargs["uuid"])
        page = comment.page
        return super().get_context_data(**kwargs) | {
            "comment": comment,
            "page_url": address_of(page, request=self.request) if page else None,
            "parent_url": reverse(INSPECT, args=[comment.parent.uuid]) if comment.parent else None,
            "waits": comment.status == Status.PENDING,
            "verdict": words.verdict_sentence(comment.ledger),
            "evidences": _evidences(comment),
            "buttons": words.buttons(Status(comment.status)),
            "decide_url": reverse(DECIDE, args=[comment.uuid]),
            "next": reverse(INDEX),
            "log": log_registry.get_logs_for_instance(comment).select_related("user").order_by("timestamp", "id"),
        }


def _evidences(comment: Comment) -> list[dict[str, str]]:
    return [
        {"sentence": words.finding_sentence(finding), "words": comment.body[slice(*finding["evidence"])]}
        for finding in comment.ledger
        if finding.get("evidence")
    ]
