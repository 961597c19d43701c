"""What a reader typed, understood: words and phrases that must be there, and what must not."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from search.words.folding import clean, fold, spans, words
from search.words.terms import term, terms

LONGEST = 200
"""Characters of a query: longer than any title."""

MOST_CLAUSES = 12
"""Words and phrases that are looked up; what follows in a longer query is passed over."""

MOST_EXCLUDED = 6
MOST_ALTERNATIVES = 8
MOST_NEIGHBOURS = 3
LONGEST_PHRASE = 4
"""Words of the longest expression that a synonym may be given for."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | {"\N{MINUS SIGN}": "-"})
_PART = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<plain>[^\s"]+))')

Phrase = tuple[str, ...]
"""Terms that must follow one another; mostly one."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Something a text must have: one of `phrases`, the first being what was typed, as `typed`."""

    phrases: tuple[Phrase, ...]
    typed: str

    @property
    def is_word(self) -> bool:
        """Whether this is one word and not a phrase in quotation marks."""
        return len(self.phrases[0]) == 1


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is looked for in a language; `text` is what was typed, clean."""

    text: str
    language: str
    clauses: tuple[Clause, ...]
    excluded: tuple[Phrase, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed at all."""
        return not self.text

    @property
    def terms(self) -> frozenset[str]:
        """Every term looked for: what is to be marked in a text."""
        return frozenset(each for clause in self.clauses for phrase in clause.phrases for each in phrase)

    def neighbours(self) -> list[Phrase]:
        """Return the pairs of words that were typed side by side, at most `MOST_NEIGHBOURS`."""
        words = [clause.phrases[0] if clause.is_word else () for clause in self.clauses]
        pairs = [one + other for one, other in pairwise(words) if one and other]
        return pairs[:MOST_NEIGHBOURS]

    def expressions(self) -> frozenset[str]:
        """Return what synonyms may be known for: the terms of neighbouring words, a space between, and of phrases."""
        runs = [clause.phrases[0] for clause in self.clauses if clause.is_word]
        singles = [phrase[0] for phrase in runs]
        joined = {
            " ".join(singles[start : start + length])
            for length in range(1, LONGEST_PHRASE + 1)
            for start in range(len(singles) - length + 1)
        }
        return frozenset(joined | {" ".join(clause.phrases[0]) for clause in self.clauses})

    def with_synonyms(self, known: Mapping[str, Sequence[Phrase]]) -> "SearchQuery":
        """Return the query with alternatives; `known` is by expression, the longest expression is taken first."""
        if not known:
            return self
        clauses: list[Clause] = []
        place = 0
        while place < len(self.clauses):
            length = next((each for each in range(LONGEST_PHRASE, 0, -1) if self._run(place, each) in known), 1)
            clause = self.clauses[place]
            expression = self._run(place, length)
            if expression in known:
                phrase = tuple(expression.split(" "))
                typed = " ".join(each.typed for each in self.clauses[place : place + length])
                found = dict.fromkeys([phrase, *known[expression]])
                clause = Clause(phrases=tuple(found)[:MOST_ALTERNATIVES], typed=typed)
            clauses.append(clause)
            place += length
        return replace(self, clauses=tuple(clauses))

    def _run(self, place: int, length: int) -> str:
        part = self.clauses[place : place + length]
        if len(part) < length or (length > 1 and not all(clause.is_word for clause in part)):
            return ""
        return " ".join(each for clause in part for each in clause.phrases[0])


def parse(text: str, *, language: str) -> SearchQuery:
    """Return what `text` looks for. Any text is one: what can't be read as an operator is read as words."""
    cleaned = clean(text)[:LONGEST].strip()
    plain = cleaned.translate(_QUOTES)
    if plain.count('"') % 2:
        plain = _without_last(plain, '"')
    clauses: dict[Phrase, Clause] = {}
    excluded: dict[Phrase, None] = {}
    for part in _PART.finditer(plain):
        quoted = part["phrase"] is not None
        body = part["phrase"] if quoted else part["plain"]
        phrases = _phrases(body, language, together=quoted)
        if part["minus"]:
            excluded |= {tuple(terms(body, language)): None}
            continue
        for phrase, typed in phrases:
            clauses.setdefault(phrase, Clause(phrases=(phrase,), typed=typed))
    excluded.pop((), None)
    return SearchQuery(
        text=cleaned,
        language=language,
        clauses=tuple(clauses.values())[:MOST_CLAUSES],
        excluded=tuple(excluded)[:MOST_EXCLUDED],
    )


def _phrases(body: str, language: str, *, together: bool) -> Iterable[tuple[Phrase, str]]:
    if together:
        phrase = tuple(terms(body, language))
        return [(phrase[:MOST_CLAUSES], body)] if phrase else []
    return [((found,), word) for word in words(body) if (found := term(word, language))]


def _without_last(text: str, sign: str) -> str:
    place = text.rindex(sign)
    return f"{text[:place]} {text[place + 1 :]}"


def replace_words(text: str, others: Mapping[str, str]) -> str:
    """Return `text` with the words in `others`, by what they are when folded, replaced."""
    parts, end = [], 0
    for match in spans(text):
        other = others.get(fold(match[0]))
        if other is not None:
            parts += [text[end : match.start()], other]
            end = match.end()
    return "".join([*parts, text[end:]])
