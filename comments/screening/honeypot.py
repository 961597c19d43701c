"""Was the field filled that people cannot see?"""

from datetime import datetime

from comments.policy import Facts
from comments.screening.values import Finding, Outcome, Rules
from comments.submission import Submission


def trap_filled(submission: Submission, _facts: Facts, _rules: Rules, _now: datetime) -> Finding | None:
    """Set aside as spam whatever came with the trap filled."""
    if not submission.honeypot:
        return None
    return Finding("honeypot", Outcome.SPAM, weight=90)
