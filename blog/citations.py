"""Numbering the citations of a post: one pass over its whole body, in reading order."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from uuid import UUID

_CITATION = re.compile(r'<a\b(?P<attributes>[^>]*\bdata-citation="(?P<id>[^"]*)"[^>]*)>(?P<text>.*?)</a>', re.DOTALL)
_BETWEEN = re.compile(r"(?:\s|&nbsp;|[,;])*")
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


def missing_citations(*, parts: Sequence[str], known: Collection[UUID]) -> tuple[str, ...]:
    """Return what stands between the tags of each citation in `parts` whose reference is not `known`, in order."""
    found = (match for part in parts for match in _CITATION.finditer(part))
    return tuple(match["text"] for match in found if _uuid(match["id"]) not in known)


def number_citations(
    *, parts: Sequence[str], references: Sequence[UUID], survivors: Mapping[UUID, UUID] | None = None
) -> Numbering:
    """Number the citations in the HTML `parts` by first appearance and list `references` in that order.

    A citation arrives as `<a data-citation="UUID" data-locator="p. 4">(1)</a>` and leaves as
    `<a class="citation" id="cite-1-1" href="#ref-1" data-reference="UUID">[1, p. 4]</a>`; the second number of the id
    counts the marks of that reference. What the editor wrote between the tags is replaced. A citation of anything that
    is not among `references` leaves as the text between its tags. References that are never cited follow the cited
    ones, in the order given. `survivors` names the reference that stands for a merged one. Nothing is raised.

    Marks without a locator that have only white space, commas or semicolons between them become one, in order of their
    numbers and each number once: `<span class="citations">[…]</span>`, in it the marks without their brackets. Three or
    more numbers in a row show as a range, the marks inside of it in `<span class="citation-between">, …</span>`:
    "[2<span …>, 3</span>", a dash, "4]". A site hides those until they are focused or followed to; without any style
    the text is right too, and every mark keeps its id and its link.
    """
    stands_for = survivors or {}
    known = list(dict.fromkeys(stands_for.get(reference, reference) for reference in references))
    cited = dict.fromkeys(stands_for.get(reference, reference) for reference in cited_references(parts=parts))
    first = [reference for reference in cited if reference in set(known)]
    rest = [reference for reference in known if reference not in cited]
    numbers = {reference: number for number, reference in enumerate([*first, *rest], start=1)}
    writer = _Writer(numbers)
    numbered = tuple(writer.written(_pieces(part, numbers=numbers, survivors=stands_for)) for part in parts)
    listed = tuple(
        NumberedReference(reference, number, tuple(writer.marks[reference])) for reference, number in numbers.items()
    )
    return Numbering(parts=numbered, references=listed)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A citation in its place; `locator` is ready for HTML."""

    reference: UUID
    locator: str


def _pieces(part: str, *, numbers: Mapping[UUID, int], survivors: Mapping[UUID, UUID]) -> Iterator[str | _Mark]:
    """Yield the text between citations and the citations, in turns, beginning and ending with text."""
    text, end = "", 0
    for match in _CITATION.finditer(part):
        text += part[end : match.start()]
        end = match.end()
        cited = _uuid(match["id"])
        reference = survivors.get(cited, cited) if cited else None
        if reference is None or reference not in numbers:
            text += match["text"]
            continue
        yield text
        yield _Mark(reference, _locator(match["attributes"]))
        text = ""
    yield text + part[end:]


class _Writer:
    """Writes marks; `marks` holds the ids it gave, by reference."""

    def __init__(self, numbers: Mapping[UUID, int]) -> None:
        self.numbers = numbers
        self.marks: dict[UUID, list[str]] = {reference: [] for reference in numbers}

    def written(self, pieces: Iterator[str | _Mark]) -> str:
        """Return the HTML of `pieces`, with marks that stand together as one."""
        html: list[str] = []
        together: list[_Mark] = []
        between = ""
        for piece in pieces:
            if isinstance(piece, _Mark):
                if together and (piece.locator or together[-1].locator):
                    html += [self._together(together), between]
                    together = []
                together.append(piece)
            elif together and _BETWEEN.fullmatch(piece):
                between = piece
            else:
                html += [self._together(together), piece]
                together, between = [], ""
                continue
        return "".join([*html, self._together(together), between if together else ""])

    def _together(self, marks: Sequence[_Mark]) -> str:
        references = sorted({mark.reference for mark in marks}, key=self.numbers.__getitem__)
        if len(references) < 2:
            return "".join(self._link(mark.reference, "[{}]", mark.locator) for mark in marks[:1])
        runs: list[list[UUID]] = []
        for reference in references:
            if runs and self.numbers[runs[-1][-1]] + 1 == self.numbers[reference]:
                runs[-1].append(reference)
            else:
                runs.append([reference])
        return f'<span class="citations">[{", ".join(self._run(run) for run in runs)}]</span>'

    def _run(self, run: Sequence[UUID]) -> str:
        links = [self._link(reference, "{}") for reference in run]
        if len(links) < 3:
            return ", ".join(links)
        inside = "".join(f'<span class="citation-between">, {link}</span>' for link in links[1:-1])
        return f"{links[0]}{inside}\u2013{links[-1]}"

    def _link(self, reference: UUID, shape: str, locator: str = "") -> str:
        number = self.numbers[reference]
        anchor = f"cite-{number}-{len(self.marks[reference]) + 1}"
        self.marks[reference].append(anchor)
        label = shape.format(", ".join(filter(None, (str(number), locator))))
        return f'<a class="citation" id="{anchor}" href="#ref-{number}" data-reference="{reference}">{label}</a>'


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def _locator(attributes: str) -> str:
    found = _LOCATOR.search(attributes)
    return escape(unescape(found[1]).strip()) if found else ""
