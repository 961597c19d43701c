"""What the templates of a decision need, wherever they are included."""

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse

from comments.desk import words
from comments.desk.urls import ANSWER, DECIDE
from comments.lifecycle import Status
from comments.models import Batch, Comment


def decision_parts(comment: Comment, *, request: HttpRequest, back: str) -> dict[str, Any]:
    """Return the context of `comments/desk/decisions/decision_form.html`: its buttons lead `back`. No statement."""
    return {
        "comment": comment,
        "buttons": words.buttons(Status(comment.status)),
        "decide_url": reverse(DECIDE, args=[comment.uuid]),
        "answer_url": reverse(ANSWER, args=[comment.uuid]) if comment.status != Status.DELETED else None,
        "reasons": Batch.Reasons.choices,
        "next": back,
        "csrf_token": get_token(request),
    }
