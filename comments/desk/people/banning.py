"""A commenter is banned, with a clean-up if asked for, and let in again."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages

from comments.desk import words
from comments.desk.decisions.toasts import say_done
from comments.desk.people.forms import DURATIONS, BanForm
from comments.desk.people.urls import BAN, COMMENTER
from comments.desk.people.viewing import CommenterView, OfACommenter
from comments.lifecycle import Status
from comments.selectors.commenters import bans_of
from comments.services import lift_ban
from comments.services.cleaning_up import Banned, ban_writer, to_clean_up


class BanView(CommenterView):
    """Ban in two steps: what would happen is shown with its numbers, and happens when that is confirmed."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form again, ask for the word, or ban and lead back."""
        form = self.ban_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(ban_form=form))
        counts = self._counts(form)
        if request.POST.get("counted") != str(sum(counts.values())):
            return self._confirm(form, counts)
        try:
            banned = ban_writer(
                comment=self.handle.uuid,
                kind=form.cleaned_data["kind"],
                page=form.page,
                until=form.until(now=self.now),
                reason=form.cleaned_data["reason"],
                clean_up=form.cleaning,
                user=request.user,
                now=self.now,
            )
        except ValidationError as error:
            form.add_error("kind", error.messages)
            return self.render_to_response(self.get_context_data(ban_form=form))
        say_done(request, _done(banned), batch=None if banned.lifted else banned.batch)
        return redirect(self.url(COMMENTER))

    def _counts(self, form: BanForm) -> dict[Status, int]:
        if form.cleaning is None:
            return {}
        counts: dict[Status, int] = {}
        rows = to_clean_up(self.writer, page=form.page, clean_up=form.cleaning, user=self.request.user, now=self.now)
        for status in rows.values_list("status", flat=True):
            counts[Status(status)] = counts.get(Status(status), 0) + 1
        return counts

    def _confirm(self, form: BanForm, counts: dict[Status, int]) -> HttpResponse:
        context = {
            **super(CommenterView, self).get_context_data(),
            "meant": dict(form.fields["kind"].choices)[form.cleaned_data["kind"]],  # type: ignore[attr-defined]  # a choice field
            "duration": DURATIONS[form.cleaned_data["duration"]][0],
            "branch": form.page,
            "reason": form.cleaned_data["reason"],
            "decision": form.cleaned_data["clean_up"],
            "counts": [(words.status_words(status), number) for status, number in sorted(counts.items())],
            "total": sum(counts.values()),
            "changed": "counted" in self.request.POST,
            "fields": [(name, form.cleaned_data[name]) for name in form.fields],
            "ban_url": self.url(BAN),
            "back_url": self.url(COMMENTER),
        }
        return TemplateResponse(self.request, "comments/desk/people/confirm_ban.html", context)


class LiftBanView(OfACommenter, View):
    """Let them write again."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *, ban: UUID, **kwargs: Any) -> HttpResponse:
        """Lift the ban, and lead back."""
        found = get_object_or_404(bans_of(self.writer, user=request.user, now=self.now), uuid=ban)
        try:
            lift_ban(ban=found, user=request.user, now=self.now)
        except PermissionDenied:
            messages.error(request, _("This ban belongs to a branch that you do not moderate."))
        else:
            messages.success(request, _("The ban is lifted."))
        return redirect(self.url(COMMENTER))


def _done(banned: Banned) -> str:
    if banned.lifted:
        return _("Somebody took it back meanwhile: the ban is lifted, and no more comments are put away.")
    said = [_("The ban holds.")]
    if banned.batch is not None:
        put_away = ngettext("%(number)d comment was put away.", "%(number)d comments were put away.", banned.done)
        said.append(put_away % {"number": banned.done})
    if banned.conflicts:
        number = len(banned.conflicts)
        left = ngettext(
            "%(number)d was left, because somebody changed it meanwhile.",
            "%(number)d were left, because somebody changed them meanwhile.",
            number,
        )
        said.append(left % {"number": number})
    return " ".join(said)
