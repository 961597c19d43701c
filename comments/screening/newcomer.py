"""Are newcomers read first here, and is this one?"""

from datetime import datetime

from comments.policy import Facts, Moderation
from comments.screening.values import Finding, Outcome, Rules
from comments.submission import Submission


def newcomer_first(_submission: Submission, facts: Facts, rules: Rules, _now: datetime) -> Finding | None:
    """Hold a newcomer's comment where the policy reads newcomers first."""
    if rules.trusts(facts) or facts.policy.moderation.value is not Moderation.NEWCOMERS:
        return None
    params = {"approved": facts.approved_count, "needed": rules.trusted_after, "confirmed": facts.confirmed}
    return Finding("newcomer", Outcome.HOLD, weight=5, params=params)
