"""Lines of the log: a JSON object each, or plain for people; without what would give readers or secrets away."""

import ipaddress
import json
import logging
import re
from datetime import UTC, datetime

from ground.trail import current_trail

FIELDS = ("method", "path", "status", "milliseconds")
"""What a line may say of a request beside its message (`extra` of the logging call)."""

SECRET_PATHS = re.compile(r"(?P<before>/preview/|/password_reset/confirm/)(?!…)[^\s?\"'<>]+")
"""Addresses that are a key to what lies behind them: the rest of the path is left out."""

TOKEN = re.compile(r"(?<![\w/.-])(?=[\w.:=-]{0,200}[A-Z])(?=[\w.:=-]{0,200}[0-9])[\w.-]{6,}:[\w.=:-]{16,}")
"""What `django.core.signing` makes: parts with a colon between them. It looks ahead only a little: paths are long."""

LONG_SEGMENT = re.compile(r"(?<=/)(?=[^/\s]*[A-Z])(?=[^/\s]*[0-9])[\w.:=-]{32,}")
"""A part of a path that is neither a slug nor a uuid: those have no capitals."""

QUERY = re.compile(r"(?<=[\w/])\?[\w.%~-]+=[^\s\"'<>]*")

NAMED = re.compile(
    r"(?P<name>(?:password|passwd|secret|token|api_?key|signature|session_?id|csrf\w{0,32}|authorization|cookie)"
    r"[\"']?\s*[=:]\s*)(?P<value>\"[^\"]*\"|'[^']*'|[^\s,;)}]+)",
    re.IGNORECASE,
)

CREDENTIALS = re.compile(r"(?<=://)[^\s/@]+@")

EMAIL = re.compile(r"[^\s@<>\"'(),:;=\[\]]{1,64}@[\w-]+(?:\.[\w-]+)+")

IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d)")

IPV6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:])")

LONGEST = 20_000
"""Characters of a message or a traceback; what is over is cut off."""

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What ends a line, rings a bell, colours a terminal, turns the direction round, or can't be written."""


def scrubbed(text: str) -> str:
    """Return `text` without e-mail addresses, network addresses, queries, tokens, passwords and cookies."""
    text = text[:LONGEST]
    text = QUERY.sub("?…", text)
    text = SECRET_PATHS.sub(r"\g<before>…", text)
    text = CREDENTIALS.sub("…@", text)
    text = NAMED.sub(r"\g<name>…", text)
    text = LONG_SEGMENT.sub("…", text)
    text = TOKEN.sub("…", text)
    text = EMAIL.sub("…@…", text)
    text = IPV4.sub(_unless_own, text)
    return IPV6.sub(_unless_own, text)


def _unless_own(found: re.Match[str]) -> str:
    """Leave what is no address, and those of this machine itself, as they are."""
    try:
        address = ipaddress.ip_address(found[0])
    except ValueError:
        return found[0]
    return found[0] if address.is_loopback or address.is_unspecified else "(address)"


def visible(text: str) -> str:
    """Return `text` with control characters written out, so that it stays the one line it is."""
    return CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class JsonLines(logging.Formatter):
    """A record as one JSON object on one line, in ASCII: nothing in it can end the line or look like another."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line. Fields that have nothing to say are left out."""
        trail = current_trail()
        told = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": scrubbed(record.getMessage()),
            "request_id": trail.request_id,
            "job": trail.job,
            **{name: getattr(record, name, "") for name in FIELDS},
        }
        if record.exc_info:
            told["exception"] = scrubbed(self.formatException(record.exc_info))
        return json.dumps({name: value for name, value in told.items() if value != ""}, default=str)


class PlainLines(logging.Formatter):
    """A record for people at a terminal: one line, and below it, indented, where an error came from."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, or lines."""
        trail = current_trail()
        begin = f"{self.formatTime(record)} {record.levelname} {record.name}"
        end = f" [{trail.request_id}]" if trail.request_id else ""
        told = f"{begin} {visible(scrubbed(record.getMessage()))}{end}"
        if not record.exc_info:
            return told
        lines = scrubbed(self.formatException(record.exc_info)).split("\n")
        return "\n    ".join([told, *map(visible, lines)])
