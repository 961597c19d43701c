"""What reading a list of papers gives: what was understood, what was not, and where it stood."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MAX_LENGTH = 500_000
"""Characters read at once: some 500 papers as reference managers export them, and less than a form may send."""

MAX_ENTRIES = 500
"""Papers read at once."""

EXCERPT_LENGTH = 80


class Format(StrEnum):
    """The formats papers are exchanged in."""

    BIBTEX = "bibtex"
    RIS = "ris"
    CSL_JSON = "csl-json"


class Fault(StrEnum):
    """Why something could not be read."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    TOO_MANY = "too-many"
    UNKNOWN_FORMAT = "unknown-format"
    BROKEN = "broken"
    NOT_A_RECORD = "not-a-record"
    NO_TITLE = "no-title"


class NotReadable(Exception):
    """Nothing of a text could be read; `fault` says why, `line` where, when that is known."""

    def __init__(self, fault: Fault, *, line: int = 0) -> None:
        super().__init__(fault)
        self.fault = fault
        self.line = line


@dataclass(frozen=True, slots=True)
class Found:
    """A paper as a tidy CSL-JSON item; `place` is its line in the text, or its number in a JSON list, from 1."""

    place: int
    csl: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of the text that makes no paper: its place as in `Found`, how it begins, and why."""

    place: int
    excerpt: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text held, in its order."""

    format: Format
    entries: tuple[Found | Unread, ...]


def excerpt(text: str) -> str:
    """Return the beginning of `text` on one line."""
    return " ".join(text[: EXCERPT_LENGTH * 4].split())[:EXCERPT_LENGTH]
