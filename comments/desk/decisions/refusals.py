"""Why an answer can't be published, in words for whoever wrote it on the desk."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.policy import Refusal, RefusalCode


def refusal_sentence(refusal: Refusal) -> str:
    """Return one sentence that says what stands against an answer."""
    wait = refusal.params.get("retry_after")
    if refusal.code is RefusalCode.TOO_FAST and isinstance(wait, int):
        sentence = ngettext(
            "You have answered a moment ago. Please try again in %(number)d second.",
            "You have answered a moment ago. Please try again in %(number)d seconds.",
            wait,
        )
        return sentence % {"number": wait}
    sentences = {
        RefusalCode.PAGE_NOT_COMMENTABLE: _("This page takes no comments."),
        RefusalCode.COMMENTS_CLOSED: _("Comments on this page are closed, for answers too."),
        RefusalCode.NOT_YET_OPEN: _("Comments on this page are not open yet."),
        RefusalCode.PARENT_UNAVAILABLE: _("Readers don't see this comment, because one above it is hidden."),
        RefusalCode.TOO_DEEP: _("This conversation can't go any deeper. Please answer a comment further up."),
        RefusalCode.DUPLICATE: _("You have said this here already."),
        RefusalCode.EMPTY: _("Please write an answer."),
        RefusalCode.TOO_LONG: _("Please write at most %(limit)s characters."),
        RefusalCode.IDENTITY_REQUIRED: _("Only accounts of staff can write on this page, and yours is none."),
        RefusalCode.BANNED: _("Your own address is banned here."),
    }
    return sentences.get(refusal.code, _("This answer can't be published here.")) % dict(refusal.params)
