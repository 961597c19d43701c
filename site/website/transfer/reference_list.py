"""The list of references at the end of a text: which list it is, and its lines."""

import re
from collections.abc import Sequence

from bs4.element import Tag as Element

from website.transfer.limits import MAX_REFERENCES
from website.transfer.markup import plain
from website.transfer.reference_reader import read_reference

LABELS = frozenset({"bibliography", "citations", "literature", "references", "sources", "works cited"})
"""Headings that stand before such a list, in lower case."""

_DOI_ADDRESS = re.compile(r"^https?://(?:dx\.)?doi\.org/(10\.\d{4,9}/\S+)$", re.IGNORECASE)
_PUBMED_ADDRESS = re.compile(r"^https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|www\.ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,10})/?$")


def lines_of(*, node: Element) -> tuple[str, ...]:
    """Return the items of an ordered list, each with the DOI or PubMed number that only its links tell."""
    lines = (_line(item) for item in node.find_all("li", recursive=False))
    return tuple(line for line in lines if line)


def find_references(*, pieces: Sequence[tuple[str, Sequence[str]]]) -> tuple[int, bool] | None:
    """Return which piece of a text is its reference list, and whether the piece before it is the list's heading.

    A piece is given as its text and, for an ordered list, its lines. It is the last list after a heading such as
    "References"; without one, a list that ends the text, when at least half of its lines read like references.
    """
    for place in range(len(pieces) - 1, -1, -1):
        lines = pieces[place][1]
        if not 0 < len(lines) <= MAX_REFERENCES:
            continue
        labelled = place > 0 and pieces[place - 1][0].strip(" :").casefold() in LABELS
        if labelled or (place == len(pieces) - 1 and _read_like_references(lines)):
            return place, labelled
    return None


def _line(item: Element) -> str:
    line = plain(item)
    for link in item.find_all("a"):
        address = str(link.get("href") or "").strip()
        if (doi := _DOI_ADDRESS.match(address)) and doi[1].casefold() not in line.casefold():
            line = f"{line} doi:{doi[1]}"
        elif (pubmed := _PUBMED_ADDRESS.match(address)) and pubmed[1] not in line:
            line = f"{line} PMID: {pubmed[1]}"
    return line


def _read_like_references(lines: Sequence[str]) -> bool:
    read = [read_reference(line=line) for line in lines]
    return sum(reference.understood or "DOI" in reference.csl for reference in read) * 2 >= len(read)
