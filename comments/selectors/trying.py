"""Rules tried on what was decided, before they are saved."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from wagtail.models import Page

from comments.lifecycle import Decision, Status
from comments.models import Comment, ScreeningRules, WordList
from comments.permissions import moderated_by
from comments.screening import Outcome, Rules, Verdict, screen
from comments.screening.duplicate import similar_text
from comments.screening.links import too_many_links
from comments.screening.newcomer import newcomer_first
from comments.screening.track_record import often_rejected
from comments.screening.words import words_of_spam, words_to_hold
from comments.selectors.known_then import Row, facts_then, submission_of
from comments.selectors.lineage import page_lineage
from comments.selectors.moderated import in_branch
from comments.selectors.policies import policies_of_paths
from comments.selectors.rules import NUMBERS, joined

DAYS = 90
"""How far back decisions are looked at."""

NEWEST = 2_000
"""At most so many decisions are looked at, the newest."""

SAMPLE = 5
"""Comments shown of each kind."""

CHECKS = (newcomer_first, too_many_links, words_to_hold, words_of_spam, similar_text, often_rejected)
"""The checks that take part: those whose answer depends on rules and can be known later."""

REJECTING = (Decision.REJECT.value, Decision.SPAM.value)


@dataclass(frozen=True, slots=True)
class Words:
    """A word list as it would be; `replaces` is the id of the stored one that it takes the place of."""

    outcome: str
    phrases: str
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A comment that moderators decided about, and what the rules as they would be say of it.

    `changes`: the rules as they are say something else.
    """

    comment: UUID
    name: str
    body: str
    title: str
    verdict: Verdict
    changes: bool


@dataclass(frozen=True, slots=True)
class Caught:
    """Of so many decided comments, how many the rules hold or make spam: as they would be, and as they are.

    The examples are those as they would be, first those that change, then the newest.
    """

    decided: int
    then: int
    now: int
    examples: Sequence[Example]


@dataclass(frozen=True, slots=True)
class Tried:
    """What rules would have done. `cut`: there were more than `NEWEST` decisions, of which the oldest are left out."""

    approved: Caught
    rejected: Caught
    since: datetime
    cut: bool


def try_rules(
    *, page: Page, user: Any, numbers: Mapping[str, object] | None = None, words: Words | None = None, now: datetime
) -> Tried:
    """Return what rules set on `page` would have done to its branch's comments that moderators decided about of late.

    `numbers` takes the place of all numbers that the page sets; `words` is one list of the page. Looked at are the
    comments that `user` moderates and that people approved, rejected or marked as spam within `DAYS`, the newest
    `NEWEST` of them. Nothing is stored. Six statements, however many comments.

    Each comment is screened by `CHECKS` as it was sent: its text and sender, the policy that holds now, how many
    comments of the sender were approved and rejected at that time, and whether its like had been sent shortly before.
    Not known later, and therefore left out: the trap and the age of the form. Left out too: what reads everything
    first whatever is in it, and reports. A text that was edited is screened as it stands.
    """
    since = now - timedelta(days=DAYS)
    decided = (
        Comment.objects.filter(moderated_by(user) & in_branch(page), decided_at__gt=since, decided_at__lte=now)
        .filter(last_human_decision__in=[Decision.APPROVE.value, *REJECTING])
        .exclude(status=Status.DELETED)
        .order_by("-decided_at", "-pk")
    )
    rows = [Row(*row) for row in decided.values_list(*Row._fields)[: NEWEST + 1]]
    cut, rows = len(rows) > NEWEST, rows[:NEWEST]
    paths = {row.page__path or page.path for row in rows}
    then, as_is = _rules_by_path(page, paths, numbers=numbers, words=words)
    facts = facts_then(rows, policies_of_paths(paths), page=page)
    judged: list[tuple[Row, Verdict, Verdict]] = []
    # Together are those with the same rules, so that their phrases are made ready once.
    for row in sorted(rows, key=lambda row: row.page__path or page.path):
        path, submission, known = row.page__path or page.path, submission_of(row), facts(row)
        new, old = (
            screen(submission=submission, facts=known, rules=rules[path], now=row.created_at, checks=CHECKS)
            for rules in (then, as_is)
        )
        judged.append((row, new, old))
    place = {row.pk: number for number, row in enumerate(rows)}
    judged.sort(key=lambda each: place[each[0].pk])
    return Tried(
        approved=_caught(each for each in judged if each[0].last_human_decision == Decision.APPROVE),
        rejected=_caught(each for each in judged if each[0].last_human_decision in REJECTING),
        since=since,
        cut=cut,
    )


def _caught(judged: Iterable[tuple[Row, Verdict, Verdict]]) -> Caught:
    judged = list(judged)
    examples = [
        Example(
            comment=row.uuid,
            name=row.author_name,
            body=row.body,
            title=row.page__title or row.page_title,
            verdict=then,
            changes=then.outcome is not as_is.outcome,
        )
        for row, then, as_is in judged
        if then.outcome is not Outcome.PUBLISH
    ]
    return Caught(
        decided=len(judged),
        then=len(examples),
        now=sum(as_is.outcome is not Outcome.PUBLISH for _row, _then, as_is in judged),
        examples=sorted(examples, key=lambda example: not example.changes)[:SAMPLE],
    )


def _rules_by_path(
    page: Page, paths: Collection[str], *, numbers: Mapping[str, object] | None, words: Words | None
) -> tuple[dict[str, Rules], dict[str, Rules]]:
    """Return the rules at each of the paths, of `page` and below: as they would be, and as they are."""
    reached = Q(page__path__in=page_lineage(page.path)) | Q(page__path__startswith=page.path)
    stored = ScreeningRules.objects.filter(reached).values_list("page__path", *NUMBERS)
    said = {path: dict(zip(NUMBERS, values, strict=True)) for path, *values in stored}
    lists: dict[str, list[tuple[int | None, str, str]]] = defaultdict(list)
    listed = WordList.objects.filter(reached).order_by("pk")
    for path, pk, outcome, phrases in listed.values_list("page__path", "pk", "outcome", "phrases"):
        lists[path].append((pk, outcome, phrases))
    new_said = said if numbers is None else {**said, page.path: dict(numbers)}
    new_lists = dict(lists)
    if words is not None:
        others = [each for each in lists.get(page.path, []) if each[0] != words.replaces]
        new_lists[page.path] = [*others, (None, words.outcome, words.phrases)]
    return _joined(paths, new_said, new_lists), _joined(paths, said, lists)


def _joined(
    paths: Collection[str],
    said: Mapping[str, dict[str, object]],
    lists: Mapping[str, Sequence[tuple[int | None, str, str]]],
) -> dict[str, Rules]:
    found: dict[tuple[str, ...], Rules] = {}
    by_path = {}
    for path in paths:
        speaking = tuple(step for step in page_lineage(path) if step in said or step in lists)
        if speaking not in found:
            found[speaking] = joined(
                numbers=[said[step] for step in speaking if step in said],
                words=[(outcome, phrases) for step in speaking for _pk, outcome, phrases in lists.get(step, ())],
            )
        by_path[path] = found[speaking]
    return by_path
