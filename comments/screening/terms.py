"""A text as it is searched: folded words, so that a disguised word is found as that word."""

import re
from typing import Final

from comments.screening.folding import fold

LONGEST: Final = 40
"""Characters of a word that count."""

_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
"""Runs in scripts that write words without blanks between them."""

_READABLE: Final = re.compile(r"[^\W_]")


def terms(text: str) -> list[str]:
    """Return the words of `text` in order, folded, each at most `LONGEST` characters.

    Where words are written without blanks, every two characters that follow one another stand for a word.
    """
    spaced = _UNSPACED.sub(_in_pairs, fold(text).text)
    return [word[:LONGEST] for word in spaced.split() if _READABLE.search(word)]


def _in_pairs(run: re.Match[str]) -> str:
    letters = run[0]
    pairs = [letters[place : place + 2] for place in range(max(len(letters) - 1, 1))]
    return f" {' '.join(pairs)} "
