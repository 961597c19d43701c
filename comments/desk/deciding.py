"""A moderator's click, handed to the service."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from comments.desk import words
from comments.desk.urls import INDEX, INSPECT
from comments.lifecycle import Decision, IllegalTransition, Status
from comments.models import Comment
from comments.permissions import may_moderate
from comments.selectors import queue
from comments.services import StaleDecision, decide


class DecisionForm(forms.Form):
    """The decision, and what the moderator saw when taking it."""

    decision = forms.TypedChoiceField(choices=[(decision.value, "") for decision in words.BUTTONS], coerce=Decision)
    seen_status = forms.TypedChoiceField(choices=[(status.value, "") for status in Status], coerce=Status)
    seen_revision = forms.IntegerField(min_value=1)


class DecideView(View):
    """Decide about one comment; only by POST."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *, uuid: UUID) -> HttpResponse:
        """Decide, say what happened, and lead back: to the list, or to the comment where there is something to read."""
        if not may_moderate(request.user):
            raise PermissionDenied
        if not queue(user=request.user, status=None).filter(uuid=uuid).exists():
            raise Http404
        form = DecisionForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("That is no decision about a comment. Nothing was changed."))
            return redirect(INSPECT, uuid)
        return self._decide(request, uuid, **form.cleaned_data)

    def _decide(
        self, request: HttpRequest, uuid: UUID, *, decision: Decision, seen_status: Status, seen_revision: int
    ) -> HttpResponse:
        try:
            decide(
                comment=uuid,
                decision=decision,
                seen_status=seen_status,
                seen_revision=seen_revision,
                moderator=request.user,
                now=timezone.now(),
            )
        except StaleDecision as stale:
            messages.warning(request, stale_words(stale.current, seen_status=seen_status, seen_revision=seen_revision))
            return redirect(INSPECT, uuid)
        except IllegalTransition as illegal:
            status = words.status_words(illegal.status)
            messages.error(
                request, _("That cannot be decided about a comment which is “%(status)s”.") % {"status": status}
            )
            return redirect(INSPECT, uuid)
        messages.success(request, words.DONE[decision])
        return redirect(get_valid_next_url_from_request(request) or reverse(INDEX))


def stale_words(current: Comment, *, seen_status: Status, seen_revision: int) -> str:
    """Return what changed since the moderator looked, and that therefore nothing was done."""
    parts = []
    if current.status != seen_status:
        statuses: dict[str, Any] = {
            "seen": words.status_words(seen_status),
            "now": words.status_words(Status(current.status)),
        }
        parts.append(_("Somebody else decided meanwhile: it was “%(seen)s” and is “%(now)s” now.") % statuses)
    if current.revision != seen_revision:
        parts.append(_("Its text has changed since you read it."))
    return " ".join([*parts, _("Your decision was not carried out; please look again.")])
