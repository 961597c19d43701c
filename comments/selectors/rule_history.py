"""What was set for screening on a branch at every moment, as the audit log tells."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page, PageLogEntry

from comments.models import ScreeningRules, WordList
from comments.selectors.rules import NUMBERS

SET_RULES = "comments.set_rules"
SAVE_LIST = "comments.save_word_list"
REMOVE_LIST = "comments.remove_word_list"


def rule_history(page: Page) -> QuerySet[PageLogEntry]:
    """Return every change to numbers and word lists of `page`, the newest first, each with who made it."""
    changes: QuerySet[PageLogEntry] = PageLogEntry.objects.filter(
        page_id=page.pk, action__in=[SET_RULES, SAVE_LIST, REMOVE_LIST]
    )
    return changes.select_related("user").order_by("-timestamp", "-pk")


def numbers_of(page: Page) -> dict[str, Any]:
    """Return the numbers that `page` itself sets, None for what it inherits. One statement."""
    row = ScreeningRules.objects.filter(page_id=page.pk).first()
    return {name: getattr(row, name, None) for name in NUMBERS}


def numbers_after(entry: PageLogEntry, *, page: Page) -> dict[str, Any]:
    """Return the numbers that `page` set right after the change `entry`: those of now, less what was changed since."""
    newer = Q(timestamp__gt=entry.timestamp) | Q(timestamp=entry.timestamp, pk__gt=entry.pk)
    numbers = numbers_of(page)
    for since in rule_history(page).filter(newer, action=SET_RULES):
        numbers.update({name: value for name, value in since.data["from"].items() if name in NUMBERS})
    return numbers


def list_after(entry: PageLogEntry) -> Mapping[str, str] | None:
    """Return what the word list of `entry` held after the change, or before it was removed; None if nobody knows."""
    kept = entry.data.get("to") or entry.data.get("from")
    return kept if isinstance(kept, dict) else None


def list_now(entry: PageLogEntry, *, page: Page) -> WordList | None:
    """Return the list of `page` that `entry` is about, as it is now; if it is gone, the one that has its name."""
    lists = WordList.objects.filter(page_id=page.pk)
    kept = list_after(entry)
    same = lists.filter(pk=entry.data.get("word_list")).first()
    return same or (lists.filter(name=kept["name"]).first() if kept else None)
