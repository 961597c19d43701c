"""The lists of phrases that moderators keep, by branch."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from comments.models import WordList
from comments.permissions import may_moderate
from comments.screening.folding import fold
from comments.screening.phrases import BOOK_MAX, PHRASE_MAX
from comments.selectors.lineage import page_lineage
from comments.selectors.rules import phrases_of
from comments.services.audit import record

ADDRESS = re.compile(r"[^\s@]@[^\s@]+\.[^\s@]")
"""A whole address of somebody: lists are kept in the log with all they ever held, where nobody could erase it."""


def save_word_list(
    *,
    page: Page,
    name: str,
    outcome: str,
    phrases: Iterable[str],
    user: Any,
    now: datetime,
    word_list: WordList | None = None,
    back_to: datetime | None = None,
) -> WordList:
    """Make `word_list`, or else the list `name` of `page`, hold exactly `phrases`, and do `outcome` where one is found.

    A `word_list` that is gone is made again, as the list that it was. Listed twice or blank is listed once or not at
    all. The list holds on the page and below, with those above it. The log keeps what the list was and what it is;
    `back_to` says that this is how it was at that moment.

    Raises:
        PermissionDenied: `user` does not moderate the branch.
        ValidationError: a phrase can't be looked for or has an e-mail address in it, all lists of a branch together are
            too long, or another list of the page has the name; by field.
    """
    if not may_moderate(user, page=page):
        raise PermissionDenied
    with transaction.atomic():
        Page.objects.select_for_update(no_key=True).get(pk=page.pk)
        words = _kept(page, name, word_list)
        before = None if words._state.adding else content_of(words)
        fill_word_list(words, name=name, outcome=outcome, phrases=phrases)
        words.set_by, words.set_at = str(user.get_full_name() or user.get_username()), now
        words.save()
        data: dict[str, object] = {"word_list": words.pk, "from": before, "to": content_of(words)}
        if back_to is not None:
            data["back_to"] = back_to.isoformat()
        record(subject=page, verb="save_word_list", user=user, data=data, now=now)
    return words


def remove_word_list(*, word_list: WordList, user: Any, now: datetime) -> None:
    """Remove a list; the log keeps what it held. Raises `PermissionDenied` when `user` does not moderate its branch."""
    if not may_moderate(user, page=word_list.page):
        raise PermissionDenied
    with transaction.atomic():
        if WordList.objects.filter(pk=word_list.pk).delete()[0]:
            data: dict[str, object] = {"word_list": word_list.pk, "from": content_of(word_list), "to": None}
            record(subject=word_list.page, verb="remove_word_list", user=user, data=data, now=now)


def fill_word_list(words: WordList, *, name: str, outcome: str, phrases: Iterable[str]) -> None:
    """Fill `words`, a list of a page that is stored or not, without storing it.

    Raises `ValidationError` by field, as `save_word_list` does.
    """
    kept = list(dict.fromkeys(phrases_of("\n".join(phrases))))
    words.name, words.outcome, words.phrases = name.strip(), outcome, "\n".join(kept)
    _refuse_unsearchable(kept)
    words.clean_fields(exclude=["page", "set_at"])
    if WordList.objects.filter(page_id=words.page_id, name=words.name).exclude(pk=words.pk).exists():
        raise ValidationError({"name": _("There is a list of this name on this branch already.")})
    _refuse_too_much(words)


def content_of(words: WordList) -> dict[str, str]:
    """Return what a list says, as the log keeps it."""
    return {"name": words.name, "outcome": words.outcome, "phrases": words.phrases}


def _kept(page: Page, name: str, word_list: WordList | None) -> WordList:
    lists = WordList.objects.filter(page_id=page.pk)
    if word_list is None:
        return lists.filter(name=name.strip()).first() or WordList(page=page)
    return lists.filter(pk=word_list.pk).first() or WordList(page=page, pk=word_list.pk)


def _refuse_unsearchable(phrases: list[str]) -> None:
    if not phrases:
        raise ValidationError({"phrases": _("Please write at least one phrase, one a line.")})
    for phrase in phrases:
        if len(phrase) > PHRASE_MAX:
            sentence = ngettext(
                "“%(phrase)s…” is longer than %(limit)s character.",
                "“%(phrase)s…” is longer than %(limit)s characters.",
                PHRASE_MAX,
            )
            raise ValidationError({"phrases": sentence % {"phrase": phrase[:20], "limit": PHRASE_MAX}})
        if not fold(phrase).text:
            sentence = _("“%(phrase)s” has no letter or digit to look for.")
            raise ValidationError({"phrases": sentence % {"phrase": phrase}})
        if ADDRESS.search(phrase):
            sentence = _(
                "“%(phrase)s” has somebody's e-mail address in it. Ban the address: of that a fingerprint is kept."
            )
            raise ValidationError({"phrases": sentence % {"phrase": phrase}})


def _refuse_too_much(words: WordList) -> None:
    """Refuse a list that, with those above and below it, is more than a text can be searched for at once."""
    path = words.page.path
    together = Q(page__path__in=page_lineage(path)) | Q(page__path__startswith=path)
    others = WordList.objects.filter(together, outcome=words.outcome).exclude(pk=words.pk)
    total = len(words.phrases) + sum(map(len, others.values_list("phrases", flat=True)))
    if total > BOOK_MAX:
        sentence = _("All lists of this branch together would have %(total)s characters; %(limit)s can be looked for.")
        raise ValidationError({"phrases": sentence % {"total": total, "limit": BOOK_MAX}})
