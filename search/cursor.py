"""Where in a list of results an answer goes on. A cursor names the last hit shown and the moment the list was begun."""

import math
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class UnknownCursor(ValueError):
    """Raised when a text is no cursor of ours."""


class Sort(StrEnum):
    """What comes first: what fits best, or what is newest."""

    RELEVANCE = "relevance"
    DATE = "date"


_CURSOR = re.compile(r"(\d{1,11})~(-?[0-9a-fx.+p-]{1,30})~(\d{1,10})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The moment that ages are measured from, in seconds since 1970, and the rank and post of the last hit shown.

    As text, the three with tildes between, the rank as an exact hexadecimal number.
    """

    now: int
    rank: float | None = None
    post_id: int = 0

    @classmethod
    def first(cls, *, now: datetime) -> "Cursor":
        """Return the beginning of a list."""
        return cls(now=int(now.timestamp()))

    def after(self, *, rank: float, post_id: int) -> "Cursor":
        """Return where to go on after a hit."""
        return Cursor(now=self.now, rank=rank, post_id=post_id)

    def __str__(self) -> str:
        return f"{self.now}~{(self.rank or 0.0).hex()}~{self.post_id}"

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Return the cursor written as `text`.

        Raises `UnknownCursor`.
        """
        match = _CURSOR.fullmatch(text)
        try:
            cursor = cls(now=int(match[1]), rank=float.fromhex(match[2]), post_id=int(match[3])) if match else None
        except (ValueError, OverflowError):
            raise UnknownCursor(text) from None
        if cursor is None or cursor.rank is None or not math.isfinite(cursor.rank) or str(cursor) != text:
            raise UnknownCursor(text)
        return cursor
