"""Many phrases found in one pass: the automaton of Aho and Corasick (1975)."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from comments.screening.folding import Folded, fold

PHRASE_MAX = 100
"""Characters of a phrase."""
BOOK_MAX = 100_000
"""Characters of all phrases of a list together."""

_UNSPACED: Final = ((0x0E00, 0x0EFF), (0x1000, 0x11FF), (0x1780, 0x17FF), (0x2E80, 0x9FFF), (0xF900, 0xFAFF))
"""Scripts that write words without blanks between them, or grow them by suffixes as Korean does."""
_UNSPACED_PLANES: Final = 0x20000


class TooManyWords(Exception):
    """A phrase, or a list of them, is longer than a text can be searched for at once."""


@dataclass(frozen=True, slots=True)
class Found:
    """A listed phrase, as it was listed, and its span in the original text."""

    phrase: str
    start: int
    end: int


class PhraseBook:
    """A list of phrases, ready to be looked for. Searching costs time in proportion to the text, not to the list."""

    def __init__(self, phrases: tuple[str, ...]) -> None:
        self._next: list[dict[str, int]] = [{}]
        self._fallback = [0]
        self._ends: list[tuple[str, int] | None] = [None]
        self._shorter = [0]
        self._add_all(phrases)
        self._link()

    def first_in(self, folded: Folded) -> Found | None:
        """Return the phrase that ends first in the text, if any; phrases match whole words."""
        node = 0
        for index, character in enumerate(folded.text):
            while node and character not in self._next[node]:
                node = self._fallback[node]
            node = self._next[node].get(character, 0)
            if not node or not _parts_words(folded.text, index + 1):
                continue
            for phrase, length in self._ending_at(node):
                start = index - length + 1
                if _parts_words(folded.text, start):
                    return Found(phrase, folded.came_from[start], folded.came_from[index] + 1)
        return None

    def _add_all(self, phrases: tuple[str, ...]) -> None:
        total = 0
        for phrase in phrases:
            letters = fold(phrase[: PHRASE_MAX + 1]).text
            total += len(letters)
            if len(phrase) > PHRASE_MAX or total > BOOK_MAX:
                raise TooManyWords
            if letters:
                self._add(phrase, letters)

    def _add(self, phrase: str, letters: str) -> None:
        node = 0
        for letter in letters:
            if letter not in self._next[node]:
                self._next[node][letter] = len(self._next)
                self._next.append({})
                self._fallback.append(0)
                self._ends.append(None)
                self._shorter.append(0)
            node = self._next[node][letter]
        self._ends[node] = (phrase, len(letters))

    def _link(self) -> None:
        waiting = deque(self._next[0].values())
        while waiting:
            node = waiting.popleft()
            fallback = self._fallback[node]
            self._shorter[node] = fallback if self._ends[fallback] else self._shorter[fallback]
            for letter, child in self._next[node].items():
                step = fallback
                while step and letter not in self._next[step]:
                    step = self._fallback[step]
                self._fallback[child] = self._next[step].get(letter, 0)
                waiting.append(child)

    def _ending_at(self, node: int) -> Iterator[tuple[str, int]]:
        while node:
            ending = self._ends[node]
            if ending is not None:
                yield ending
            node = self._shorter[node]


@lru_cache(maxsize=16)
def phrase_book(phrases: tuple[str, ...]) -> PhraseBook:
    """Return the book of `phrases`, built once per list.

    Raises:
        TooManyWords: a phrase is longer than `PHRASE_MAX`, or all together than `BOOK_MAX`.
    """
    return PhraseBook(phrases)


def _parts_words(text: str, position: int) -> bool:
    """Say whether a word may begin or end between the characters before and at `position`."""
    return not (0 < position < len(text) and _holds_together(text[position - 1]) and _holds_together(text[position]))


def _holds_together(character: str) -> bool:
    point = ord(character)
    unspaced = point >= _UNSPACED_PLANES or any(first <= point <= last for first, last in _UNSPACED)
    return character.isalnum() and not unspaced
