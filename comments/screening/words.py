"""Does it hold a phrase that moderators listed?"""

from datetime import datetime

from comments.policy import Facts
from comments.screening.folding import fold
from comments.screening.phrases import phrase_book
from comments.screening.values import Finding, Outcome, Rules
from comments.submission import Submission


def words_to_hold(submission: Submission, _facts: Facts, rules: Rules, _now: datetime) -> Finding | None:
    """Hold a text with a phrase of `rules.hold_words`, whoever wrote it."""
    return _find(submission, rules, rules.hold_words, Finding("words", Outcome.HOLD, weight=50))


def words_of_spam(submission: Submission, _facts: Facts, rules: Rules, _now: datetime) -> Finding | None:
    """Set aside as spam a text with a phrase of `rules.spam_words`, whoever wrote it."""
    return _find(submission, rules, rules.spam_words, Finding("words", Outcome.SPAM, weight=80))


def _find(submission: Submission, rules: Rules, phrases: tuple[str, ...], finding: Finding) -> Finding | None:
    if not phrases:
        return None
    book = phrase_book(phrases)
    for field in ("body", "name", "website", "email"):
        folded = fold(getattr(submission, field))
        found = book.first_in(folded)
        if found is not None:
            evidence = (found.start, found.end) if field == "body" else None
            params = {"phrase": found.phrase, "field": field}
            if listed_on := rules.listed_on(found.phrase):
                params["set_on"] = listed_on
            return Finding(finding.check, finding.outcome, finding.weight, evidence, params)
    return None
