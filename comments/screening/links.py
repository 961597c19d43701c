"""How many links are in it?"""

import re
from datetime import datetime
from typing import Final

from comments.policy import Facts
from comments.screening.values import Finding, Outcome, Rules
from comments.submission import Submission

LINK: Final = re.compile(r"(?:https?://|(?<![\w./])www\.(?=\w)|\]\(\s*<?mailto:)[^\s<>()\[\]]*", re.IGNORECASE)
"""Whatever the markup may make a link of."""


def too_many_links(submission: Submission, facts: Facts, rules: Rules, _now: datetime) -> Finding | None:
    """Hold a text with as many links as the limit or more; staff have none. The evidence is the first link."""
    found = list(LINK.finditer(submission.body))
    if facts.is_staff or not found:
        return None
    of_page = facts.policy.max_links.value
    limit = rules.max_links if of_page is None else of_page
    newcomer = not rules.trusts(facts)
    if newcomer:
        limit = min(limit, rules.newcomer_links)
    if len(found) < limit:
        return None
    params = {"count": len(found), "limit": limit, "newcomer": newcomer}
    return Finding("links", Outcome.HOLD, weight=30, evidence=found[0].span(), params=params)
