"""Where in a thread an answer goes on. A cursor names the last comment shown, so it tells nothing that was not."""

import re
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

_WRITTEN = re.compile(r"([cprba])([0-9a-f]{32})(?:\.(0|-?[1-9][0-9]{0,8}))?", re.ASCII)


class UnknownCursor(ValueError):
    """Raised when a text is no cursor of ours, or one of another order."""


class Kind(StrEnum):
    """What follows the last comment shown.

    Other comments on the page by time, or by likes; others that are pinned, and then the first of the rest; or other
    replies to the same comment. `AT` goes on not behind the comment but with it: its root, what it answers, and it.
    """

    ROOTS = "c"
    BEST = "b"
    PINNED = "p"
    REPLIES = "r"
    AT = "a"


@dataclass(frozen=True, slots=True)
class Cursor:
    """A kind and the comment after which to go on; as text, one letter and 32 hexadecimal characters.

    Among the best it also holds the comment's `score` when it was shown, after a dot: the place to go on from stays
    where it was when likes are given meanwhile.
    """

    kind: Kind
    uuid: UUID
    score: int | None = None

    def __str__(self) -> str:
        place = "" if self.score is None else f".{self.score}"
        return f"{self.kind}{self.uuid.hex}{place}"

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Return the cursor written as `text`.

        Raises `UnknownCursor`.
        """
        written = _WRITTEN.fullmatch(text)
        if written is None:
            raise UnknownCursor(text)
        kind, uuid, score = written.groups()
        if (score is None) is (kind == Kind.BEST):
            raise UnknownCursor(text)
        return cls(Kind(kind), UUID(uuid), None if score is None else int(score))


def address_in_thread(path: str, *, comment: UUID) -> str:
    """Return where a public comment is read below the page at `path`: in its part of the thread, script or not."""
    return f"{path}?comments={Cursor(Kind.AT, comment)}#comment-{comment}"
