"""What moderators read about what would happen."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.policy import Refusal, RefusalCode
from comments.policy import Who as MayWrite
from comments.screening import Outcome
from comments.services.simulating import Who

SENDERS: Mapping[Who, Any] = {
    Who.GUEST: gettext_lazy("A guest: the address is not confirmed"),
    Who.NEWCOMER: gettext_lazy("A newcomer: the address is confirmed, nothing is approved yet"),
    Who.TRUSTED: gettext_lazy("A trusted reader: confirmed, with enough approved comments"),
    Who.STAFF: gettext_lazy("Staff: signed in to this admin"),
}

OUTCOMES: Mapping[Outcome, Any] = {
    Outcome.PUBLISH: gettext_lazy("It would be published at once."),
    Outcome.HOLD: gettext_lazy("It would wait for a moderator."),
    Outcome.SPAM: gettext_lazy("It would be set aside as spam. The reader would be told that it waits."),
}

_REFUSALS: Mapping[RefusalCode, Any] = {
    RefusalCode.PAGE_NOT_COMMENTABLE: gettext_lazy("pages of this kind take no comments"),
    RefusalCode.COMMENTS_CLOSED: gettext_lazy("comments are closed on this page"),
    RefusalCode.NOT_YET_OPEN: gettext_lazy("comments open on %(opens_at)s"),
    RefusalCode.PARENT_UNAVAILABLE: gettext_lazy("the comment it answers is not there"),
    RefusalCode.TOO_DEEP: gettext_lazy("the conversation can't go any deeper"),
    RefusalCode.TOO_FAST: gettext_lazy("too much was sent in a short time"),
    RefusalCode.DUPLICATE: gettext_lazy("the same was said here already"),
    RefusalCode.EMPTY: gettext_lazy("it has fewer than %(limit)s characters that can be seen"),
    RefusalCode.TOO_LONG: gettext_lazy("it is longer than %(limit)s characters, or takes too much to show"),
    RefusalCode.BANNED: gettext_lazy("this address is banned here"),
    RefusalCode.NAME_RESERVED: gettext_lazy("the name looks like that of somebody of the house"),
}


def refused_sentence(refusal: Refusal) -> str:
    """Return in a sentence that a text would be refused, and why."""
    return _("It would be refused: %(reason)s.") % {"reason": _reason(refusal)}


def _reason(refusal: Refusal) -> str:
    params = dict(refusal.params)
    if refusal.code is RefusalCode.IDENTITY_REQUIRED:
        if params.get("missing") == "name":
            return _("it has no name")
        staff = params.get("who") is MayWrite.STAFF
        return _("only staff may write here") if staff else _("only readers with a confirmed address may write here")
    opens_at = params.get("opens_at")
    if opens_at is not None:
        params["opens_at"] = date_format(localtime(opens_at), "DATETIME_FORMAT")  # type: ignore[arg-type]  # a moment
    return str(_REFUSALS[refusal.code]) % params
