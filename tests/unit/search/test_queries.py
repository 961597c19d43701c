from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.words.queries import LONGEST, MOST_CLAUSES, MOST_EXCLUDED, parse, replace_words


def asked(text, language="en"):
    query = parse(text, language=language)
    return [" ".join(clause.phrases[0]) for clause in query.clauses], [" ".join(each) for each in query.excluded]


@pytest.mark.parametrize(
    ("text", "wanted", "excluded"),
    [
        ("low back pain", ["low", "back", "pain"], []),
        ('"low back" pain', ["low back", "pain"], []),
        ("„low back“ pain", ["low back", "pain"], []),
        ("knee -surgery", ["knee"], ["surgeri"]),
        ('knee -"heat packs" \u2212ice', ["knee"], ["heat pack", "ice"]),
        ("well-known", ["well", "known"], []),
        ("knee - surgery", ["knee", "surgeri"], []),
        ("-", [], []),
        ("--knee", [], ["knee"]),
        ("knee knees KNEE", ["knee"], []),
        ("the of and", [], []),
        ('knee "unbalanced hip', ["knee", "unbalanc", "hip"], []),
        ('"" knee', ["knee"], []),
        ("NEAR(knee hip)* title:x ^y {z}", ["near", "knee", "hip", "titl", "x", "y", "z"], []),
        ("knee\x00\x1b[31m hip\u202e", ["knee", "31m", "hip"], []),
        ("🙂🙂", [], []),
    ],
)
def test_a_query_is_understood(text, wanted, excluded):
    assert asked(text) == (wanted, excluded)


def test_a_query_is_bounded():
    wanted, excluded = asked(" ".join(f"w{number}" for number in range(5000)))
    assert len(wanted) == MOST_CLAUSES
    wanted, excluded = asked(" ".join(f"-w{number}" for number in range(5000)))
    assert len(excluded) == MOST_EXCLUDED
    assert len(parse("x" * 10_000, language="en").text) == LONGEST


@given(st.text())
def test_any_text_is_a_query(text):
    query = parse(text, language="en")
    assert len(query.clauses) <= MOST_CLAUSES
    assert all(each.isalnum() for each in query.terms)
    assert query.is_empty == (not query.text)


def test_synonyms_are_alternatives_and_the_longest_expression_wins():
    query = parse("kneecap heart attack today", language="en")
    assert {"kneecap", "heart attack", "heart", "kneecap heart attack today"} <= query.expressions()
    taught = query.with_synonyms({"kneecap": [("patella",)], "heart attack": [("myocardi", "infarct")]})
    assert [clause.phrases for clause in taught.clauses] == [
        (("kneecap",), ("patella",)),
        (("heart", "attack"), ("myocardi", "infarct")),
        (("today",),),
    ]
    assert {"patella", "infarct", "kneecap"} <= taught.terms


def test_a_phrase_may_have_synonyms():
    taught = parse('"heart attack"', language="en").with_synonyms({"heart attack": [("infarct",)]})
    assert taught.clauses[0].phrases == (("heart", "attack"), ("infarct",))


def test_without_synonyms_a_query_is_what_it_was():
    query = parse("knee hip", language="en")
    assert query.with_synonyms({}) == query
    assert query.with_synonyms({"other": [("x",)]}) == query
    assert replace(query, text="") != query


def test_words_are_replaced_in_what_was_typed():
    assert replace_words('Aciles "tendon" x', {"aciles": "achilles"}) == ('achilles "tendon" x')


def test_neighbours_are_pairs_of_words_as_typed():
    query = parse('low back pain "of the knee hip" today again -now one two three', language="en")
    assert query.neighbours() == [("low", "back"), ("back", "pain"), ("today", "one")]
