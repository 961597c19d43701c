"""Was the form sent sooner than anybody can write?"""

from datetime import datetime

from comments.policy import Facts
from comments.screening.values import Finding, Outcome, Rules
from comments.submission import Submission


def sent_too_soon(submission: Submission, facts: Facts, rules: Rules, _now: datetime) -> Finding | None:
    """Hold what was sent within `rules.form_seconds` of being shown; an unknown age says nothing."""
    age = submission.form_age
    if facts.is_staff or age is None or age >= rules.form_seconds:
        return None
    return Finding("form-age", Outcome.HOLD, weight=20, params={"seconds": round(age, 1)})
