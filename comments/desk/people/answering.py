"""A commenter's data are handed out or erased, because they asked for it."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages

from comments.desk.people.forms import EraseForm
from comments.desk.people.urls import COMMENTER, ERASE
from comments.desk.people.viewing import OfACommenter
from comments.desk.urls import INDEX
from comments.selectors.stored import may_answer_for, stored_about
from comments.services.answering_for import erase_for, hand_out

NOT_YOURS = gettext_lazy(
    "Only who moderates every page they wrote on can do this. Please ask an administrator of this site."
)


class ExportView(OfACommenter, View):
    """Hand out all that is kept about the address, as a file."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Return the file; the log notes who asked."""
        try:
            stored = hand_out(comment=self.writer.handle, user=request.user, now=self.now)
        except PermissionDenied:
            messages.error(request, NOT_YOURS)
            return redirect(self.url(COMMENTER))
        text = json.dumps(stored.as_dict(), cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)
        headers = {"Content-Disposition": f'attachment; filename="reader-{self.writer.handle}.json"'}
        return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


class EraseView(OfACommenter, TemplateView):
    """Ask for the word, then erase all that is kept about the address, for good."""

    template_name = "comments/desk/people/erase.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say what would be erased."""
        if not may_answer_for(self.writer.email, user=request.user):
            messages.error(request, NOT_YOURS)
            return redirect(self.url(COMMENTER))
        return self.render_to_response(self.get_context_data(form=EraseForm()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Erase, and lead to the list: the page of this commenter is gone."""
        form = EraseForm(request.POST)
        if not form.is_valid():
            if not may_answer_for(self.writer.email, user=request.user):
                messages.error(request, NOT_YOURS)
                return redirect(self.url(COMMENTER))
            return self.render_to_response(self.get_context_data(form=form))
        try:
            number = erase_for(comment=self.writer.handle, user=request.user, now=self.now)
        except PermissionDenied:
            messages.error(request, NOT_YOURS)
            return redirect(self.url(COMMENTER))
        erased = ngettext(
            "%(number)d comment was emptied, and everything else about its author is gone.",
            "%(number)d comments were emptied, and everything else about their author is gone.",
            number,
        )
        messages.success(request, erased % {"number": number})
        return redirect(reverse(INDEX))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Count what is kept."""
        stored = stored_about(email=self.writer.email)
        rows = [
            (_("Comments, here and elsewhere"), stored.comments),
            (_("Likes"), stored.likes),
            (_("Readers' reports"), stored.reports),
            (_("Subscriptions"), stored.subscriptions),
            (_("Notes by moderators"), stored.notes),
        ]
        return super().get_context_data(**kwargs) | {
            "writer": self.writer,
            "kept": [(label, len(found)) for label, found in rows],
            "erase_url": self.url(ERASE),
            "back_url": self.url(COMMENTER),
        }
