"""What readers are told about their reactions, in words."""

from django.utils.translation import gettext as _

from comments.services.reacting import WhyNot
from ground.problems import Problem


def reported() -> str:
    """Return what is said to whoever reports a comment."""
    return _("Thank you. A moderator will look at this comment.")


def cannot_like(why: WhyNot) -> Problem:
    """Return the problem of a like that can't be given."""
    sentences = {
        WhyNot.OFF: _("Comments can't be liked here."),
        WhyNot.OWN: _("This is your own comment."),
    }
    return Problem(status=403, code=why.value, title=sentences[why])
