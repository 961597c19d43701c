"""Where in a thread an answer goes on. A cursor names the last comment shown, so it tells nothing that was not."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class UnknownCursor(ValueError):
    """Raised when a text is no cursor of ours."""


class Kind(StrEnum):
    """What follows the last comment shown: other comments on the page, or other replies to the same one."""

    ROOTS = "c"
    REPLIES = "r"


@dataclass(frozen=True, slots=True)
class Cursor:
    """A kind and the comment after which to go on; as text, one letter and 32 hexadecimal characters."""

    kind: Kind
    uuid: UUID

    def __str__(self) -> str:
        return f"{self.kind}{self.uuid.hex}"

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Return the cursor written as `text`.

        Raises `UnknownCursor`.
        """
        try:
            cursor = cls(Kind(text[:1]), UUID(text[1:]))
        except ValueError:
            raise UnknownCursor(text) from None
        if str(cursor) != text:
            raise UnknownCursor(text)
        return cursor
