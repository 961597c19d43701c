"""Text without what does not matter to a search: case, accents, invisible characters."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

_PLACES = range(0x300, 0x11000)
"""Where the marks of living scripts are: what lies beyond is read as separators."""

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""Soft hyphens, zero-width characters and those that turn the direction of writing."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def _mark_ranges() -> Iterator[str]:
    found = [each for each in _PLACES if unicodedata.category(chr(each)).startswith("M")]
    for _, run in groupby(enumerate(found), key=lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in run]
        yield f"{chr(numbers[0])}-{chr(numbers[-1])}"


APOSTROPHES = "'\N{RIGHT SINGLE QUOTATION MARK}"
_MARKS = "".join(_mark_ranges())
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*(?:[{APOSTROPHES}][^\W_]+)*")

LONGEST_WORD = 40
"""Characters of a word that count: more than any word one would type, less than PostgreSQL's limit."""


def clean(text: str) -> str:
    """Return `text` in composed form on one line, without control and invisible characters."""
    visible = _INVISIBLE.sub("", _CONTROL.sub(" ", text))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def words(text: str) -> list[str]:
    """Return the words of clean `text` in order, as they are written; letters and digits of any script."""
    return _WORD.findall(text)


def spans(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of clean `text` with their places."""
    return _WORD.finditer(text)


def fold(word: str) -> str:
    """Return `word` as it is compared: small letters and digits without accents, at most `LONGEST_WORD` of them."""
    if word.isascii():
        folded = word.lower().replace("'", "")
    else:
        wide = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
        folded = "".join(each for each in wide if each.isalnum())
    return folded[:LONGEST_WORD]
