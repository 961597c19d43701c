"""What readers are told about being told of answers, in words."""

from django.utils.translation import gettext as _

from ground.problems import Problem
from ground.throttle import Throttled


def subscribed() -> str:
    """Return what is said to whoever is told of answers from now on."""
    return _("We will write to you when somebody answers. Every mail has a link that ends this.")


def mailed() -> str:
    """Return what is said to whoever has still to confirm their address, whether we know it or not."""
    return _("We have sent a link to this address. Open it, and we will write to you when somebody answers.")


def unsubscribed(*, everything: bool) -> str:
    """Return what is said to whoever wants no more mail."""
    if everything:
        return _("We will send you no more mail about comments.")
    return _("We will not write to you about this any more.")


def too_many(error: Throttled) -> Problem:
    """Return the problem of subscribing too often."""
    wait = error.retry_after
    headers = {"Retry-After": str(wait)}
    sentence = _("That was a lot at once. Please try again later.")
    return Problem(status=429, code="too-fast", title=sentence, headers=headers, retry_after=wait)
