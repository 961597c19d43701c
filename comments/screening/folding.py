"""Reducing text to what it looks like, so that a disguised word is still that word."""

import hashlib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_LOOK_LIKE: Final = {
    "a": "\u0430\u03b1",
    "b": "\u0432\u044c\u03b2",
    "c": "\u0441\u03f2",
    "d": "\u0501\u0111",
    "e": "\u0435\u03b5",
    "h": "\u043d\u04bb",
    "j": "\u0458\u03f3",
    "k": "\u043a\u03ba",
    "l": "i1\u0131\u0456\u03b9\u04cf\u0142",
    "m": "\u043c",
    "n": "\u03b7",
    "o": "0\u043e\u03bf\u00f8\u03c3",
    "p": "\u0440\u03c1",
    "q": "\u051b",
    "s": "\u0455",
    "t": "\u0442\u03c4",
    "u": "\u03c5\u03bc",
    "v": "\u03bd",
    "w": "\u051d\u03c9",
    "x": "\u0445\u03c7",
    "y": "\u0443\u03b3",
    "z": "\u03b6",
}
"""Chosen from Unicode's confusables (UTS 39), for letters and digits in lower case."""

_TO_LATIN: Final = str.maketrans({alike: letter for letter, many in _LOOK_LIKE.items() for alike in many})

_DIACRITICS: Final = ((0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE2F))
"""Marks that only decorate, and variation selectors; the vowel signs of Indic scripts are letters and stay."""


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text, and for each of its characters the index of the original's character that it came from."""

    text: str
    came_from: tuple[int, ...]


def fold(text: str) -> Folded:
    """Return `text` in Unicode's compatibility form and lower case, without diacritics and invisible characters.

    Letters that look like Latin ones have become those; whatever stands between words is one space. The result is for
    comparing with other folded text, not for reading.
    """
    characters: list[str] = []
    came_from: list[int] = []
    for index, original in enumerate(text):
        for kept in _looks_like(original):
            if kept == " " and (not characters or characters[-1] == " "):
                continue
            characters.append(kept)
            came_from.append(index)
    if characters and characters[-1] == " ":
        characters.pop()
        came_from.pop()
    return Folded("".join(characters), tuple(came_from))


def fingerprint(text: str) -> str:
    """Return 32 hexadecimal characters that texts share which differ only in disguise, case, blanks and punctuation."""
    return hashlib.sha256(fold(text).text.encode()).hexdigest()[:32]


@lru_cache(maxsize=8192)
def _looks_like(original: str) -> str:
    """Return what is kept of one character; most texts are written with few different ones."""
    return "".join(map(_kept, unicodedata.normalize("NFKD", original).casefold().translate(_TO_LATIN)))


def _kept(character: str) -> str:
    """Return the character, a blank for what parts words, or nothing for what cannot be seen."""
    category = unicodedata.category(character)
    if category == "Cf" or any(first <= ord(character) <= last for first, last in _DIACRITICS):
        return ""
    return character if category[0] in "LNM" or category == "So" else " "
