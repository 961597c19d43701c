"""What rules would have done, told to moderators."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import reverse

from comments.desk import words
from comments.desk.queue.excerpts import Piece, excerpt
from comments.desk.urls import INSPECT
from comments.selectors.trying import Caught, Example, Tried


@dataclass(frozen=True, slots=True)
class ToldExample:
    """A comment of the sample: its address on the desk, its words in pieces, and the verdict in a sentence."""

    url: str
    name: str
    title: str
    pieces: list[Piece]
    verdict: str
    changes: bool


@dataclass(frozen=True, slots=True)
class ToldTrial:
    """What was tried, with its samples in words."""

    approved: Caught
    rejected: Caught
    cut: bool
    approved_examples: Sequence[ToldExample]
    rejected_examples: Sequence[ToldExample]


def told(tried: Tried) -> ToldTrial:
    """Return what was tried as the template shows it."""
    return ToldTrial(
        approved=tried.approved,
        rejected=tried.rejected,
        cut=tried.cut,
        approved_examples=[_example(example) for example in tried.approved.examples],
        rejected_examples=[_example(example) for example in tried.rejected.examples],
    )


def _example(example: Example) -> ToldExample:
    ledger: list[dict[str, Any]] = [asdict(finding) for finding in example.verdict.findings]
    return ToldExample(
        url=reverse(INSPECT, args=[example.comment]),
        name=example.name,
        title=example.title,
        pieces=excerpt(example.body, ledger),
        verdict=words.verdict_sentence(ledger),
        changes=example.changes,
    )
