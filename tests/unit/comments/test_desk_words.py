"""Whatever screening finds, moderators read a sentence about it."""

from dataclasses import asdict, replace
from datetime import timedelta
from uuid import UUID

import pytest

from comments.desk import words
from comments.lifecycle import Decision, Status
from comments.policy import Facts, Moderation
from comments.screening import CHECKS, Rules, screen
from comments.submission import Submission
from tests.unit.comments.policies import NOON, policy


def broken(_submission, _facts, _rules, _now):
    raise ZeroDivisionError


SUBMISSION = Submission(
    body="A miracle cure: www.a.example www.b.example",
    name="Ada",
    email="ada@example.org",
    website="",
    parent=None,
    key=UUID(int=1),
    origin="0" * 32,
    form_age=0.51,
    honeypot="x",
)
FACTS = Facts(
    policy=policy(moderation=Moderation.EVERYTHING),
    first_published_at=NOON,
    commentable=True,
    similar_text_at=NOON - timedelta(hours=2),
    decided_recent=6,
    rejected_recent=4,
)
RULES = Rules(hold_words=("miracle cure",))


def ledger(facts=FACTS, checks=(*CHECKS, broken), **submission):
    verdict = screen(submission=replace(SUBMISSION, **submission), facts=facts, rules=RULES, now=NOON, checks=checks)
    return [asdict(finding) for finding in verdict.findings]


def test_everything_at_once():
    assert [words.finding_sentence(finding) for finding in ledger()] == [
        "The field that people cannot see was filled.",
        "The text has the listed word “miracle cure”.",
        "Much the same text was sent within the last 24 hours.",
        "Of this reader's last 6 decided comments 4 were rejected.",
        "2 links, 1 is the limit for newcomers.",
        "The form was sent 0.5 seconds after it was shown.",
        "The check “broken” failed, so a person should look.",
        "Everything on this page is read first, as set on “Page 1”.",
    ]
    assert words.verdict_sentence(ledger()).startswith(
        "Set aside as spam: the field that people cannot see was filled; "
    )


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        ({"confirmed": True, "approved_count": 1}, "this reader has 1 of 2 approved comments."),
        ({}, "this reader's address is not confirmed."),
    ],
)
def test_newcomers(known, sentence):
    facts = Facts(policy=policy(moderation=Moderation.NEWCOMERS), first_published_at=NOON, commentable=True, **known)
    told = words.verdict_sentence(ledger(facts, CHECKS, body="Hello", form_age=None, honeypot=""))
    assert told == f"Held: newcomers are read first here, and {sentence}"


@pytest.mark.parametrize("field", ["name", "email", "website"])
def test_listed_words_outside_the_text(field):
    found = ledger(checks=[CHECKS[3]], body="Hello", **{field: "https://miracle.cure"})
    assert "the listed word “miracle cure”" in words.verdict_sentence(found)


@pytest.mark.parametrize(
    ("finding", "sentence"),
    [
        (
            {
                "check": "links",
                "outcome": "hold",
                "params": {"count": 2, "limit": 1, "newcomer": True, "set_on": "News"},
            },
            "Held: 2 links, 1 is the limit for newcomers, from “News”.",
        ),
        (
            {"check": "words", "outcome": "spam", "params": {"field": "name", "phrase": "win", "set_on": "100% %(x)s"}},
            "Set aside as spam: the name has the listed word “win”, from “100% %(x)s”.",
        ),
    ],
)
def test_the_branch_where_a_rule_is_set(finding, sentence):
    assert words.verdict_sentence([finding]) == sentence


def test_what_was_never_screened_has_no_verdict_and_unknown_checks_keep_their_code():
    assert words.verdict_sentence([]) == ""
    assert words.verdict_sentence([{"check": "of-old", "outcome": "hold"}]) == "Held: of-old."


@pytest.mark.parametrize("status", Status)
def test_deleting_is_no_button(status):
    assert Decision.DELETE not in [decision for decision, _ in words.buttons(status)]
    assert all(str(label) for _, label in words.buttons(status))
