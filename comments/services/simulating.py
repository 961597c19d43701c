"""What would become of a text, without anybody having sent it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from wagtail.models import Page

from comments.permissions import may_moderate
from comments.policy import EffectivePolicy, Refusal
from comments.screening import Rules, fingerprint
from comments.screening.links import LINK
from comments.selectors.standing import standing
from comments.services.facts import Sender, gather_facts
from comments.services.judging import Judged, Refused, judged_by
from comments.submission import BODY_MAX, Submission, normalise

NOBODY = UUID(int=0)


class Who(StrEnum):
    """Somebody a policy tells from others.

    A guest without a confirmed address, somebody who confirmed theirs and wrote nothing yet, somebody whom the page's
    rules trust, and staff.
    """

    GUEST = "guest"
    NEWCOMER = "newcomer"
    TRUSTED = "trusted"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Simulated:
    """What would become of `text`, as it would be judged: refused, or judged; and what holds on the page.

    `links` are the places of the text that count as links.
    """

    text: str
    refused: Refusal | None
    judged: Judged | None
    policy: EffectivePolicy
    rules: Rules
    links: tuple[str, ...]


def simulate(
    *, page: Page, who: Who, body: str, name: str, email: str = "", website: str = "", user: Any, now: datetime
) -> Simulated:
    """Return what would become of `body` if somebody like `who` sent it to `page` now: refusal first, then screening.

    The pipeline is that of a comment, and so are policy, rules, bans of the address, and texts alike that were sent.
    Invented is the sender alone: their record is that of `who`, they sent nothing before, and they are refused by no
    limit of time. Nothing is stored, counted or told anybody.

    Raises `PermissionDenied` when `user` does not moderate `page`.
    """
    if not may_moderate(user, page=page):
        raise PermissionDenied
    submission = normalise(
        Submission(body=body, name=name, email=email, website=website, parent=None, key=NOBODY, origin="")
    )
    likeness = fingerprint(submission.body[:BODY_MAX])
    there = standing(page=page, submission=submission, above=None, now=now)
    known = gather_facts(
        page=page, submission=submission, likeness=likeness, parent=None, sender=Sender(), there=there, now=now
    )
    facts = replace(known, **_record(who, there.rules))
    judged, refused = None, None
    try:
        judged = judged_by(submission=submission, likeness=likeness, facts=facts, rules=there.rules, now=now)
    except Refused as error:
        refused = error.refusal
    links = tuple(found.group() for found in LINK.finditer(submission.body[:BODY_MAX]))
    return Simulated(submission.body, refused, judged, there.policy, there.rules, links)


def _record(who: Who, rules: Rules) -> Mapping[str, Any]:
    invented: dict[str, Any] = {
        "recent_own": (),
        "same_text_at": None,
        "decided_recent": 0,
        "rejected_recent": 0,
        "approved_count": rules.trusted_after if who is Who.TRUSTED else 0,
        "confirmed": who is not Who.GUEST,
        "is_staff": who is Who.STAFF,
    }
    return {**invented, "name_reserved": False} if who is Who.STAFF else invented
