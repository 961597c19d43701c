"""The pages that say something of their own about comments."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page

from comments.models import CommentPolicy
from comments.permissions import policies_for
from comments.policy import EffectivePolicy, PolicyRow, State, next_change, state_at
from comments.selectors.commentable import commentable_type_ids
from comments.selectors.lineage import page_lineage
from comments.selectors.policies import policies_of_paths

SAYABLE = tuple(field.name for field in fields(PolicyRow) if field.name not in {"origin", "enforce"})
"""The fields in which a page can say something."""


@dataclass(frozen=True, slots=True)
class Override:
    """A page's own word on comments: the row, how many pages above it have one too, and what holds on the page.

    `changes_at` is the moment at which time itself changes `state`, None if it never does.
    """

    policy: CommentPolicy
    level: int
    holds: EffectivePolicy
    state: State
    changes_at: datetime | None


def overrides(user: Any) -> QuerySet[CommentPolicy]:
    """Return what pages say of their own where `user` publishes or moderates, in the order of the tree.

    Rows that say nothing any more are left out, and those of pages that are gone.
    """
    return (
        CommentPolicy.objects.filter(_says_something(), policies_for(user), page__isnull=False)
        .select_related("page")
        .order_by("page__path")
    )


def overrides_below(page: Page) -> int:
    """Return how many pages below `page` say something of their own. One statement, none where no page is below."""
    if not page.numchild:
        return 0
    below = CommentPolicy.objects.filter(_says_something(), page__path__startswith=page.path)
    return below.exclude(page_id=page.pk).count()


def in_the_tree(policies: Sequence[CommentPolicy], *, user: Any, now: datetime) -> list[Override]:
    """Return the rows, which are some of `overrides(user)`, each with its level and what holds on its page.

    Two statements for all.
    """
    paths = {policy.pk: policy.page.path for policy in policies if policy.page is not None}
    above = {step for path in paths.values() for step in page_lineage(path)[:-1]}
    speaking = set(overrides(user).filter(page__path__in=above).values_list("page__path", flat=True))
    holding = policies_of_paths(paths.values())
    return [
        Override(policy, sum(step in speaking for step in page_lineage(path)[:-1]), *_now(policy, holding[path], now))
        for policy in policies
        for path in [paths[policy.pk]]
    ]


def first_published(page: Page) -> datetime | None:
    """Return when the days of `page` began to count; nothing where its kind takes no comments itself."""
    since: datetime | None = page.first_published_at
    return since if page.content_type_id in commentable_type_ids() else None


def _now(
    policy: CommentPolicy, holds: EffectivePolicy, now: datetime
) -> tuple[EffectivePolicy, State, datetime | None]:
    since = None if policy.page is None else first_published(policy.page)
    state = state_at(holds, now=now, first_published_at=since)
    return holds, state, next_change(holds, now=now, first_published_at=since)


def _says_something() -> Q:
    condition = Q()
    for name in SAYABLE:
        condition |= Q(**{f"{name}__isnull": False})
    return condition
