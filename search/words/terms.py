"""From words to terms: what the index holds, the same for "exercises", "Exercising" and "exercise"."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol

import snowballstemmer

from search.words.folding import APOSTROPHES, clean, fold, words
from search.words.stop_words import LISTS

VERSION = 2
"""Raised with every change of what becomes of a text: documents of another version are made anew."""

ALGORITHMS: Mapping[str, str] = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""Snowball's algorithm for a language; words of a language without one are only folded."""

_POSSESSIVE = re.compile(rf"[{APOSTROPHES}]s$")
_NOT_A_TERM = re.compile(r"[\W_]+")


class Stemmer(Protocol):
    """What Snowball gives."""

    def stemWord(self, word: str) -> str:  # noqa: N802 - Snowball's name
        """Return the stem of a small-letter word."""


@lru_cache(maxsize=64)
def _stemmer(algorithm: str) -> Stemmer:
    stemmer: Stemmer = snowballstemmer.stemmer(algorithm)
    return stemmer


@lru_cache(maxsize=65536)
def term(word: str, language: str) -> str:
    """Return the term of `word` in the language with the BCP 47 tag `language`; "" for a word that says nothing.

    Folded before it is stemmed and after, so that a word without its accents has the same term.
    """
    primary = language.split("-", 1)[0].lower()
    folded = fold(word)
    if folded in LISTS.get(primary, ()):
        return ""
    algorithm = ALGORITHMS.get(primary)
    if algorithm is None:
        return folded
    own = fold(_POSSESSIVE.sub("", word)) if primary == "en" else folded
    return _NOT_A_TERM.sub("", fold(_stemmer(algorithm).stemWord(own))) or own


def terms(text: str, language: str) -> list[str]:
    """Return the terms of `text` in order, those of words that say nothing left out."""
    return [found for word in words(clean(text)) if (found := term(word, language))]
