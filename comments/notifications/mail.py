"""One way for every mail about comments: text and HTML from templates, to one person, with nothing readers wrote in it.

A template has three parts in `templates/comments/mail/`: `NAME_subject.txt`, `NAME.txt`, `NAME.html`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

FOLDER = "comments/mail"

NO_HEADERS: Mapping[str, str] = MappingProxyType({})

AUTOMATIC: Mapping[str, str] = MappingProxyType({"Auto-Submitted": "auto-generated"})
"""Asks machines not to answer (RFC 3834)."""


def send_mail_of(
    *, template: str, context: Mapping[str, object], to: str, headers: Mapping[str, str] = NO_HEADERS
) -> None:
    """Write the mail of `template` with `context` and hand it to the mail server, for the address `to` alone.

    Raises what Django's mail backend raises when the server does not take it, and `BadHeaderError` for a line break in
    a header.
    """
    values = dict(context)
    subject = " ".join(render_to_string(f"{FOLDER}/{template}_subject.txt", values).split())
    text = render_to_string(f"{FOLDER}/{template}.txt", values)
    message = EmailMultiAlternatives(subject, text, to=[to], headers={**AUTOMATIC, **headers})
    message.attach_alternative(render_to_string(f"{FOLDER}/{template}.html", values), "text/html")
    message.send()
