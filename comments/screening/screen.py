"""All checks run, the strictest wins."""

import logging
from collections.abc import Sequence
from datetime import datetime

from comments.policy import Facts
from comments.screening.duplicate import similar_text
from comments.screening.form_age import sent_too_soon
from comments.screening.honeypot import trap_filled
from comments.screening.links import too_many_links
from comments.screening.moderation import read_first
from comments.screening.newcomer import newcomer_first
from comments.screening.track_record import often_rejected
from comments.screening.values import Check, Finding, Outcome, Rules, Verdict
from comments.screening.words import words_of_spam, words_to_hold
from comments.submission import Submission

logger = logging.getLogger(__name__)

CHECKS: tuple[Check, ...] = (
    read_first,
    newcomer_first,
    too_many_links,
    words_to_hold,
    words_of_spam,
    similar_text,
    often_rejected,
    trap_filled,
    sent_too_soon,
)


def screen(
    *, submission: Submission, facts: Facts, rules: Rules, now: datetime, checks: Sequence[Check] = CHECKS
) -> Verdict:
    """Return the verdict on a normalised submission; the order of the checks does not matter.

    A check that fails does not let the text through and does not lose it: it counts as the finding `check-failed`,
    which holds.
    """
    found = (_run(check, submission, facts, rules, now) for check in checks)
    findings = tuple(sorted((finding for finding in found if finding is not None), key=_strictest_first))
    outcome = findings[0].outcome if findings else Outcome.PUBLISH
    return Verdict(outcome, findings)


def _run(check: Check, submission: Submission, facts: Facts, rules: Rules, now: datetime) -> Finding | None:
    try:
        return check(submission, facts, rules, now)
    except Exception:
        logger.exception("The check %s failed; the comment is held.", check.__name__)
        return Finding("check-failed", Outcome.HOLD, weight=10, params={"check": check.__name__})


def _strictest_first(finding: Finding) -> tuple[int, int, str, str]:
    return -finding.outcome.strictness, -finding.weight, finding.check, repr(sorted(finding.params.items()))
