"""What holds for pages: the rows of their lineage, resolved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, QuerySet
from wagtail.models import Page

from comments.models import CommentPolicy
from comments.policy import (
    EffectivePolicy,
    Moderation,
    Origin,
    PolicyRow,
    State,
    Who,
    next_change,
    resolve_policy,
    state_at,
)
from comments.selectors.lineage import page_lineage
from ground.prepared import Several, prepared


def effective_policy(*, page: Page, now: datetime) -> EffectivePolicy:
    """Return what holds for comments on `page`, each value with its origin. One statement."""
    return effective_policies(pages=[page], now=now)[page.pk]


def effective_policies(*, pages: Sequence[Page], now: datetime) -> dict[int, EffectivePolicy]:
    """Return what holds for comments on each of `pages`, by page id. One statement for all.

    What is said for a time is returned as said; `comments.policy.state_at` tells what it means at a moment.
    """
    policies = policies_of_paths([page.path for page in pages])
    return {page.pk: policies[page.path] for page in pages}


@dataclass(frozen=True, slots=True)
class Explained:
    """What holds for a page, each value with where it was set, by whom and when; what that means now, and until when.

    `changes_at` is the moment at which time itself changes `state`, None if it never does.
    """

    policy: EffectivePolicy
    state: State
    changes_at: datetime | None


def explained(*, pages: Sequence[Page], now: datetime) -> dict[int, Explained]:
    """Return what holds for comments on each of `pages` and what it means at `now`, by page id. One statement."""
    policies = effective_policies(pages=pages, now=now)
    found = {}
    for page in pages:
        policy, since = policies[page.pk], page.first_published_at
        state = state_at(policy, now=now, first_published_at=since)
        changes_at = next_change(policy, now=now, first_published_at=since)
        found[page.pk] = Explained(policy, state, changes_at)
    return found


def policies_of_paths(paths: Iterable[str]) -> dict[str, EffectivePolicy]:
    """Return what holds at each of the tree paths. One statement for all."""
    lineages = {path: page_lineage(path) for path in paths}
    wanted = sorted({step for lineage in lineages.values() for step in lineage})
    rows = {policy.page.path: policy_row(policy) for policy in _stored(paths=wanted) if policy.page is not None}
    return {
        path: resolve_policy([rows[step] for step in lineage if step in rows]) for path, lineage in lineages.items()
    }


@prepared(paths=Several(CharField()))
def _stored(*, paths: Any) -> QuerySet[CommentPolicy]:
    return CommentPolicy.objects.filter(page__path__in=paths).select_related("page")


def policy_row(policy: CommentPolicy) -> PolicyRow:
    """Return what the row says, with its page as its origin; the page must have come with it."""
    title = policy.page.title if policy.page is not None else policy.page_title
    return PolicyRow(
        origin=Origin(page_id=policy.page_id, page_title=title, set_by=policy.set_by, set_at=policy.set_at),
        state=None if policy.state is None else State(policy.state),
        opens_at=policy.opens_at,
        closes_at=policy.closes_at,
        close_after_days=policy.close_after_days,
        reopened_at=policy.reopened_at,
        who=None if policy.who is None else Who(policy.who),
        moderation=None if policy.moderation is None else Moderation(policy.moderation),
        max_depth=policy.max_depth,
        votes=policy.votes,
        max_links=policy.max_links,
        message=policy.message,
        enforce=frozenset(policy.enforce),
    )
