"""How did moderators decide about this sender of late?"""

from datetime import datetime

from comments.policy import Facts
from comments.screening.values import Finding, Outcome, Rules
from comments.submission import Submission


def often_rejected(_submission: Submission, facts: Facts, rules: Rules, _now: datetime) -> Finding | None:
    """Hold a sender of whose recently decided comments too large a share was rejected."""
    decided, rejected = facts.decided_recent, facts.rejected_recent
    if facts.is_staff or not rules.holds_record(decided=decided, rejected=rejected):
        return None
    return Finding("track-record", Outcome.HOLD, weight=40, params={"rejected": rejected, "decided": decided})
