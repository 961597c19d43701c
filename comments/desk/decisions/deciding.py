"""A moderator's click, handed to the service."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from comments.desk import words
from comments.desk.decisions.canned import canned_words
from comments.desk.decisions.conflicts import stale_notice
from comments.desk.decisions.forms import DecisionForm, SeenForm, wrong_fields
from comments.desk.decisions.inspecting import InspectView
from comments.desk.decisions.toasts import back, decided_words, say_done
from comments.desk.urls import INSPECT
from comments.lifecycle import Decision, IllegalTransition
from comments.models import CannedReply
from comments.services import StaleDecision, decide


class DecideView(InspectView):
    """Decide about one comment; only by POST.

    It leads back to the list. Where the comment is not what the moderator saw, or something typed is wrong, it shows
    the comment as it is, what changed, and the buttons again with everything that was typed.
    """

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *, uuid: UUID) -> HttpResponse:
        """Decide, and say what happened."""
        form = DecisionForm(request.POST)
        valid = form.is_valid()
        if wrong_fields(form) - {"reason", "words"}:
            messages.error(request, _("That is no decision about a comment. Nothing was changed."))
            return redirect(INSPECT, self.comment.uuid)
        if not valid:
            return self._again(errors={name: list(errors) for name, errors in form.errors.items()})
        if form.cleaned_data["canned"]:
            filled = canned_words(
                form.cleaned_data["canned"], self.comment, use=CannedReply.Uses.REASON, moderator=request.user
            )
            typed = form.cleaned_data["words"]
            return self._again(typed={"words": "\n\n".join(filter(None, [typed, filled]))})
        return self._decide(request, form.cleaned_data)

    def _decide(self, request: HttpRequest, asked: dict[str, Any]) -> HttpResponse:
        decision: Decision = asked["decision"]
        seen = {"seen_status": asked["seen_status"], "seen_revision": asked["seen_revision"]}
        why = {"reason": asked["reason"], "words": asked["words"]} if decision is Decision.REJECT else {}
        try:
            decided = decide(
                comment=self.comment.uuid,
                decision=decision,
                moderator=request.user,
                now=timezone.now(),
                **seen,
                **why,
            )
        except StaleDecision as stale:
            return self._again(stale=stale_notice(stale.current, seen=seen))
        except IllegalTransition as illegal:
            sentence = _("That cannot be decided about a comment which is “%(status)s”.")
            return self._again(stale={"sentence": sentence % {"status": words.status_words(illegal.status)}})
        except ValidationError as error:
            return self._again(errors=error.message_dict)
        batch = decided.batch_entries.select_related("batch").latest("pk").batch
        say_done(request, decided_words(decision, 1), batch=batch)
        return redirect(back(request))

    def _again(self, **said: Any) -> HttpResponse:
        """Show the comment once more as it is now, with what was typed, and what changed since the moderator looked."""
        typed = {name: self.request.POST.get(name, "") for name in ("reason", "words")}
        said["typed"] = {**typed, **said.get("typed", {})}
        self.__dict__.pop("comment", None)
        if "stale" not in said:
            seen = SeenForm(self.request.POST)
            seen.is_valid()
            said["stale"] = stale_notice(self.comment, seen=seen.cleaned_data)
        return self.render_to_response(self.get_context_data(**said))
