"""The branches of the page tree that the queue can be narrowed to."""

import json
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page

from comments.desk.queue.asking import Branch, as_json
from comments.permissions import moderated_branches

MOST_BRANCHES = 200
"""Branches offered to choose from; any other page can be asked for by its number."""


def offered_sql(user: Any) -> tuple[str, tuple[Any, ...]]:
    """Return an SQL expression for the pages that have pages below them, as JSON, with its parameters."""
    sections = _moderated(user).filter(numchild__gt=0).order_by("path")[:MOST_BRANCHES]
    return as_json(sections, Branch._fields)


def offered(found: str | None) -> list[Branch]:
    """Return the branches that the expression found, in order of the tree."""
    return sorted(Branch(*row) for row in json.loads(found or "[]"))


def choice(branch: Branch) -> tuple[str, str]:
    """Return the branch as it is chosen from others, set in by its depth."""
    return str(branch.pk), f"{'- ' * (branch.depth - 2)}{branch.title}"


def _moderated(user: Any) -> QuerySet[Any, Any]:
    mine = Q()
    for path in moderated_branches(user):
        mine |= Q(path__startswith=path)
    known = mine or Q(pk=None)
    rows: QuerySet[Any, Any] = Page.objects.filter(known, depth__gt=1).values_list(*Branch._fields)
    return rows
