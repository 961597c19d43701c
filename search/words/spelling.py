"""Which known word somebody meant who wrote another."""

from collections.abc import Iterable
from typing import NamedTuple

SHORTEST = 3
"""Letters below which a slip can't be told from another word."""

LONG = 6
"""Letters from which on two slips are forgiven."""


class Known(NamedTuple):
    """A folded word of the vocabulary, and how many documents have it."""

    word: str
    documents: int


def distance(one: str, other: str, *, most: int) -> int:
    """Return how many slips lie between two words: a letter missing, added, exchanged, or two swapped.

    More than `most` is given as `most + 1`. Optimal string alignment.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, last, row = row, before, [i] + [0] * len(other)
        for j, against in enumerate(other, start=1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                row[j] = min(row[j], last[j - 2] + 1)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def meant(word: str, candidates: Iterable[Known]) -> str | None:
    """Return the candidate nearest to the folded `word`, the more frequent of equals; None when none is near."""
    if len(word) < SHORTEST:
        return None
    most = 2 if len(word) >= LONG else 1
    near = (
        (slips, each.word[:1] != word[:1], -each.documents, each.word)
        for each in candidates
        if 0 < (slips := distance(word, each.word, most=most)) <= most
    )
    return min(near, default=(0, False, 0, None))[3]
