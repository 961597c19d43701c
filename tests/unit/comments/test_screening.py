import random
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.policy import Facts, Moderation
from comments.screening import CHECKS, Outcome, Rules, fingerprint, screen
from comments.submission import Submission
from tests.unit.comments.policies import NOON, policy

SUBMISSION = Submission(
    body="Thank you.", name="Ada", email="ada@example.org", website="", parent=None, key=UUID(int=1), origin="0" * 32
)
AFTERWARDS = policy(moderation=Moderation.AFTERWARDS)
FACTS = Facts(policy=AFTERWARDS, first_published_at=NOON, commentable=True)
RULES = Rules(hold_words=("miracle cure",), spam_words=("casino",))
TRUSTED = {"confirmed": True, "approved_count": 2}
EVERYTHING = {"policy": policy(moderation=Moderation.EVERYTHING)}
NEWCOMERS = {"policy": policy(moderation=Moderation.NEWCOMERS)}


def links(limit):
    return policy(moderation=Moderation.AFTERWARDS, max_links=limit)


LINK = "https://a.example/x "


def verdict(facts=None, rules=RULES, checks=CHECKS, **submission):
    return screen(
        submission=replace(SUBMISSION, **submission),
        facts=replace(FACTS, **(facts or {})),
        rules=rules,
        now=NOON,
        checks=checks,
    )


def found(*arguments, **named):
    return [finding.check for finding in verdict(*arguments, **named).findings]


@pytest.mark.parametrize(
    ("facts", "submission", "outcome", "checks"),
    [
        ({}, {}, "publish", []),
        (EVERYTHING, {}, "hold", ["read-first"]),
        (EVERYTHING | TRUSTED, {}, "hold", ["read-first"]),
        (EVERYTHING | {"is_staff": True}, {}, "publish", []),
        (NEWCOMERS, {}, "hold", ["newcomer"]),
        (NEWCOMERS | TRUSTED, {}, "publish", []),
        (NEWCOMERS | {"is_staff": True}, {}, "publish", []),
        (NEWCOMERS | {"confirmed": True, "approved_count": 1}, {}, "hold", ["newcomer"]),
        (NEWCOMERS | {"confirmed": False, "approved_count": 9}, {}, "hold", ["newcomer"]),
        ({}, {"body": LINK}, "hold", ["links"]),
        (TRUSTED, {"body": LINK * 2}, "publish", []),
        (TRUSTED, {"body": LINK * 3}, "hold", ["links"]),
        ({"is_staff": True}, {"body": LINK * 9}, "publish", []),
        (TRUSTED | {"policy": links(5)}, {"body": LINK * 4}, "publish", []),
        (TRUSTED | {"policy": links(2)}, {"body": LINK * 2}, "hold", ["links"]),
        (TRUSTED | {"policy": links(0)}, {}, "publish", []),
        ({"policy": links(9)}, {"body": LINK}, "hold", ["links"]),
        ({}, {"body": "a miracle cure!"}, "hold", ["words"]),
        (TRUSTED, {"body": "a miracle cure!"}, "hold", ["words"]),
        ({"is_staff": True}, {"body": "a miracle cure!"}, "hold", ["words"]),
        ({}, {"body": "casino"}, "spam", ["words"]),
        ({}, {"name": "Best Casino"}, "spam", ["words"]),
        ({}, {"website": "https://casino.example"}, "spam", ["words"]),
        ({}, {"email": "me@casino.example"}, "spam", ["words"]),
        ({"similar_text_at": NOON - timedelta(hours=23)}, {}, "hold", ["similar-text"]),
        ({"similar_text_at": NOON - timedelta(hours=24)}, {}, "publish", []),
        ({"decided_recent": 5, "rejected_recent": 2}, {}, "hold", ["track-record"]),
        ({"decided_recent": 10, "rejected_recent": 3}, {}, "hold", ["track-record"]),
        ({"decided_recent": 10, "rejected_recent": 2}, {}, "publish", []),
        ({"decided_recent": 4, "rejected_recent": 4}, {}, "publish", []),
        ({}, {"honeypot": "x"}, "spam", ["honeypot"]),
        ({}, {"form_age": 2.9}, "hold", ["form-age"]),
        ({}, {"form_age": -5.0}, "hold", ["form-age"]),
        ({}, {"form_age": 3.0}, "publish", []),
        ({}, {"form_age": None}, "publish", []),
        (EVERYTHING, {"body": "casino " + LINK, "honeypot": "x"}, "spam", ["honeypot", "words", "links", "read-first"]),
    ],
)  # fmt: skip
def test_table(facts, submission, outcome, checks):
    answer = verdict(facts, **submission)
    assert answer.outcome == outcome
    assert [finding.check for finding in answer.findings] == checks


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("no links, a@b.example and example.org", 0),
        ("HTTP://a.example https://b.example", 2),
        ("https://www.a.example", 1),
        ("www.a.example", 1),
        ("[x](https://a.example)", 1),
        ("[https://a.example](https://b.example)", 2),
        ("[x](mailto:a@b.example)", 1),
        ("(https://a.example,https://b.example)", 1),
        ("www. is short for world wide web", 0),
    ],
)
def test_links_are_counted(body, count):
    findings = [finding for finding in verdict(body=body, rules=Rules()).findings if finding.check == "links"]
    assert [finding.params["count"] for finding in findings] == ([count] if count else [])


def test_evidence_points_at_the_words():
    body = "Hello — see my MIRÁCLE\u200b  Cure, or www.a.example now"
    by_check = {finding.check: finding for finding in verdict(body=body).findings}
    assert {check: body[slice(*finding.evidence)] for check, finding in by_check.items()} == {
        "words": "MIRÁCLE\u200b  Cure",
        "links": "www.a.example",
    }
    assert by_check["words"].params["phrase"] == "miracle cure"
    assert by_check["links"].params == {"count": 1, "limit": 1, "newcomer": True}


def test_a_finding_names_the_page_where_its_rule_was_set():
    rules = Rules(
        hold_words=("miracle cure",),
        set_on={"newcomer_links": "News"},
        lists=(("Home", "x"), ("Clinic", "\nmiracle cure \n")),
    )
    by_check = {finding.check: finding.params for finding in verdict(body=f"{LINK} miracle cure", rules=rules).findings}
    assert (by_check["links"]["set_on"], by_check["words"]["set_on"]) == ("News", "Clinic")
    of_policy = verdict({"policy": links(1), **TRUSTED}, body=LINK, rules=rules).findings[0].params
    assert of_policy["set_on"] == links(1).max_links.origin.page_title != ""


@pytest.mark.parametrize(
    "disguised",
    [
        "casino",
        "CASINO",
        "Casino!",
        "(casino)",
        "the casino.",
        "cas\u00adino",
        "c\u200ba\u200bs\u200bi\u200bn\u200bo",
        "\uff43\uff41\uff53\uff49\uff4e\uff4f",
        "\U0001d41c\U0001d41a\U0001d42c\U0001d422\U0001d427\U0001d428",
        "\u0441asin\u043e",
        "c\u00e1s\u0301ino",
        "\u24d2\u24d0\u24e2\u24d8\u24dd\u24de",
        "cas1n0",
        "cas\u0131n\ufe0fo",
        "\u0421\u0410\u0405\u0406N\u041e",
    ],
)
def test_a_disguised_word_is_still_that_word(disguised):
    assert verdict(body=disguised).outcome == "spam"


@pytest.mark.parametrize("body", ["casinos", "mycasino", "casi no", "cas-ino", "", "occasion", "c a s i n o"])
def test_only_whole_words_match(body):
    assert verdict(body=body).outcome == "publish"


@pytest.mark.parametrize(
    ("phrase", "body", "matches"),
    [
        ("buy now", "Buy,  now!", True),
        ("buy now", "buy nowhere", False),
        ("evil.example", "https://evil.example/x", True),
        ("赌场", "网上赌场很好", True),
        ("비아그라", "비아그라를 사세요", True),
        ("🎰", "win🎰win", True),
        (".*", "anything at all", False),
        ("", "anything", False),
        ("[a-z]+", "abc", False),
        ("(((((", "(((((", False),
        ("कि", "कि", True),
        ("कि", "क", False),
    ],
)
def test_phrases_are_words_never_patterns(phrase, body, matches):
    assert (verdict(rules=Rules(spam_words=(phrase,)), body=body).outcome == "spam") is matches


words = st.text(alphabet="abc", min_size=1, max_size=3)
phrases = st.lists(words, min_size=1, max_size=2).map(" ".join)


@given(st.lists(phrases, max_size=8), st.lists(words, max_size=12).map(" ".join))
def test_the_automaton_finds_what_looking_for_each_phrase_finds(listed, text):
    expected = any(f" {phrase} " in f" {text} " for phrase in listed)
    answer = verdict(rules=Rules(spam_words=tuple(listed)), body=text)
    assert (answer.outcome == "spam") is expected
    if expected:
        start, end = answer.findings[0].evidence
        assert text[start:end] == answer.findings[0].params["phrase"]
        assert f" {text} "[start] == " "
        assert f" {text} "[end + 1] == " "


facts = st.builds(
    replace,
    st.just(FACTS),
    policy=st.sampled_from([AFTERWARDS, EVERYTHING["policy"], NEWCOMERS["policy"]]),
    approved_count=st.integers(0, 3),
    confirmed=st.booleans(),
    is_staff=st.booleans(),
    decided_recent=st.integers(0, 9),
    rejected_recent=st.integers(0, 9),
    similar_text_at=st.sampled_from([None, NOON]),
)
bodies = st.lists(st.sampled_from([LINK, "casino ", "miracle cure ", "hello "]), max_size=5).map("".join)


def broken(_submission, _facts, _rules, _now):
    raise ZeroDivisionError


@given(facts, bodies, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_checks_does_not_matter(known, body, trap, shuffler: random.Random):
    submission = replace(SUBMISSION, body=body, honeypot="x" if trap else "")
    shuffled = [*CHECKS, broken]
    shuffler.shuffle(shuffled)
    answers = [
        screen(submission=submission, facts=known, rules=RULES, now=NOON, checks=checks)
        for checks in ((*CHECKS, broken), shuffled)
    ]
    assert answers[0] == answers[1]
    strictness = [finding.outcome.strictness for finding in answers[0].findings]
    assert strictness == sorted(strictness, reverse=True)
    assert answers[0].outcome is answers[0].findings[0].outcome


@given(facts, bodies)
def test_one_more_finding_never_makes_it_milder(known, body):
    submission = replace(SUBMISSION, body=body)
    fewer = screen(submission=submission, facts=known, rules=RULES, now=NOON, checks=CHECKS[1:])
    every = screen(submission=submission, facts=known, rules=RULES, now=NOON)
    assert every.outcome.strictness >= fewer.outcome.strictness


def test_a_check_that_fails_holds_and_hides_nothing(caplog):
    answer = verdict(checks=(broken,))
    assert answer.outcome is Outcome.HOLD
    assert [(finding.check, finding.params) for finding in answer.findings] == [("check-failed", {"check": "broken"})]
    assert "ZeroDivisionError" in caplog.text
    assert verdict(checks=(*CHECKS, broken), body="casino").outcome is Outcome.SPAM
    assert SUBMISSION.body not in caplog.text


def test_a_list_too_long_to_search_holds():
    for listed in [("x" * 101,), tuple(f"{number:0100}" for number in range(1001))]:
        assert found(rules=Rules(spam_words=listed)) == ["check-failed"]


def test_a_long_list_costs_no_more_than_the_text():
    listed = tuple(f"phrase number {number:x}" for number in range(4000))
    answer = verdict(rules=Rules(spam_words=listed), body="phrase number " * 300 + "9ff")
    assert answer.findings[0].params["phrase"] == "phrase number 9ff"


def test_fingerprints():
    assert fingerprint("Great post, thanks!") == fingerprint("  GREAT post… Thаnks ")  # noqa: RUF001 - a disguise
    assert fingerprint("Great post, thanks!") != fingerprint("Great posts, thanks!")
    assert len(fingerprint("")) == 32
