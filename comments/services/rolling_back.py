"""What was set for screening is set again."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Page, PageLogEntry

from comments.models import WordList
from comments.permissions import may_moderate
from comments.selectors.rule_history import SET_RULES, list_after, list_now, numbers_after, numbers_of
from comments.services.screening_rules import set_rules
from comments.services.word_lists import save_word_list


class NothingKept(Exception):
    """Raised for a change of which the log does not tell what it made."""


def roll_back(*, entry: PageLogEntry, page: Page, user: Any, now: datetime) -> bool:
    """Set the numbers of `page`, or the word list that `entry` is about, as they were after `entry`.

    A list that was removed, by this change or since, is made anew. It is a change of its own, with a row in the log.
    Return whether there was anything to change.

    Raises:
        PermissionDenied: `user` does not moderate the branch.
        NothingKept: the log does not tell how it was.
        ValidationError: what was possible then is not possible now; by field.
    """
    if not may_moderate(user, page=page):
        raise PermissionDenied
    with transaction.atomic():
        Page.objects.select_for_update(no_key=True).get(pk=page.pk)
        if entry.action == SET_RULES:
            was, current = numbers_after(entry, page=page), numbers_of(page)
            changes = {name: value for name, value in was.items() if value != current[name]}
            if changes:
                set_rules(page=page, changes=changes, user=user, now=now, back_to=entry.timestamp)
            return bool(changes)
        kept = list_after(entry)
        if kept is None:
            raise NothingKept
        stored = list_now(entry, page=page)
        if stored and (stored.name, stored.outcome, stored.phrases) == (kept["name"], kept["outcome"], kept["phrases"]):
            return False
        save_word_list(
            page=page,
            name=kept["name"],
            outcome=kept["outcome"],
            phrases=kept["phrases"].splitlines(),
            user=user,
            now=now,
            word_list=stored or WordList(pk=entry.data["word_list"]),
            back_to=entry.timestamp,
        )
        return True
