"""Passages of a text with the words that were looked for marked: the only marks are ours, the rest is escaped."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice

from search.words.folding import spans
from search.words.terms import term

PASSAGE = 200
"""Characters of a passage: about two lines."""

MOST_PASSAGES = 2
MOST_MARKS = 100
"""Words marked in a line; what chooses among them takes the square of the time."""

LONGEST_READ = 60_000
"""Characters of a text that are read for passages: ten times a long article."""


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    term: str


def marked(text: str, *, wanted: Collection[str], language: str) -> str:
    """Return `text` as HTML with each word whose term is `wanted` in `<mark>`."""
    return _html(text, _find(text, wanted, language))


def passages(text: str, *, wanted: Collection[str], language: str) -> list[str]:
    """Return, as HTML, the parts of `text` that say most of what is `wanted`, in the order of the text.

    `text` has a line for each block; a passage never goes beyond its line. None when no word of the text is wanted.
    """
    windows: list[tuple[int, int, int, str, list[_Found]]] = []
    for number, line in enumerate(text[:LONGEST_READ].split("\n")):
        found = _find(line, wanted, language)
        if found:
            start = _best_start(found)
            inside = [each for each in found if start <= each.start and each.end <= start + PASSAGE]
            windows.append((-len({each.term for each in inside}), -len(inside), number, line, inside))
    chosen: list[tuple[int, str]] = []
    said: set[str] = set()
    for _, _, number, line, inside in sorted(windows, key=lambda window: window[:3]):
        new = {each.term for each in inside} - said
        if len(chosen) < MOST_PASSAGES and (new or not chosen):
            said |= new
            chosen.append((number, _cut(line, inside)))
    return [html for _, html in sorted(chosen)]


def _find(text: str, wanted: Collection[str], language: str) -> list[_Found]:
    found = (
        _Found(match.start(), match.end(), said)
        for match in spans(text)
        if (said := term(match[0], language)) and said in wanted
    )
    return list(islice(found, MOST_MARKS))


def _best_start(found: Sequence[_Found]) -> int:
    def said(first: _Found) -> tuple[int, int, int]:
        inside = [each.term for each in found if first.start <= each.start and each.end <= first.start + PASSAGE]
        return len(set(inside)), len(inside), -first.start

    return max(found, key=said).start


def _cut(line: str, inside: Sequence[_Found]) -> str:
    room = max(0, PASSAGE - (inside[-1].end - inside[0].start))
    start = max(0, inside[0].start - room // 2)
    end = min(len(line), start + max(PASSAGE, inside[-1].end - start))
    start = max(0, min(start, end - PASSAGE))
    if start:
        space = line.find(" ", start, inside[0].start)
        start = space + 1 if space >= 0 else inside[0].start
    if end < len(line):
        space = line.rfind(" ", inside[-1].end, end + 1)
        end = space if space >= 0 else inside[-1].end
        end = max(inside[-1].end, len(line[:end].rstrip(" ,;:.-")))
    moved = [_Found(each.start - start, each.end - start, each.term) for each in inside]
    before, after = "…" if start else "", "…" if end < len(line) else ""
    return f"{before}{_html(line[start:end], moved)}{after}"


def _html(text: str, found: Sequence[_Found]) -> str:
    parts, end = [], 0
    for each in found:
        parts += [escape(text[end : each.start]), "<mark>", escape(text[each.start : each.end]), "</mark>"]
        end = each.end
    return "".join([*parts, escape(text[end:])])
