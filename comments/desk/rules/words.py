"""What moderators read about rules."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page

from comments.models import ScreeningRules, WordList
from comments.selectors.rules import NUMBERS, SaidNumber, phrases_of

LABELS: Mapping[str, Any] = {
    "newcomer_links": gettext_lazy("Links a newcomer is held at"),
    "trusted_after": gettext_lazy("Approved comments before a reader is trusted"),
    "similar_hours": gettext_lazy("Hours for which a text much like another is held"),
    "record_rejected": gettext_lazy("Percent rejected that hold a reader's next comment"),
    "record_least": gettext_lazy("Decisions from which that percentage counts"),
    "form_seconds": gettext_lazy("Seconds a person needs at least to write"),
    "report_threshold": gettext_lazy("Reports that hide a comment"),
}
"""The numbers, in the order in which they are shown."""

HELP: Mapping[str, Any] = {
    "newcomer_links": gettext_lazy(
        "A newcomer's comment with this many links or more waits for a moderator. "
        "How many others may use is part of the page's comment policy, or 3."
    ),
    "trusted_after": gettext_lazy(
        "A reader with a confirmed address is no newcomer any more once this many of their comments were approved."
    ),
    "similar_hours": gettext_lazy(
        "A text that somebody sent in much the same words within these hours waits. 0: never; at most 24."
    ),
    "record_rejected": gettext_lazy(
        "Of what moderators decided about a reader in the last 7 days. From this share on, their next comment waits."
    ),
    "record_least": gettext_lazy("With fewer decisions about a reader than this, their record says nothing."),
    "form_seconds": gettext_lazy("What is sent sooner after the form was shown waits: programs are quick. 0: never."),
    "report_threshold": gettext_lazy(
        "When this many readers reported a comment, it is hidden until a moderator has looked."
    ),
}


def number_words(name: str, value: object) -> str:
    """Return a number as moderators read it."""
    if value is None:
        return _("inherited")
    if name == "record_rejected":
        return _("%(percent)s %%") % {"percent": _plain(round(float(str(value)) * 100, 1))}
    return _plain(value)


def inherited_words(name: str, said: SaidNumber) -> str:
    """Return in a sentence what holds if nothing is set here, and where that comes from."""
    value = number_words(name, said.value)
    if said.row is None:
        return _("Inherited: %(value)s, from the site defaults.") % {"value": value}
    return _("Inherited: %(value)s, from “%(branch)s”.") % {"value": value, "branch": branch_words(said.row.page)}


def branch_words(page: Page) -> str:
    """Return the name of a branch."""
    return _("All pages") if page.is_root() else str(page.get_admin_display_title())


def phrases_words(number: int) -> str:
    """Return how many phrases there are."""
    return ngettext("%(number)s phrase", "%(number)s phrases", number) % {"number": number_format(number)}


def outcome_words(outcome: str) -> str:
    """Return what a list does."""
    return str(dict(WordList.Outcomes.choices).get(outcome, outcome))


def said_numbers(row: ScreeningRules) -> list[tuple[Any, str]]:
    """Return label and value of each number that the row sets."""
    return [
        (label, number_words(name, getattr(row, name)))
        for name, label in LABELS.items()
        if getattr(row, name) is not None
    ]


def number_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[Any, str, str]]:
    """Return label, former and later value of each number that differs."""
    return [
        (LABELS[name], number_words(name, before.get(name)), number_words(name, after.get(name)))
        for name in LABELS
        if name in NUMBERS and before.get(name) != after.get(name)
    ]


def list_changes(
    before: Mapping[str, str] | None, after: Mapping[str, str] | None
) -> tuple[list[tuple[Any, str, str]], Sequence[str], Sequence[str]]:
    """Return the fields of a word list that differ, the phrases that came, and those that went."""
    old, new = before or {}, after or {}
    fields: list[tuple[Any, str, str]] = []
    if before and after and old["name"] != new["name"]:
        fields.append((_("Name"), old["name"], new["name"]))
    if before and after and old["outcome"] != new["outcome"]:
        fields.append((_("What to do"), outcome_words(old["outcome"]), outcome_words(new["outcome"])))
    had, has = phrases_of(old.get("phrases", "")), phrases_of(new.get("phrases", ""))
    came, went = set(has) - set(had), set(had) - set(has)
    return fields, [each for each in has if each in came], [each for each in had if each in went]


def _plain(value: object) -> str:
    number = float(str(value))
    return number_format(int(number) if number.is_integer() else number)
