"""What holds for comments, in the words of editors."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments.models import CommentPolicy
from comments.policy import EffectivePolicy, State
from comments.policy.timing import closing_moment

LABELS: Mapping[str, Any] = {
    "state": gettext_lazy("Comments"),
    "times": gettext_lazy("Times"),
    "who": gettext_lazy("Who may write"),
    "moderation": gettext_lazy("Read first"),
    "max_depth": gettext_lazy("Depth of replies"),
    "votes": gettext_lazy("Likes"),
    "max_links": gettext_lazy("Links"),
    "message": gettext_lazy("Note to readers"),
}
"""What a policy is about, in the order in which it is told; the four fields of time are one."""

STATES: Mapping[State, Any] = {
    State.OPEN: gettext_lazy("Open"),
    State.CLOSED: gettext_lazy("Closed"),
    State.HIDDEN: gettext_lazy("Hidden"),
}


def moment_words(moment: datetime) -> str:
    """Return day and time."""
    return date_format(localtime(moment), "DATETIME_FORMAT")


def value_words(policy: EffectivePolicy, name: str) -> str:
    """Return what `policy` says about one of `LABELS`."""
    return _VALUES[name](policy)


def next_words(
    policy: EffectivePolicy,
    *,
    state: State,
    changes_at: datetime | None,
    first_published_at: datetime | None,
    takes_comments: bool,
    now: datetime,
) -> str:
    """Return in a sentence what time has done or will do to the comments; nothing where it does nothing."""
    if changes_at is not None:
        closes = state is State.OPEN
        sentence = _("Comments close on %(moment)s") if closes else _("Comments open on %(moment)s")
        return sentence % {"moment": moment_words(changes_at)}
    if policy.state.value is not State.OPEN:
        return ""
    closed_at = closing_moment(policy, first_published_at=first_published_at)
    if closed_at is not None and closed_at <= now:
        return _("Time closed the comments on %(moment)s") % {"moment": moment_words(closed_at)}
    days = policy.close_after_days.value
    if days is None:
        return ""
    if takes_comments:
        return _after_days(days)
    return ngettext(
        "Each page below closes a day after it is first published",
        "Each page below closes %(days)d days after it is first published",
        days,
    ) % {"days": days}


def _state(policy: EffectivePolicy) -> str:
    return str(CommentPolicy.States(policy.state.value.value).label)


def _times(policy: EffectivePolicy) -> str:
    said = []
    if policy.opens_at.value is not None:
        said.append(_("open from %(moment)s") % {"moment": moment_words(policy.opens_at.value)})
    if policy.closes_at.value is not None:
        said.append(_("closed from %(moment)s") % {"moment": moment_words(policy.closes_at.value)})
    if policy.close_after_days.value is not None:
        said.append(_after_days(policy.close_after_days.value))
    if said and policy.reopened_at.value is not None:
        said.append(_("opened again on %(moment)s") % {"moment": moment_words(policy.reopened_at.value)})
    return capfirst("; ".join(said)) if said else _("None: time neither opens nor closes")


def _after_days(days: int) -> str:
    return ngettext(
        "Closed a day after it was first published", "Closed %(days)d days after it was first published", days
    ) % {"days": days}


def _who(policy: EffectivePolicy) -> str:
    return str(CommentPolicy.Readers(policy.who.value.value).label)


def _moderation(policy: EffectivePolicy) -> str:
    return str(CommentPolicy.Moderations(policy.moderation.value.value).label)


def _depth(policy: EffectivePolicy) -> str:
    depth = policy.max_depth.value
    return ngettext("Shown one level deep", "Shown %(depth)d levels deep", depth) % {"depth": depth}


def _votes(policy: EffectivePolicy) -> str:
    return _("Readers can like comments") if policy.votes.value else _("No likes")


def _links(policy: EffectivePolicy) -> str:
    limit = policy.max_links.value
    if limit is None:
        return _("As many as the rules allow")
    return ngettext("Held with a link", "Held with %(limit)d links or more", max(limit, 1)) % {"limit": limit}


def _message(policy: EffectivePolicy) -> str:
    return policy.message.value or _("No note")


_VALUES: Mapping[str, Callable[[EffectivePolicy], str]] = {
    "state": _state,
    "times": _times,
    "who": _who,
    "moderation": _moderation,
    "max_depth": _depth,
    "votes": _votes,
    "max_links": _links,
    "message": _message,
}
