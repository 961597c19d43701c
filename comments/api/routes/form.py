"""When a form was shown: a token that a browser fetches for it and sends along."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from comments.api.routes.router import router
from comments.api.schemas import Answer
from ground.schemas import declared_parameters_only
from ground.tokens import LONGEST, InvalidToken, make_token, read_token

PURPOSE = "comments.form"
TOKEN_MAX = LONGEST

LIFETIME = timedelta(days=1)
"""After this an age says nothing any more."""


class FormPayload(Answer):
    """What to send back as `form` with the comment, so that its age is known."""

    token: str


@router.get(
    "/pages/comments/form/", response=FormPayload, operation_id="commentForm", summary="A token for a form just shown"
)
@declared_parameters_only
def show_form(request: HttpRequest, response: HttpResponse) -> FormPayload:
    """Return a token that tells when a form was shown, kept by no cache. A comment without one is as welcome."""
    now = timezone.now()
    response["Cache-Control"] = "no-store"
    return FormPayload(token=make_token(purpose=PURPOSE, claims={"at": now.timestamp()}, now=now, lifetime=LIFETIME))


def form_age(token: str, *, now: datetime) -> float | None:
    """Return how many seconds ago the form of `token` was shown; None where nobody can tell."""
    try:
        shown = read_token(token, purpose=PURPOSE, now=now).get("at")
    except InvalidToken:
        return None
    return max(0.0, now.timestamp() - shown) if isinstance(shown, int | float) else None
