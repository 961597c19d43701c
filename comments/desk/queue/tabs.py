"""The tabs over the queue, and how much is behind each."""

from collections.abc import Mapping
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


def count_behind(comments: QuerySet[Comment], *, tabs: list[Tab]) -> dict[Tab, int]:
    """Return how many of `comments` are behind each of `tabs`, at most `COUNTED` + 1. One statement."""
    parts: list[str] = []
    params: list[Any] = []
    for tab in tabs:
        some = comments.filter(within(tab)).order_by().values("pk")[: COUNTED + 1]
        try:
            sql, values = some.query.sql_with_params()
        except EmptyResultSet:
            return dict.fromkeys(tabs, 0)
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS some)")  # noqa: S608 - the statement is ours
        params += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return dict(zip(tabs, cursor.fetchone(), strict=True))
