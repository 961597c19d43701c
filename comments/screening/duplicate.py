"""Was much the same text sent somewhere a short while ago?"""

from datetime import datetime, timedelta

from comments.policy import Facts
from comments.screening.values import Finding, Outcome, Rules
from comments.submission import Submission


def similar_text(_submission: Submission, facts: Facts, rules: Rules, now: datetime) -> Finding | None:
    """Hold a text whose like was sent within `rules.similar_hours`."""
    sent = facts.similar_text_at
    if facts.is_staff or sent is None or now - sent >= timedelta(hours=rules.similar_hours):
        return None
    return Finding("similar-text", Outcome.HOLD, weight=40, params={"hours": rules.similar_hours})
