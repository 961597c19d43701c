"""The way from the desk to a comment's place on the site."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin

from comments.desk.access import POLICY
from comments.desk.urls import INSPECT
from comments.models import Comment
from comments.selectors import queue
from ground.roots import address_of


class OpenView(PermissionCheckedMixin, View):
    """Lead to the comment below its page. Looked up on the way, so that a list needs to know no address."""

    model = Comment
    permission_policy = POLICY
    any_permission_required = ("view",)

    def get(self, request: HttpRequest, *args: Any, uuid: UUID, **kwargs: Any) -> HttpResponse:
        """Lead there, or to the comment itself where its page has no address."""
        comment = get_object_or_404(queue(user=request.user, status=None), uuid=uuid)
        address = address_of(comment.page, request=request) if comment.page else None
        if address is None:
            messages.warning(request, _("The page of this comment has no public address."))
            return redirect(INSPECT, comment.uuid)
        return redirect(f"{address}#comment-{comment.uuid}")
