"""What a moderator does with a comment beside deciding: pin it, close its page, delete it for its author."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from comments.desk.decisions.conflicts import changed_text
from comments.desk.decisions.evidence import marked
from comments.desk.decisions.toasts import back, offer
from comments.desk.decisions.viewing import CommentView
from comments.desk.pages.explaining import explain
from comments.desk.urls import CLOSE, INSPECT
from comments.lifecycle import Status
from comments.models import Comment, CommentPolicy
from comments.permissions import may_set_policy
from comments.policy import State
from comments.services import PINS_MAX, CannotPin, StaleComment, delete_for_author, pin, set_policy, unpin
from comments.services.pinning import WhyNotPinned

WHY_NOT_PINNED = {
    WhyNotPinned.REPLY: gettext_lazy("A reply can't be pinned: nobody would know what it answers."),
    WhyNotPinned.NOT_PUBLIC: gettext_lazy("Only approved comments can be pinned."),
    WhyNotPinned.TOO_MANY: gettext_lazy("%(limit)d comments are pinned here; please unpin one first."),
}


class PinView(CommentView):
    """Pin a comment, or with `off` unpin it; only by POST."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *, uuid: UUID) -> HttpResponse:
        """Pin or unpin, and say so."""
        comment, user, now = self.comment.uuid, request.user, timezone.now()
        try:
            if "off" in request.POST:
                unpin(comment=comment, user=user, now=now)
                messages.success(request, _("The comment is back in its place."))
            else:
                pin(comment=comment, user=user, now=now)
                messages.success(request, _("The comment stands before all others on its page."))
        except CannotPin as error:
            messages.error(request, str(WHY_NOT_PINNED[error.why]) % {"limit": PINS_MAX})
        return redirect(back(request))


class CloseView(CommentView):
    """Close comments on a comment's page at once, or set its `state` back to what the page said before; only by POST.

    For whoever may publish the page.
    """

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *, uuid: UUID) -> HttpResponse:
        """Close, and offer the way back."""
        page = self.comment.page
        if page is None or not may_set_policy(request.user, page=page):
            raise PermissionDenied
        before = CommentPolicy.objects.filter(page=page).values_list("state", flat=True).first() or ""
        asked = request.POST.get("state", State.CLOSED.value)
        if asked and asked not in set(State):
            messages.error(request, _("There is no such state of comments. Nothing was changed."))
            return redirect(back(request))
        if explain(page=page, user=request.user, now=timezone.now()).elsewhere:
            messages.error(request, _("A page above enforces another state of comments. Nothing was changed."))
            return redirect(back(request))
        set_policy(page=page, changes={"state": asked or None}, user=request.user, now=timezone.now())
        if asked == State.CLOSED:
            action = reverse(CLOSE, args=[self.comment.uuid])
            sentence = _("Comments on “%(page)s” are closed. What is there stays readable.") % {"page": page.title}
            offer(request, sentence, action=action, label=_("Take it back"), key="u", fields={"state": before})
        else:
            messages.success(request, _("The page says of its comments what it said before."))
        return redirect(back(request))


class DeleteView(CommentView):
    """Delete a comment because its author asked for it: the question, and the deed."""

    template_name = "comments/desk/decisions/delete.html"
    page_title = gettext_lazy("Delete for the author")
    header_icon = "bin"
    http_method_names = ("get", "head", "post")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Describe what would be gone."""
        comment = self.comment
        return super().get_context_data(**kwargs) | {
            "comment": comment,
            "deleted": comment.status == Status.DELETED,
            "pieces": marked(comment.body, []),
            "inspect_url": reverse(INSPECT, args=[comment.uuid]),
        }

    def post(self, request: HttpRequest, *, uuid: UUID) -> HttpResponse:
        """Delete it, if it still is what the moderator saw."""
        seen = request.POST.get("seen_revision", "")
        revision = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
        try:
            delete_for_author(comment=self.comment.uuid, seen_revision=revision, user=request.user, now=timezone.now())
        except StaleComment as stale:
            sentence = _("Its text has changed since you read it. Nothing was deleted; please look again.")
            text = changed_text(stale.current, seen_revision=revision)
            self.__dict__.pop("comment", None)
            return self.render_to_response(self.get_context_data(stale={"sentence": sentence, "text": text}))
        except Comment.DoesNotExist:
            messages.warning(request, _("It was deleted before."))
            return redirect(INSPECT, self.comment.uuid)
        messages.success(request, _("The comment is deleted, and nothing of it is kept."))
        return redirect(INSPECT, self.comment.uuid)
