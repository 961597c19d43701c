"""The part of a text that fits on a card, with what screening pointed at."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

EXCERPT = 280
"""Characters of a comment on its card."""

BEFORE = 60
"""Characters shown before the first evidence where that lies further down."""

_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, and whether a finding is about it."""

    text: str
    marked: bool


def excerpt(body: str, ledger: Sequence[Mapping[str, Any]]) -> list[Piece]:
    """Return the beginning of `body` on one line, or where the first evidence is if that lies beyond, in pieces.

    The pieces are plain text: whoever shows them escapes them.
    """
    spans = _merged(_spans(body, ledger))
    start = 0
    if spans and spans[0][1] > EXCERPT:
        start = max(spans[0][0] - BEFORE, 0)
    end = start + EXCERPT
    pieces: list[Piece] = []
    place = start
    for first, last in spans:
        if first >= end:
            break
        pieces += [Piece(body[place:first], marked=False), Piece(body[first : min(last, end)], marked=True)]
        place = min(last, end)
    pieces.append(Piece(body[place:end], marked=False))
    told = [Piece(_BLANKS.sub(" ", piece.text), piece.marked) for piece in pieces if piece.text]
    before = [Piece("…", marked=False)] if start else []
    after = [Piece("…", marked=False)] if end < len(body) else []
    return [*before, *told, *after]


def _spans(body: str, ledger: Iterable[Mapping[str, Any]]) -> Iterable[tuple[int, int]]:
    for finding in ledger:
        if finding.get("evidence"):
            first, last = finding["evidence"]
            if 0 <= first < last:
                yield min(first, len(body)), min(last, len(body))


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged
