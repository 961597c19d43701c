"""A whole text, with what screening pointed at."""

from collections.abc import Iterable, Mapping
from typing import Any

from comments.desk import words


def marked(body: str, ledger: Iterable[Mapping[str, Any]]) -> list[tuple[str, bool]]:
    """Return `body` in runs of text, each with whether a finding is about it. Whoever shows them escapes them."""
    covered = bytearray(len(body))
    for finding in ledger:
        if finding.get("evidence"):
            first, last = (max(place, 0) for place in finding["evidence"])
            covered[first:last] = b"\x01" * len(covered[first:last])
    runs: list[tuple[str, bool]] = []
    start = 0
    for place in range(1, len(body) + 1):
        if place == len(body) or covered[place] != covered[start]:
            runs.append((body[start:place], bool(covered[start])))
            start = place
    return runs


def evidences(body: str, ledger: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return each finding that points at something, as a sentence and the words it points at."""
    return [
        {"sentence": words.finding_sentence(finding), "words": body[slice(*finding["evidence"])]}
        for finding in ledger
        if finding.get("evidence")
    ]
