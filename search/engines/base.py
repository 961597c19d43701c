"""What every engine offers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db.backends.utils import CursorWrapper

from search.words.queries import Phrase, SearchQuery
from search.words.spelling import Known

WEIGHTS = {"title_terms": 10.0, "heading_terms": 4.0, "body_terms": 2.0, "beside_terms": 1.0}
"""What a word counts for, by where it stands: in the title, in a heading, in the body, or beside the text.

Beside it are its references, authors with their letters, tags, categories and series.
"""


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL with its parameters."""

    text: str
    params: tuple[object, ...] = ()


class Engine(Protocol):
    """A full-text index. `d` stands for the table of documents wherever a piece of SQL is used."""

    @property
    def source(self) -> str:
        """What hits are selected from."""

    def match(self, query: SearchQuery, *, every: bool) -> Sql:
        """Return the condition of a document that has every clause of `query`, or at least one; none it excludes.

        `query` has at least one clause.
        """

    def score(self, query: SearchQuery, *, documents: Mapping[str, int]) -> Sql:
        """Return what a document that matches is worth, the more the better.

        `documents` says in how many documents a term is, as far as that is known.
        """

    def has(self, phrase: Phrase) -> Sql:
        """Return the condition of a document in which the terms of `phrase` follow one another."""

    def near_words(self, word: str, *, language: str) -> list[Known]:
        """Return words of the vocabulary that have letters in common with `word`, in one statement."""

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """Return in how many documents each of `terms` is."""

    def count_words(self, cursor: CursorWrapper) -> None:
        """Set the number of documents of every word in the vocabulary."""

    def make(self, cursor: CursorWrapper) -> None:
        """See to it that the index and what keeps it true are there."""

    def is_sound(self, cursor: CursorWrapper) -> bool:
        """Tell whether the index says what the documents say."""

    def mend(self, cursor: CursorWrapper) -> None:
        """Make the index anew from the documents."""

    def settle(self, cursor: CursorWrapper) -> None:
        """Put the index in order after many changes."""
