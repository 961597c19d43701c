"""Decisions are taken back."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from comments.desk.decisions.conflicts import left_of
from comments.desk.decisions.toasts import back
from comments.desk.urls import INDEX
from comments.models import Batch
from comments.permissions import may_moderate
from comments.services import AlreadyUndone, UndoResult, undo


class UndoView(WagtailAdminTemplateMixin, TemplateView):
    """Take back a batch; only by POST. What could not be taken back is named one by one."""

    http_method_names = ("post",)
    template_name = "comments/desk/decisions/many.html"
    page_title = gettext_lazy("Undo decisions")
    header_icon = "undo"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        here = [{"url": reverse(INDEX), "label": _("Reader comments")}, {"url": "", "label": self.page_title}]
        return [*self.breadcrumbs_items, *here]

    def post(self, request: HttpRequest, *, uuid: UUID) -> HttpResponse:
        """Undo, and say what was undone."""
        if not may_moderate(request.user):
            raise PermissionDenied
        try:
            result = undo(batch=uuid, user=request.user, now=timezone.now())
        except Batch.DoesNotExist:
            raise Http404 from None
        except AlreadyUndone:
            messages.warning(request, _("That was undone before."))
            return redirect(back(request))
        if result.conflicts:
            left = left_of(result.conflicts, user=request.user)
            context = self.get_context_data(done=undone_words(result), left=left, next=back(request))
            return self.render_to_response(context)
        messages.success(request, undone_words(result))
        return redirect(back(request))


def undone_words(result: UndoResult) -> str:
    """Return what was taken back; nothing if nothing was."""
    number, parts = len(result.done), []
    if number:
        sentence = ngettext(
            "Undone: the comment stands as it did before.",
            "Undone: %(number)d comments stand as they did before.",
            number,
        )
        parts.append(sentence % {"number": number})
    if result.lifted:
        sentence = ngettext("%(number)d ban is lifted.", "%(number)d bans are lifted.", result.lifted)
        parts.append(sentence % {"number": result.lifted})
    return " ".join(parts)
