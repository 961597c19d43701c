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
    """Hold a text with as many links as the limit or more; staff have none. The evidence is the first link.

    `set_on` names the page where the limit was set, if any did.
    """
    found = list(LINK.finditer(submission.body))
    if facts.is_staff or not found:
        return None
    of_page = facts.policy.max_links.value
    limit = rules.max_links if of_page is None else of_page
    set_on = "" if of_page is None else facts.policy.max_links.origin.page_title
    newcomer = not rules.trusts(facts)
    if newcomer and rules.newcomer_links <= limit:
        limit, set_on = rules.newcomer_links, rules.set_on.get("newcomer_links", "")
    if len(found) < limit:
        return None
    params: dict[str, object] = {"count": len(found), "limit": limit, "newcomer": newcomer}
    if set_on:
        params["set_on"] = set_on
    return Finding("links", Outcome.HOLD, weight=30, evidence=found[0].span(), params=params)
