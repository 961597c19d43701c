"""What moderators set for screening, for a page: the rows of its lineage, joined."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from wagtail.models import Page

from comments.models import ScreeningRules, WordList
from comments.screening import Rules
from comments.selectors.lineage import page_lineage

NUMBERS = tuple(field.name for field in fields(Rules) if hasattr(ScreeningRules, field.name))
"""What a row of screening rules can say something about."""

STARTING_RULES = Rules()
"""What holds where no row says anything."""

WordRow = tuple[str | None, str | None]
"""What becomes of a comment with one of the phrases, and the phrases, one a line."""


def rules_for(page: Page) -> Rules:
    """Return what holds for screening on `page`: the nearest row per number, all word lists together. One statement."""
    rows = (
        Page.objects.filter(path__in=page_lineage(page.path))
        .order_by("path")
        .values_list(
            *[f"comment_rules__{name}" for name in NUMBERS],
            "comment_word_lists__outcome",
            "comment_word_lists__phrases",
        )
    )
    found = list(rows)
    return joined(
        numbers=(dict(zip(NUMBERS, row, strict=False)) for row in found),
        words=((row[-2], row[-1]) for row in found),
    )


@dataclass(frozen=True, slots=True)
class SaidNumber:
    """A number that holds, and the row that says it: None where it is the starting number."""

    value: object
    row: ScreeningRules | None


def numbers_at(path: str) -> dict[str, SaidNumber]:
    """Return what holds of `NUMBERS` at a tree path, each with the row that says it and its page. One statement."""
    found = {name: SaidNumber(getattr(STARTING_RULES, name), None) for name in NUMBERS}
    rows = (
        ScreeningRules.objects.filter(page__path__in=page_lineage(path)).select_related("page").order_by("page__path")
    )
    for row in rows:
        said = {name: getattr(row, name) for name in NUMBERS}
        found.update({name: SaidNumber(value, row) for name, value in said.items() if value is not None})
    return found


def joined(
    *,
    numbers: Iterable[dict[str, object]],
    words: Iterable[WordRow],
    set_on: Mapping[str, str] | None = None,
    lists: Iterable[tuple[str, str]] = (),
) -> Rules:
    """Return the rules of rows that come from the root down to the page; None in a number says nothing.

    `set_on` and `lists` say where they come from, as `Rules` has it.
    """
    said: dict[str, object] = {}
    for row in numbers:
        said.update({name: value for name, value in row.items() if value is not None})
    listed: dict[str, dict[str, None]] = {WordList.Outcomes.HOLD: {}, WordList.Outcomes.SPAM: {}}
    for outcome, phrases in words:
        if outcome and phrases:
            listed[outcome].update(dict.fromkeys(phrases_of(phrases)))
    return Rules(
        hold_words=tuple(listed[WordList.Outcomes.HOLD]),
        spam_words=tuple(listed[WordList.Outcomes.SPAM]),
        set_on=set_on or {},
        lists=tuple(lists),
        **said,  # type: ignore[arg-type]  # the columns have the types of the fields of their names
    )


def phrases_of(text: str) -> list[str]:
    """Return the phrases of a list written one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]
