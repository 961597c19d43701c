"""What moderators set for screening on a branch: numbers, and lists of phrases."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from comments.models import ScreeningRules, WordList
from comments.permissions import may_moderate
from comments.screening.folding import fold
from comments.screening.phrases import BOOK_MAX, PHRASE_MAX
from comments.selectors.lineage import page_lineage
from comments.selectors.rules import NUMBERS, phrases_of
from comments.services.audit import record


def set_rules(*, page: Page, changes: Mapping[str, object], user: Any, now: datetime) -> ScreeningRules:
    """Change what is set for screening on `page` and below, at once; return all that is set there.

    `changes` holds new values by field of `NUMBERS`, where None means to inherit.

    Raises:
        PermissionDenied: `user` does not moderate the branch.
        ValidationError: a field is unknown or its value is not possible; by field.
    """
    if not may_moderate(user, page=page):
        raise PermissionDenied
    unknown = {name: _("There is no such field.") for name in changes if name not in NUMBERS}
    if unknown:
        raise ValidationError(unknown)
    with transaction.atomic():
        Page.objects.select_for_update(no_key=True).get(pk=page.pk)
        rules = ScreeningRules.objects.filter(page_id=page.pk).first() or ScreeningRules(page_id=page.pk)
        before = {name: getattr(rules, name) for name in changes}
        for name, value in changes.items():
            setattr(rules, name, value)
        rules.set_by, rules.set_at = _name_of(user), now
        silent = [name for name in NUMBERS if getattr(rules, name) is None]
        rules.clean_fields(exclude=["page", *silent])
        rules.save()
        after = {name: getattr(rules, name) for name in changes}
        record(subject=page, verb="set_rules", user=user, data={"from": before, "to": after}, now=now)
    return rules


def save_word_list(
    *, page: Page, name: str, outcome: str, phrases: Iterable[str], user: Any, now: datetime
) -> WordList:
    """Make the list `name` of `page` hold exactly `phrases`, and do `outcome` to a comment with one of them.

    Listed twice or blank is listed once or not at all. The list holds on the page and below, with those above it.

    Raises:
        PermissionDenied: `user` does not moderate the branch.
        ValidationError: a phrase can't be looked for, or all lists of a page together are too long; by field.
    """
    if not may_moderate(user, page=page):
        raise PermissionDenied
    kept = list(dict.fromkeys(phrases_of("\n".join(phrases))))
    _refuse_unsearchable(kept)
    with transaction.atomic():
        Page.objects.select_for_update(no_key=True).get(pk=page.pk)
        words = WordList.objects.filter(page_id=page.pk, name=name).first() or WordList(page_id=page.pk, name=name)
        before = len(phrases_of(words.phrases))
        words.outcome, words.phrases = outcome, "\n".join(kept)
        words.set_by, words.set_at = _name_of(user), now
        words.clean_fields(exclude=["page"])
        _refuse_too_much(words, page=page)
        words.save()
        data: dict[str, object] = {"list": name, "outcome": outcome, "from": before, "to": len(kept)}
        record(subject=page, verb="save_word_list", user=user, data=data, now=now)
    return words


def remove_word_list(*, word_list: WordList, user: Any, now: datetime) -> None:
    """Remove a list. Raises `PermissionDenied` when `user` does not moderate its branch."""
    if not may_moderate(user, page=word_list.page):
        raise PermissionDenied
    with transaction.atomic():
        if WordList.objects.filter(pk=word_list.pk).delete()[0]:
            data: dict[str, object] = {"list": word_list.name, "from": len(phrases_of(word_list.phrases))}
            record(subject=word_list.page, verb="remove_word_list", user=user, data=data, now=now)


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


def _refuse_too_much(words: WordList, *, page: Page) -> None:
    """Refuse a list that, with those above and below it, is more than a text can be searched for at once."""
    together = Q(page__path__in=page_lineage(page.path)) | Q(page__path__startswith=page.path)
    others = WordList.objects.filter(together, outcome=words.outcome).exclude(pk=words.pk)
    total = len(words.phrases) + sum(map(len, others.values_list("phrases", flat=True)))
    if total > BOOK_MAX:
        sentence = _("All lists of this branch together would have %(total)s characters; %(limit)s can be looked for.")
        raise ValidationError({"phrases": sentence % {"total": total, "limit": BOOK_MAX}})


def _name_of(user: Any) -> str:
    return str(user.get_full_name() or user.get_username())
