"""What readers are told about themselves and their own comments, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.lifecycle import Status
from comments.models import Comment
from comments.selectors.own import OwnComment
from ground.problems import FieldError, Problem
from ground.throttle import Throttled


def link_sent() -> str:
    """Return what is said to whoever asked for a link, whether we know the address or not."""
    return _("We have sent a link to this address. It works once, and for three days.")


def confirmed() -> str:
    """Return what is said to whoever has confirmed their address."""
    return _("Thank you. Your address is confirmed, and you are signed in.")


def signed_out() -> str:
    """Return what is said to whoever has signed out."""
    return _("You are signed out, here and everywhere else.")


def erased(number: int) -> str:
    """Return what is said to whoever had everything about them erased."""
    emptied = ngettext("%(number)s comment was emptied.", "%(number)s comments were emptied.", number) % {
        "number": number
    }
    return _("Everything we knew about you is erased.") + " " + emptied


def deleted() -> str:
    """Return what is said to whoever has deleted their comment."""
    return _("Your comment is deleted.")


def edited(*, published: bool) -> str:
    """Return what is said to whoever has changed their comment."""
    if published:
        return _("Your changes are published.")
    return _("Your changes are kept. They will appear once a moderator has read them.")


def standing(own: OwnComment) -> tuple[str, str]:
    """Return where a comment stands, as a code and as a sentence for its author."""
    if own.waits:
        return "waiting", _("Waiting for a moderator.")
    if own.comment.status == Status.REJECTED:
        return "rejected", _("A moderator decided not to publish this.")
    if own.public:
        return "published", _("Published.")
    return "hidden", _("Published, but not shown at the moment.")


def sign_in_first() -> Problem:
    """Return the problem of asking for one's own without saying who one is."""
    sentence = _("Please sign in first: ask for a link to your address and open it.")
    return Problem(status=403, code="identity-required", title=sentence)


def link_invalid() -> Problem:
    """Return the problem of a link that is not ours, not for this, or too old."""
    return Problem(
        status=403, code="link-invalid", title=_("This link is not good any more. Please ask for a new one.")
    )


def link_used() -> Problem:
    """Return the problem of a link that was used before."""
    sentence = _("This link was used already. If you are not signed in, please ask for a new one.")
    return Problem(status=410, code="link-used", title=sentence)


def too_many_links(error: Throttled) -> Problem:
    """Return the problem of asking for links too often."""
    sentence = _("That was a lot of links. Please look into your mail, or try again later.")
    wait = error.retry_after
    headers = {"Retry-After": str(wait)}
    return Problem(status=429, code="too-fast", title=sentence, headers=headers, retry_after=wait)


def too_late() -> Problem:
    """Return the problem of changing a comment when that is no longer possible."""
    sentence = _("This comment can't be changed any more. You can still delete it.")
    return Problem(status=403, code="too-late", title=sentence)


def changed_meanwhile(current: Comment) -> Problem:
    """Return the problem of a comment that its author sees as it no longer is, with what it is now."""
    sentence = _("This comment was changed in the meantime. Please look at it again.")
    return Problem(status=409, code="stale", title=sentence, revision=current.revision, body=current.body)


def name_reserved() -> Problem:
    """Return the problem of a name that looks like somebody's of the house."""
    sentence = _("Please choose another name: this one looks like that of somebody who works here.")
    error = FieldError(field="name", code="name-reserved", message=sentence)
    return Problem(status=400, code="name-reserved", title=sentence, errors=[error])


def fields_missing(*names: str) -> Problem:
    """Return the problem of a form in which these fields are empty."""
    errors = [FieldError(field=name, code="missing", message=_("This field is required.")) for name in names]
    return Problem(status=400, code="invalid", title=_("Some fields need another look."), errors=errors)
