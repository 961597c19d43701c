"""How much waits for a moderator, counted once for a screen."""

from django.http import HttpRequest

from comments.selectors import queue

_KEPT = "_waiting_comments"


def waiting_for(request: HttpRequest) -> int:
    """Return how many comments wait for the one who asks: in the menu, and over the list of what waits."""
    waiting: int | None = getattr(request, _KEPT, None)
    if waiting is None:
        waiting = queue(user=request.user).count()
        keep_waiting(request, waiting)
    return waiting


def keep_waiting(request: HttpRequest, number: int) -> None:
    """Let the rest of the screen know a number that was counted along with others."""
    setattr(request, _KEPT, number)
