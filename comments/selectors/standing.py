"""What is set for a page and for whoever writes there, and the place for what they write: all in one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, DateTimeField, Exists, F, IntegerField, OuterRef, QuerySet, Subquery
from wagtail.models import Page

from comments.models import Comment
from comments.policy import EffectivePolicy, resolve_policy
from comments.screening import Rules
from comments.selectors.bans import bans_among, values_of
from comments.selectors.expressions import BELOW
from comments.selectors.lineage import page_lineage
from comments.selectors.policies import policy_row
from comments.selectors.rules import NUMBERS, joined
from comments.selectors.taken_back import NETWORK, OWN, moments, taken_back
from comments.submission import Submission
from ground.prepared import Several, prepared


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds for a page, whether this sender is banned there, and the last comment's path below a parent.

    `taken_back_…` is when this sender, and anybody of this network, sent what they have taken back since.
    """

    policy: EffectivePolicy
    rules: Rules
    banned: bool
    last_path: str
    taken_back_own: tuple[datetime, ...] = ()
    taken_back_network: tuple[datetime, ...] = ()


def standing(*, page: Page, submission: Submission, above: str | None, mark: str = "", now: datetime) -> Standing:
    """Return what holds for `submission` on `page`. One statement.

    `above` is the path of the comment it answers, `mark` the sender's, as `mark_of` gives it.
    """
    rows: list[Any] = _lineage(
        paths=page_lineage(page.path),
        page_id=page.pk,
        above=above or "",
        end=(above or "") + BELOW,
        mark=[mark],
        networks=submission.origins,
        **values_of(submission.email),
        now=now,
    )
    steps = {row.path: row for row in rows}.values()
    policies = (getattr(step, "comment_policy", None) for step in steps)
    said = [step.comment_rules for step in steps if getattr(step, "comment_rules", None) is not None]
    return Standing(
        policy=resolve_policy([policy_row(policy) for policy in policies if policy is not None]),
        rules=joined(
            numbers=({name: getattr(row, name) for name in NUMBERS} for row in said),
            words=((row.outcome, row.phrases) for row in rows),
            set_on={name: row.page.title for row in said for name in NUMBERS if getattr(row, name) is not None},
            lists=[(row.title, row.phrases) for row in rows if row.phrases],
        ),
        banned=any(row.banned for row in rows),
        last_path=rows[0].last_path or above or "",
        taken_back_own=moments(rows[0], "own"),
        taken_back_network=moments(rows[0], "network"),
    )


@prepared(
    paths=Several(CharField()),
    page_id=IntegerField(),
    above=CharField(),
    end=CharField(),
    mark=Several(CharField()),
    networks=Several(CharField()),
    addresses=Several(CharField()),
    domains=Several(CharField()),
    now=DateTimeField(),
)
def _lineage(
    *, paths: Any, page_id: Any, above: Any, end: Any, mark: Any, networks: Any, addresses: Any, domains: Any, now: Any
) -> QuerySet[Page]:
    bans = bans_among(networks=networks, addresses=addresses, domains=domains, now=now)
    steps: QuerySet[Page] = (
        Page.objects.filter(path__in=paths)
        .order_by("path")
        .select_related("comment_policy", "comment_rules")
        .annotate(
            banned=Exists(bans.filter(page_id=OuterRef("pk"))),
            last_path=Subquery(_between(page_id, above, end).values("path")[:1]),
            outcome=F("comment_word_lists__outcome"),
            phrases=F("comment_word_lists__phrases"),
            **taken_back("own", scope=OWN, keys=mark, now=now),
            **taken_back("network", scope=NETWORK, keys=networks, now=now),
        )
    )
    return steps


def last_below(page_id: int, above: str) -> QuerySet[Comment]:
    """Return the comments below the one at `above`, or all of the page, the last in order of the tree first."""
    return _between(page_id, above, above + BELOW)


def _between(page_id: Any, above: Any, end: Any) -> QuerySet[Comment]:
    return Comment.objects.filter(page_id=page_id, path__gt=above, path__lt=end).order_by("-path")
