"""What a moderator typed for many comments and could not be carried out: it stands in the list again, once."""

from typing import Any

from django.http import HttpRequest

from comments.models import REASON_WORDS_MAX

_KEPT = "reader-comments-typed"

MOST_SEEN = 100
"""Comments whose boxes are ticked again: more than a page of the list has."""


def keep_typed(request: HttpRequest) -> None:
    """Remember what was sent until the list is shown: the reason, the words and which comments were chosen."""
    sent = request.POST
    typed: dict[str, Any] = {
        "reason": sent.get("reason", "")[:20],
        "words": sent.get("words", "")[: REASON_WORDS_MAX * 10],
        "seen": [value[:100] for value in sent.getlist("seen")[:MOST_SEEN]],
    }
    if any(typed.values()):
        request.session[_KEPT] = typed


def typed_before(request: HttpRequest) -> dict[str, Any]:
    """Return what was remembered, and forget it; nothing where nothing was."""
    typed: dict[str, Any] = request.session.pop(_KEPT, {}) if _KEPT in request.session else {}
    return typed
