"""What a moderator is told after a deed, with the way back."""

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from comments.desk import words
from comments.desk.urls import INDEX, UNDO
from comments.lifecycle import Decision
from comments.models import Batch

MANY = {
    Decision.APPROVE: lambda n: ngettext("%(number)d comment is approved.", "%(number)d comments are approved.", n),
    Decision.REJECT: lambda n: ngettext("%(number)d comment is rejected.", "%(number)d comments are rejected.", n),
    Decision.SPAM: lambda n: ngettext(
        "%(number)d comment is marked as spam.", "%(number)d comments are marked as spam.", n
    ),
    Decision.HOLD: lambda n: ngettext("%(number)d comment waits again.", "%(number)d comments wait again.", n),
}


def decided_words(decision: Decision, number: int) -> str:
    """Return that so many comments were decided about."""
    return str(words.DONE[decision]) if number == 1 else MANY[decision](number) % {"number": number}


def say_done(request: HttpRequest, sentence: str, *, batch: Batch | None) -> None:
    """Say that something was done, with a button that undoes its batch."""
    if batch is None:
        messages.success(request, sentence)
        return
    offer(request, sentence, action=reverse(UNDO, args=[batch.uuid]), label=_("Undo"), key="u")


def offer(
    request: HttpRequest, sentence: str, *, action: str, label: str, key: str = "", fields: dict[str, str] | None = None
) -> None:
    """Say that something was done, with a button that sends `fields` to `action`."""
    context = {
        "sentence": sentence,
        "action": action,
        "label": label,
        "key": key,
        "fields": fields or {},
        "next": back(request),
        "csrf_token": get_token(request),
    }
    messages.success(request, render_to_string("comments/desk/decisions/toast.html", context))


def back(request: HttpRequest) -> str:
    """Return where the moderator came from, if that is on the desk's own host; else the queue."""
    return str(get_valid_next_url_from_request(request) or reverse(INDEX))
