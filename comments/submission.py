"""What arrived from a reader, before it is a comment."""

import unicodedata
from dataclasses import dataclass, replace
from urllib.parse import urlsplit
from uuid import UUID

BODY_MIN = 2
BODY_MAX = 5_000
NAME_MAX = 60
EMAIL_MAX = 254
WEBSITE_MAX = 200

_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and symbols that Unicode draws as nothing: the Hangul fillers and the empty Braille cell."""

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
"""Unicode's categories of what has no look of its own: controls, formats, private use, surrogates, separators."""

_JOINERS = "\u200c\u200d"
"""Zero-width joiner and non-joiner: Persian, Indic scripts and emoji need them inside a word."""


MARKS_MAX = 4
"""Combining marks on one letter: Hebrew and Vietnamese need three, and a name is no tower."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A text and its sender as they arrived.

    `key` is the sender's idempotency key, `origin` the keyed hash of the sender's network, `former_origins` the hashes
    of the same network under earlier keys, `form_age` the seconds between showing and sending the form where it is
    known, `honeypot` what was typed into the field people cannot see,
    `tell_decision` whether the sender wants mail about a moderator's decision.
    """

    body: str
    name: str
    email: str
    website: str
    parent: UUID | None
    key: UUID
    origin: str
    form_age: float | None = None
    honeypot: str = ""
    former_origins: tuple[str, ...] = ()
    tell_decision: bool = False

    @property
    def origins(self) -> tuple[str, ...]:
        """Every hash the sender's network has had of late, the newest first; none where the network is unknown."""
        return (self.origin, *self.former_origins) if self.origin else ()


def normalise(submission: Submission) -> Submission:
    """Return the submission as it is judged and stored; normalising twice changes nothing more.

    Text is in NFC, trimmed, and free of control characters and lone surrogates, which databases refuse. The body
    keeps its lines and tabs. The name is one line without bidirectional controls, with which it could disguise the
    text around it. The domain of the e-mail address is in lower case. A website that is no http or https address is
    dropped. A field longer than its limit is left as it came, so that no work is spent on what will be refused.
    """
    return replace(
        submission,
        body=_normal_body(submission.body),
        name=normal_name(submission.name),
        email=normal_email(submission.email),
        website=_normal_website(submission.website),
    )


def disguises(text: str) -> bool:
    """Say whether a line of text could pass for another: it hides something, turns direction, or piles up marks.

    Joiners, which Persian, Indic scripts and emoji need inside a word, are no disguise.
    """
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if category in _UNSEEN and character not in _JOINERS:
            return True
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks > MARKS_MAX:
            return True
    return False


def normal_name(text: str) -> str:
    """Return a name as it is stored: one line without what cannot be seen; empty where nothing is left to see."""
    if len(text) > NAME_MAX:
        return text
    kept = "".join(
        character
        for character in text
        if character.isspace()
        or character in _JOINERS
        or not (_is_control(character) or unicodedata.category(character) == "Cf")
    )
    visible = " ".join(unicodedata.normalize("NFC", kept).split())
    return visible if visible_length(visible) else ""


def normal_email(text: str) -> str:
    """Return an e-mail address as it is stored and compared: trimmed, in NFC, its domain in lower case."""
    if len(text) > EMAIL_MAX:
        return text
    kept = "".join(character for character in text if not _is_control(character))
    local, at, domain = unicodedata.normalize("NFC", kept).strip().rpartition("@")
    return f"{local}{at}{domain.lower()}"


def is_web_address(text: str) -> bool:
    """Say whether `text` is an absolute http or https address with a host and without blanks or credentials."""
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc and _is_solid(text)
        )
    except ValueError:
        return False


def visible_length(text: str) -> int:
    """Return how many characters of `text` leave a mark: no spaces, joiners, fillers or empty Braille cells."""
    return sum(
        not (character.isspace() or character in _BLANK or unicodedata.category(character) in {"Cc", "Cf", "Cs", "Mn"})
        for character in text
    )


def _is_solid(text: str) -> bool:
    return not any(character.isspace() or character in "<>\"'`\\" for character in text)


def _normal_body(text: str) -> str:
    if len(text) > BODY_MAX:
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(character for character in lines if character in "\n\t" or not _is_control(character))
    return unicodedata.normalize("NFC", kept).strip()


def _normal_website(text: str) -> str:
    if len(text) > WEBSITE_MAX:
        return text
    trimmed = "".join(character for character in text if not _is_control(character)).strip()
    return trimmed if is_web_address(trimmed) else ""


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"}
