"""What readers are told, in words."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.api.site_words import OURS, SiteWords, moment, refusal_sentence
from comments.policy import Refusal, RefusalCode, Who
from ground.problems import FieldError, Problem

STATUS = {
    RefusalCode.DUPLICATE: 409,
    RefusalCode.TOO_FAST: 429,
    RefusalCode.EMPTY: 400,
    RefusalCode.TOO_LONG: 400,
    RefusalCode.NAME_RESERVED: 400,
}
"""The HTTP status of a refusal; 403 if it is not here."""

FIELD = {
    RefusalCode.EMPTY: "body",
    RefusalCode.TOO_LONG: "body",
    RefusalCode.PARENT_UNAVAILABLE: "parent",
    RefusalCode.TOO_DEEP: "parent",
    RefusalCode.NAME_RESERVED: "name",
}
"""The field a refusal is about, where it is about one."""


def held() -> str:
    """Return what is said to whoever's comment waits, spam or not."""
    return _("Thank you. Your comment will appear once a moderator has read it.")


def published() -> str:
    """Return what is said to whoever's comment is public at once."""
    return _("Thank you. Your comment is published.")


def closed() -> str:
    """Return what stands under a page that takes no comments."""
    return _("Commenting has been turned off.")


def not_yet_open(opens_at: datetime) -> str:
    """Return what stands under a page that will take comments later."""
    return _("Comments open on %(moment)s.") % {"moment": moment(opens_at)}


def staff_only() -> str:
    """Return what stands above the form of a page where only staff may write."""
    return _("Only our team writes here.")


def confirmed_only() -> str:
    """Return what stands above the form of a page where only readers with a confirmed address may write."""
    return _("To write here, please confirm your e-mail address first.")


def refused(refusal: Refusal, *, said: SiteWords = OURS) -> Problem:
    """Return the problem that tells a reader why their text was not taken. They keep it: nothing of it was stored.

    `said` are the words of the site, which come first.
    """
    code, params = refusal.code, refusal.params
    if params.get("missing") == "name":
        nameless = FieldError(field="name", code="missing", message=_("Please write your name."))
        return Problem(status=400, code=code.value, title=nameless.message, errors=[nameless])
    sentence = refusal_sentence(refusal, said=said) or _sentence(refusal)
    if code is RefusalCode.IDENTITY_REQUIRED:
        return Problem(status=403, code=code.value, title=sentence, who=str(params["who"]))
    field = FIELD.get(code)
    errors = [FieldError(field=field, code=code.value, message=sentence)] if field else []
    status = STATUS.get(code, 403)
    wait = params.get("retry_after")
    if wait is None:
        return Problem(status=status, code=code.value, title=sentence, errors=errors)
    headers = {"Retry-After": str(wait)}
    return Problem(status=status, code=code.value, title=sentence, errors=errors, headers=headers, retry_after=wait)


def key_reused() -> Problem:
    """Return the problem of a key that came before with something else."""
    sentence = _("This form was sent before with another text. Please send your comment anew.")
    error = FieldError(field="key", code="key-reused", message=sentence)
    return Problem(status=409, code="key-reused", title=sentence, errors=[error])


def unknown_cursor() -> Problem:
    """Return the problem of a cursor that was not made here."""
    sentence = _("This part of the discussion can't be found. Please start from its beginning.")
    error = FieldError(field="cursor", code="unknown-cursor", message=sentence)
    return Problem(status=400, code="unknown-cursor", title=sentence, errors=[error])


def _sentence(refusal: Refusal) -> str:
    params = dict(refusal.params)
    opens_at = params.get("opens_at")
    if refusal.code is RefusalCode.NOT_YET_OPEN and isinstance(opens_at, datetime):
        return not_yet_open(opens_at)
    wait = params.get("retry_after")
    if refusal.code is RefusalCode.TOO_FAST and isinstance(wait, int):
        return _too_fast(wait)
    sentences = {
        RefusalCode.PAGE_NOT_COMMENTABLE: _("This page takes no comments."),
        RefusalCode.COMMENTS_CLOSED: closed(),
        RefusalCode.PARENT_UNAVAILABLE: _("The comment you answer is no longer here."),
        RefusalCode.TOO_DEEP: _("This conversation can't go any deeper. Please answer a comment further up."),
        RefusalCode.DUPLICATE: _("You have said this here already."),
        RefusalCode.EMPTY: _("Please write at least %(limit)s characters."),
        RefusalCode.TOO_LONG: _("Please write at most %(limit)s characters."),
        RefusalCode.IDENTITY_REQUIRED: _identity_required(params.get("who")),
        RefusalCode.BANNED: _("You can't write here at the moment."),
        RefusalCode.NAME_RESERVED: _(
            "Please choose another name: this one looks like that of somebody who works here."
        ),
    }
    return sentences[refusal.code] % params


def _identity_required(who: object) -> str:
    if who is Who.STAFF:
        return _("Only people who work here can write on this page.")
    return _(
        "Only readers with a confirmed address can write on this page. "
        "Ask for a link to yours, open it, and send your text again: it is still in the form."
    )


def _too_fast(seconds: int) -> str:
    if seconds < 90:
        return ngettext(
            "That was quick. Please try again in %(number)s second.",
            "That was quick. Please try again in %(number)s seconds.",
            seconds,
        ) % {"number": seconds}
    minutes = -(-seconds // 60)
    return ngettext(
        "That was a lot at once. Please try again in %(number)s minute.",
        "That was a lot at once. Please try again in %(number)s minutes.",
        minutes,
    ) % {"number": minutes}
