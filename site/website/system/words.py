"""What an error of a program says, in words for people; never its own, which hold addresses."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KNOWN: Mapping[str, str | Promise] = {
    "ConnectionRefusedError": _("nothing answers at its address."),
    "ConnectionResetError": _("it broke off in the middle."),
    "SMTPServerDisconnected": _("it broke off in the middle."),
    "TimeoutError": _("it took too long to answer."),
    "ConnectTimeout": _("it took too long to answer."),
    "ReadTimeout": _("it took too long to answer."),
    "gaierror": _("its name is not known."),
    "SMTPAuthenticationError": _("it refused the name or the password."),
    "SMTPRecipientsRefused": _("it refused the recipient."),
    "SMTPSenderRefused": _("it refused the sender."),
    "SSLError": _("its certificate is not trusted."),
    "SSLCertVerificationError": _("its certificate is not trusted."),
    "ConnectionError": _("it can't be reached."),
    "HTTPError": _("it answered with an error."),
}
"""By the name of an exception."""


def in_words(error: str) -> str:
    """Return what `error`, the name of an exception and what it said, is about."""
    named = [words for name, words in KNOWN.items() if name in error]
    return str(named[0]) if named else str(_("see the log of the worker."))
