"""The values of screening: what is set, what one check found, and what all of them together say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from comments.policy import Facts
from comments.submission import Submission


class Outcome(StrEnum):
    """What becomes of a submission, from the mildest to the strictest."""

    PUBLISH = "publish"
    HOLD = "hold"
    SPAM = "spam"

    @property
    def strictness(self) -> int:
        """0 for the mildest outcome, rising."""
        return tuple(Outcome).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found.

    `check` is its stable code, `weight` (1 to 100) how urgently a moderator should look, `evidence` the span of
    characters of the body that it is about, `params` what the words for it need: strings, numbers and booleans only.
    """

    check: str
    outcome: Outcome
    weight: int
    evidence: tuple[int, int] | None = None
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The strictest outcome of all findings, and the findings, strictest and weightiest first."""

    outcome: Outcome
    findings: tuple[Finding, ...]

    @property
    def weight(self) -> int:
        """The weight of all findings together."""
        return sum(finding.weight for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What moderators set.

    Words are phrases, never patterns. A text with `newcomer_links` or more links is held if a newcomer wrote it, with
    `max_links` or more if anyone did; a page's policy may set another `max_links`. Trusted is who has a confirmed
    address and `trusted_after` approved comments. Held is whose share of rejected among at least `record_least`
    recently decided comments reaches `record_rejected`, and what was sent within `form_seconds` of being shown. So many
    open reports as `report_threshold` hide a comment until a moderator has looked. `set_on` has by name the title of
    the page where a number was set, `lists` the title of its page and the text of every list of words.
    """

    hold_words: tuple[str, ...] = ()
    spam_words: tuple[str, ...] = ()
    newcomer_links: int = 1
    max_links: int = 3
    trusted_after: int = 2
    record_least: int = 5
    record_rejected: float = 0.3
    form_seconds: float = 3.0
    similar_hours: int = 24
    report_threshold: int = 3
    set_on: Mapping[str, str] = field(default_factory=dict, compare=False)
    lists: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    def listed_on(self, phrase: str) -> str:
        """Return the title of the page that has `phrase` on a list, nothing if that is not known."""
        return next((title for title, text in self.lists if phrase in map(str.strip, text.splitlines())), "")

    def trusts(self, facts: Facts) -> bool:
        """Say whether the sender is past being a newcomer."""
        return facts.is_staff or self.trusts_record(confirmed=facts.confirmed, approved=facts.approved_count)

    def trusts_record(self, *, confirmed: bool, approved: int) -> bool:
        """Say the same of a reader whose address is `confirmed` or not, and of whom so many comments were approved."""
        return confirmed and approved >= self.trusted_after

    def holds_record(self, *, decided: int, rejected: int) -> bool:
        """Say whether so many rejected among the recently decided comments of a reader hold the next."""
        return decided >= self.record_least and rejected / max(decided, 1) >= self.record_rejected


Check = Callable[[Submission, Facts, Rules, datetime], Finding | None]
