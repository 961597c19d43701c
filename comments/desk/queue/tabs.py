"""The tabs over the queue, and how much is behind each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from comments.desk.queue.conditions import is_reported
from comments.lifecycle import Status
from comments.models import Comment

PARAMETER = "status"

COUNTED = 1000
"""Comments of a tab that is not open are counted up to here: "more than a thousand" is all anybody asks."""


class Tab(StrEnum):
    """What can be looked at, in the order of the tabs."""

    WAITING = Status.PENDING.value
    REPORTED = "reported"
    APPROVED = Status.APPROVED.value
    REJECTED = Status.REJECTED.value
    SPAM = Status.SPAM.value
    ALL = "all"


LABELS: Mapping[Tab, Any] = {
    Tab.WAITING: _("Waiting"),
    Tab.REPORTED: _("Reported"),
    Tab.APPROVED: _("Approved"),
    Tab.REJECTED: _("Rejected"),
    Tab.SPAM: _("Spam"),
    Tab.ALL: _("All"),
}


def asked_tab(query: QueryDict) -> Tab:
    """Return the tab that a query asks for, what waits if it asks for none that there is."""
    asked = query.get(PARAMETER, "")
    return next((tab for tab in Tab if tab.value == asked), Tab.WAITING)


def within(tab: Tab) -> Q:
    """Return the condition of comments that are behind the tab."""
    if tab is Tab.ALL:
        return Q()
    return is_reported() if tab is Tab.REPORTED else Q(status=tab.value)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many comments are behind each tab, more than `COUNTED` as one more; behind the open one exactly.

    `waiting` is how many wait in all, whatever is asked for; `beside` what was answered along with it.
    """

    behind: Mapping[Tab, int]
    waiting: int
    beside: str | None = None


def count_behind(
    comments: QuerySet[Comment],
    *,
    opened: Tab,
    everything: QuerySet[Comment] | None = None,
    beside: tuple[str, tuple[Any, ...]] = ("NULL", ()),
) -> Counts:
    """Return how many of `comments` are behind each tab, in one statement.

    `everything` is what the moderator decides about, where `comments` are not all of it. `beside` is an expression
    that is answered along with it.
    """
    exactly = {opened} if everything is not None else {opened, Tab.WAITING}
    parts = {tab: _ids(comments, tab) if tab in exactly else _ids(comments, tab)[: COUNTED + 1] for tab in Tab}
    counted = [_counted(part) for part in parts.values()]
    if everything is not None:
        counted.append(_counted(_ids(everything, Tab.WAITING)))
    counted.append(beside)
    with connection.cursor() as cursor:
        params = [param for _sql, values in counted for param in values]
        cursor.execute(f"SELECT {', '.join(sql for sql, _values in counted)}", params)
        *numbers, told = cursor.fetchone()
    behind = dict(zip(Tab, numbers, strict=False))
    return Counts(behind, waiting=behind[Tab.WAITING] if everything is None else numbers[-1], beside=told)


def _ids(comments: QuerySet[Comment], tab: Tab) -> QuerySet[Any, Any]:
    return comments.filter(within(tab)).order_by().values("pk")


def _counted(part: QuerySet[Any, Any]) -> tuple[str, tuple[Any, ...]]:
    try:
        sql, params = part.query.sql_with_params()
    except EmptyResultSet:
        return "0", ()
    return f"(SELECT COUNT(*) FROM ({sql}) AS counted)", params  # nosec B608 # noqa: S608 - the statement is ours
