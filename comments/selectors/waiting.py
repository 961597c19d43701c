"""How much waits on pages."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q
from wagtail.models import Page

from comments.selectors.queue import queue


def waiting_on(*, user: Any, pages: Sequence[Page]) -> dict[int, int]:
    """Return, by page id, how many comments wait for `user` on each of `pages`; pages where nothing waits are left out.

    One statement.
    """
    waiting = queue(user=user).filter(page__in=[page.pk for page in pages]).order_by()
    return dict(waiting.values_list("page_id").annotate(number=Count("pk")))


def waiting_within(*, user: Any, page: Page) -> tuple[int, int]:
    """Return how many comments wait for `user` on `page`, and how many on `page` and all pages below. One statement."""
    found = queue(user=user).filter(page__path__startswith=page.path).order_by()
    counted = found.aggregate(here=Count("pk", filter=Q(page_id=page.pk)), within=Count("pk"))
    return counted["here"], counted["within"]
