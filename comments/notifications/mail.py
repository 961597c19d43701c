"""One way for every mail about comments: text and HTML from templates, to one person, handed over at most once.

A template has three parts in `templates/comments/mail/`: `NAME_subject.txt`, `NAME.txt`, `NAME.html`. Words of readers
reach it only through `comments.notifications.plain`.

**At most once.** No sender can tell "taken, and the answer was lost" from "not taken": sending twice or losing a mail
has to be borne. A second mail is noise that readers can't stop, a lost one costs little, for whatever it says
stands on the site as well. So whoever sends first notes, in a transaction of its own, that the mail was sent (the
claim, a compare-and-swap), and hands it over then. The claim is taken back, and the mail tried again, only where the
mail server certainly has nothing: it could not be reached, or it answered with a refusal. A connection that breaks
while the mail is under way, or a worker that dies, leaves the claim: that mail is never tried again.
"""

import logging
import time
from collections.abc import Callable, Mapping
from email.utils import formataddr, parseaddr
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPHeloError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
)
from types import MappingProxyType
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import translation

from ground.outbox import NotNow

logger = logging.getLogger(__name__)

FOLDER = "comments/mail"

NO_HEADERS: Mapping[str, str] = MappingProxyType({})

AUTOMATIC: Mapping[str, str] = MappingProxyType({"Auto-Submitted": "auto-generated"})
"""Asks machines not to answer (RFC 3834)."""

ANSWERED_NO = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError, SMTPHeloError, SMTPNotSupportedError)
"""What smtplib raises when the server has answered, and taken nothing."""

PERMANENT = 500
"""From this code on, a server says that trying again is of no use (RFC 5321, 4.2.1)."""


PAUSE = 3
"""A server that is away is left alone for so many times as long as it took to find that out, two seconds at least: a
hundred mails that wait for one that hangs must not hold up what else the worker does."""

_away: dict[tuple[object, ...], float] = {}
"""The mail servers that are away, and until when they are left alone."""


class NotTaken(NotNow):
    """Raised when the mail server certainly has not taken the mail. `for_good`: it never will.

    It says nothing of what the server said, which may hold the address.
    """

    def __init__(self, kind: str, *, for_good: bool = False) -> None:
        super().__init__(kind)
        self.for_good = for_good


def mail_of(
    *,
    template: str,
    context: Mapping[str, object],
    to: str,
    language: str = "",
    headers: Mapping[str, str] = NO_HEADERS,
) -> EmailMultiAlternatives:
    """Return the mail of `template` with `context`, in `language` or the one in force, for the address `to` alone.

    It comes from the sender that the settings declare, under the name `context["site"]` unless they declare one too.
    """
    known = {code for code, _name in settings.LANGUAGES}
    with translation.override(language if language in known else translation.get_language()):
        values = {**context, "language": translation.get_language(), "rtl": translation.get_language_bidi()}
        subject = one_line(render_to_string(f"{FOLDER}/{template}_subject.txt", values))
        text = render_to_string(f"{FOLDER}/{template}.txt", values).strip() + "\n"
        html = render_to_string(f"{FOLDER}/{template}.html", {**values, "subject": subject})
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    sender = formataddr((name or one_line(str(context.get("site", ""))), address))
    ours = {**AUTOMATIC, "Message-ID": f"<{uuid4().hex}@{address.rpartition('@')[2]}>"}
    message = EmailMultiAlternatives(subject, text, from_email=sender, to=[to], headers={**ours, **headers})
    message.attach_alternative(html, "text/html")
    return message


def send_mail_of(
    *, template: str, context: Mapping[str, object], to: str, headers: Mapping[str, str] = NO_HEADERS
) -> None:
    """Write the mail of `template` and hand it to the mail server, for whoever needs no claim.

    Raises `NotTaken`.
    """
    hand_over(mail_of(template=template, context=context, to=to, headers=headers))


def deliver(message: EmailMultiAlternatives, *, release: Callable[[], object]) -> None:
    """Hand over a mail whose sending is noted already; call `release` to take the note back if it was not taken.

    Raises `NotTaken` for what is worth trying again; what will never be taken is logged and left.
    """
    try:
        hand_over(message)
    except NotTaken as error:
        if error.for_good:
            logger.warning("A mail was refused for good: %s.", error)
            return
        release()
        raise


def hand_over(message: EmailMultiAlternatives) -> None:
    """Give a mail to the mail server, which then has it, or may have it.

    Raises `NotTaken` when it certainly has not; for good also when an address is none, or a header has a line break.
    """
    connection = _open()
    try:
        connection.send_messages([message])
    except ANSWERED_NO as error:
        for_good = _for_good(error)
        if not for_good:
            logger.warning("The mail server took a mail not yet: %s.", type(error).__name__)
        raise NotTaken(type(error).__name__, for_good=for_good) from None
    except ValueError as error:
        raise NotTaken(type(error).__name__, for_good=True) from None
    except (OSError, SMTPException) as error:
        logger.warning("A mail may be lost: %s while it was handed over.", type(error).__name__)
    finally:
        _close(connection)


def _open() -> BaseEmailBackend:
    """Return a connection to the mail server. Raises `NotTaken` while it is away, which is logged once."""
    place, started = (settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT), time.monotonic()
    if started < _away.get(place, 0):
        raise NotTaken("Away")
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        now = time.monotonic()
        if place not in _away:
            logger.warning("The mail server is away (%s): mail waits until it is back.", type(error).__name__)
        _away[place] = now + max(2.0, PAUSE * (now - started))
        raise NotTaken(type(error).__name__) from None
    if _away.pop(place, None):
        logger.warning("The mail server is back.")
    return connection


def one_line(text: str) -> str:
    """Return `text` as one line: what stands in a header."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def _for_good(error: SMTPException) -> bool:
    """Whether it is the address that the server will never take. A refused sender or text is ours to put right."""
    if not isinstance(error, SMTPRecipientsRefused):
        return isinstance(error, SMTPNotSupportedError)
    return all(code >= PERMANENT for code, _said in error.recipients.values())


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, SMTPException) as error:
        logger.info("The mail server did not say goodbye: %s.", type(error).__name__)
