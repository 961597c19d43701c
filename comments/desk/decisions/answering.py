"""A moderator answers a reader without leaving the desk."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from comments.desk.decisions.canned import canned_choices, canned_words
from comments.desk.decisions.conflicts import stale_notice
from comments.desk.decisions.conversation import conversation_of
from comments.desk.decisions.evidence import marked
from comments.desk.decisions.forms import SeenForm
from comments.desk.decisions.refusals import refusal_sentence
from comments.desk.decisions.toasts import back, say_done
from comments.desk.decisions.viewing import CommentView
from comments.desk.urls import INSPECT
from comments.lifecycle import IllegalTransition, Status
from comments.models import CannedReply
from comments.services import KeyReused, PageNotFound, Refused, StaleDecision, answer
from comments.submission import BODY_MAX


class AnswerForm(SeenForm):
    """The answer, to a comment as the moderator saw it. `key` lets what is sent twice be stored once."""

    body = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=BODY_MAX,
        error_messages={"required": gettext_lazy("Please write an answer.")},
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


class AnswerView(CommentView):
    """The comment, what it answers, and a form for the answer.

    A canned reply is put behind what was typed. Whatever stands against the answer is said beside the form, with the
    typed text in it.
    """

    template_name = "comments/desk/decisions/answer.html"
    page_title = gettext_lazy("Answer a reader")
    http_method_names = ("get", "head", "post")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Describe the comment and the form."""
        comment = self.comment
        kwargs.setdefault("form", AnswerForm(initial={"key": uuid4()}))
        return super().get_context_data(**kwargs) | {
            "comment": comment,
            "approves": comment.status != Status.APPROVED,
            "pieces": marked(comment.body, comment.ledger),
            "conversation": conversation_of(comment),
            "canned": canned_choices(comment, use=CannedReply.Uses.ANSWER),
            "places_help": _("Places such as {name} are filled when it is inserted."),
            "next": back(self.request),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; there is nothing to answer in a deleted comment."""
        if self.comment.status == Status.DELETED:
            messages.warning(request, _("Its author has deleted this comment."))
            return redirect(INSPECT, self.comment.uuid)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *, uuid: UUID) -> HttpResponse:
        """Insert a canned reply, or publish the answer."""
        if "insert" in request.POST:
            return self._insert(request)
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self._again(form)
        try:
            done = answer(comment=self.comment.uuid, moderator=request.user, now=timezone.now(), **form.cleaned_data)
        except StaleDecision:
            return self._again(form)
        except Refused as refused:
            form.add_error("body", refusal_sentence(refused.refusal))
        except PageNotFound:
            form.add_error("body", _("The page of this comment is not public, so nobody could read the answer."))
        except (KeyReused, IllegalTransition):
            form.add_error("body", _("This form was sent before. Please open it anew."))
        else:
            approved = done.batch is not None
            sentence = (
                _("Your answer is published, and the comment with it.") if approved else _("Your answer is published.")
            )
            say_done(request, sentence, batch=done.batch)
            return redirect(back(request))
        return self._again(form)

    def _insert(self, request: HttpRequest) -> HttpResponse:
        number = request.POST.get("canned", "")
        words = ""
        if number.isdecimal() and len(number) < 10:
            words = canned_words(int(number), self.comment, use=CannedReply.Uses.ANSWER, moderator=request.user)
        typed = request.POST.get("body", "").strip()
        body = "\n\n".join(filter(None, [typed, words]))
        return self._again(AnswerForm(initial={"body": body, "key": request.POST.get("key") or uuid4()}))

    def _again(self, form: AnswerForm) -> HttpResponse:
        """Show the form once more beside the comment as it is now, and what changed since the moderator looked."""
        self.__dict__.pop("comment", None)
        seen = SeenForm(self.request.POST)
        seen.is_valid()
        nothing_done = _("Nothing was published; please look again.")
        stale = stale_notice(self.comment, seen=seen.cleaned_data, nothing_done=nothing_done)
        return self.render_to_response(self.get_context_data(form=form, stale=stale))
