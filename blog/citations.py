"""Numbering the citations of a post: one pass over its whole body, in reading order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from uuid import UUID

_CITATION = re.compile(r'<a\b(?P<attributes>[^>]*\bdata-citation="(?P<id>[^"]*)"[^>]*)>(?P<text>.*?)</a>', re.DOTALL)
_LOCATOR = re.compile(r'\bdata-locator="([^"]*)"')


@dataclass(frozen=True, slots=True)
class NumberedReference:
    """A reference with its place in the list, from 1, and the ids of its marks in the text in order of appearance."""

    reference: UUID
    number: int
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numbering:
    """The parts that were given, with numbered marks, and the list that belongs under them."""

    parts: tuple[str, ...]
    references: tuple[NumberedReference, ...]


def cited_references(*, parts: Sequence[str]) -> tuple[UUID, ...]:
    """Return the references that the HTML in `parts` cites, each once, in order of first citation."""
    found = (_uuid(match["id"]) for part in parts for match in _CITATION.finditer(part))
    return tuple(dict.fromkeys(reference for reference in found if reference))


def number_citations(*, parts: Sequence[str], references: Sequence[UUID]) -> Numbering:
    """Number the citations in the HTML `parts` by first appearance and list `references` in that order.

    A citation arrives as `<a data-citation="UUID" data-locator="p. 4">(1)</a>` and leaves as
    `<a class="citation" id="cite-1-1" href="#ref-1" data-reference="UUID">[1, p. 4]</a>`; the second number of the id
    counts the marks of that reference. What the editor wrote between the tags is replaced. A citation of anything that
    is not among `references` leaves as the text between its tags. References that are never cited follow the cited
    ones, in the order given. Nothing is raised.
    """
    known = list(dict.fromkeys(references))
    cited = [reference for reference in cited_references(parts=parts) if reference in set(known)]
    uncited = [reference for reference in known if reference not in set(cited)]
    numbers = {reference: number for number, reference in enumerate([*cited, *uncited], start=1)}
    marks: dict[UUID, list[str]] = {reference: [] for reference in numbers}

    def mark(match: re.Match[str]) -> str:
        reference = _uuid(match["id"])
        if reference is None or reference not in numbers:
            return match["text"]
        number = numbers[reference]
        anchor = f"cite-{number}-{len(marks[reference]) + 1}"
        marks[reference].append(anchor)
        label = ", ".join([str(number), *_locators(match["attributes"])])
        return f'<a class="citation" id="{anchor}" href="#ref-{number}" data-reference="{reference}">[{label}]</a>'

    numbered = tuple(_CITATION.sub(mark, part) for part in parts)
    listed = tuple(
        NumberedReference(reference, number, tuple(marks[reference])) for reference, number in numbers.items()
    )
    return Numbering(parts=numbered, references=listed)


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def _locators(attributes: str) -> Iterator[str]:
    found = _LOCATOR.search(attributes)
    locator = unescape(found[1]).strip() if found else ""
    if locator:
        yield escape(locator)
