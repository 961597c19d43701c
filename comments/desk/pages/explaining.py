"""What holds for the comments on a page, put together for whoever asks on the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from wagtail.models import Page

from comments.desk.pages.urls import REPORT, policy_url
from comments.desk.pages.words import LABELS, STATES, next_words, value_words
from comments.desk.urls import INDEX
from comments.permissions import may_moderate, may_set_policy
from comments.policy import Effective, EffectivePolicy, Origin, State, next_change, state_at
from comments.selectors.commentable import commentable_type_ids
from comments.selectors.lineage import page_lineage
from comments.selectors.overrides import overrides_below
from comments.selectors.policies import policies_of_paths
from comments.selectors.waiting import waiting_within


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that holds: what, and where it was set. `url` is where this person could change it, if not here."""

    name: str
    label: str
    value: str
    origin: Origin
    here: bool
    enforced: bool
    url: str | None


@dataclass(frozen=True, slots=True)
class Story:
    """What holds for the comments on a page, what happens next, what waits, and what this person may do about it.

    `above` is what would hold if the page itself said nothing. `has_below`: pages may lie below. `elsewhere`: the state
    is enforced by a page above, so that nothing said here changes it.
    """

    page: Page
    holds: EffectivePolicy
    above: EffectivePolicy
    state: State
    state_words: str
    next_words: str
    lines: list[Line]
    takes_comments: bool
    has_below: bool
    elsewhere: bool
    may_change: bool
    policy_url: str
    moderates: bool = False
    waiting_here: int = 0
    waiting_below: int = 0
    queue_url: str = ""
    overrides_below: int = 0
    report_url: str = ""

    @property
    def status_class(self) -> str:
        """How Wagtail shows the state."""
        return status_class(self.state)


def explain(*, page: Page, user: Any, now: datetime) -> Story:
    """Return what holds for the comments on `page`, as told to `user`. At most four statements."""
    takes_comments = page.content_type_id in commentable_type_ids()
    parent = page_lineage(page.path)[-2]
    policies = policies_of_paths([page.path, parent])
    holds, above = policies[page.path], policies[parent]
    since = page.first_published_at if takes_comments else None
    state = state_at(holds, now=now, first_published_at=since)
    changes_at = next_change(holds, now=now, first_published_at=since)
    moderates = may_moderate(user, page=page)
    here, within = waiting_within(user=user, page=page) if moderates else (0, 0)
    return Story(
        page=page,
        holds=holds,
        above=above,
        state=state,
        state_words=str(STATES[state]),
        next_words=next_words(
            holds,
            state=state,
            changes_at=changes_at,
            first_published_at=since,
            takes_comments=takes_comments,
            now=now,
        ),
        lines=_lines(holds, page=page, user=user),
        takes_comments=takes_comments,
        has_below=may_have_below(page),
        elsewhere=holds.state.enforced and holds.state.origin.page_id != page.pk,
        may_change=may_set_policy(user, page=page),
        policy_url=policy_url(page.pk),
        moderates=moderates,
        waiting_here=here,
        waiting_below=within - here,
        queue_url=queue_url(page),
        overrides_below=overrides_below(page),
        report_url=f"{reverse(REPORT)}?{urlencode({'branch': page.pk})}",
    )


def status_class(state: State) -> str:
    """Return the class of Wagtail's tag for a state: filled where comments are taken."""
    return "w-status--primary" if state is State.OPEN else ""


def queue_url(page: Page) -> str:
    """Return the address of what waits on `page` and below."""
    return f"{reverse(INDEX)}?{urlencode({'branch': page.pk})}"


def may_have_below(page: Page) -> bool:
    """Tell whether pages lie below `page`, or can be made there."""
    kind = page.specific_class
    return bool(page.numchild or (kind is not None and kind.allowed_subpage_models()))


def effective(policy: EffectivePolicy, name: str) -> Effective[Any]:
    """Return what `policy` says about one of the desk's `LABELS`, with its origin; of the times, the closing moment."""
    found: Effective[Any] = getattr(policy, "closes_at" if name == "times" else name)
    return found


def _lines(holds: EffectivePolicy, *, page: Page, user: Any) -> list[Line]:
    said = {name: effective(holds, name) for name in LABELS}
    changeable = _changeable({each.origin.page_id for each in said.values()} - {page.pk, None}, user=user)
    return [
        Line(
            name=name,
            label=str(LABELS[name]),
            value=value_words(holds, name),
            origin=each.origin,
            here=each.origin.page_id == page.pk,
            enforced=each.enforced,
            url=changeable.get(each.origin.page_id),
        )
        for name, each in said.items()
    ]


def _changeable(page_ids: Iterable[int | None], *, user: Any) -> dict[int | None, str]:
    wanted = set(page_ids)
    if not wanted:
        return {}
    pages = Page.objects.filter(pk__in=wanted)
    return {page.pk: policy_url(page.pk) for page in pages if may_set_policy(user, page=page)}
