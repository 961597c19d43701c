"""A note about a commenter is written, or taken back."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages

from comments.desk.people.forms import NoteForm
from comments.desk.people.urls import COMMENTER
from comments.desk.people.viewing import CommenterView, OfACommenter
from comments.selectors.notes import notes_about
from comments.services.notes import add_note, remove_note


class NoteView(CommenterView):
    """Keep a note; what can't be kept is shown again on the page it was written on."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Keep it, and lead back."""
        form = NoteForm(request.POST)
        if not self.writer.email:
            messages.error(request, _("A note is kept by an e-mail address, and none was given."))
            return redirect(self.url(COMMENTER))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(note_form=form))
        add_note(comment=self.handle.uuid, text=form.cleaned_data["text"], user=request.user, now=self.now)
        messages.success(request, _("The note is kept."))
        return redirect(self.url(COMMENTER))


class RemoveNoteView(OfACommenter, View):
    """Take a note back."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *, note: UUID, **kwargs: Any) -> HttpResponse:
        """Remove it, and lead back."""
        found = get_object_or_404(notes_about(self.writer.email, user=request.user), uuid=note)
        try:
            remove_note(note=found, user=request.user, now=self.now)
        except PermissionDenied:
            messages.error(request, _("This note belongs to a branch that you do not moderate."))
        else:
            messages.success(request, _("The note is removed."))
        return redirect(self.url(COMMENTER))
