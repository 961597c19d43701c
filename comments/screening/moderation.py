"""Is everything on this page read before it is published?"""

from datetime import datetime

from comments.policy import Facts, Moderation
from comments.screening.values import Finding, Outcome, Rules
from comments.submission import Submission


def read_first(_submission: Submission, facts: Facts, _rules: Rules, _now: datetime) -> Finding | None:
    """Hold everybody's comments but staff's where the policy reads everything first; `set_on` names the page."""
    moderation = facts.policy.moderation
    if facts.is_staff or moderation.value is not Moderation.EVERYTHING:
        return None
    return Finding("read-first", Outcome.HOLD, weight=1, params={"set_on": moderation.origin.page_title})
