import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.words.folding import LONGEST_WORD, clean, fold, words
from search.words.terms import ALGORITHMS, term, terms


@pytest.mark.parametrize(
    ("language", "same"),
    [
        ("en", ["exercise", "exercises", "Exercising", "EXERCISED"]),
        ("en", ["patient", "patient's", "patient\u2019s", "Patients"]),
        ("en", ["café", "cafe", "CAFE\u0301", "caf\u00ade"]),
        ("de", ["Rücken", "Rucken", "Ruecken", "RÜCKEN"]),
        ("de", ["Übung", "Übungen", "Uebungen"]),
        ("ar", ["الركبة", "ركبة", "رُكْبَة"]),
        ("en-GB", ["ﬁnding", "finding", "findings"]),
        ("xx", ["Ārsts", "arsts"]),
    ],
)
def test_forms_of_a_word_have_one_term(language, same):
    assert len({tuple(terms(word, language)) for word in same}) == 1


def test_words_that_say_nothing_have_no_term():
    assert terms("What is it about the knee?", "en") == ["knee"]
    assert terms("Was ist mit dem Knie?", "de") == ["knie"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L4\u2013L5, well-known", ["L4", "L5", "well", "known"]),
        ("don't 'quote' it\u2019s", ["don't", "quote", "it\u2019s"]),
        ("🦴 emoji only? 🙂", ["emoji", "only"]),
        ("snake_case", ["snake", "case"]),
        ("قُدْرَة عالية", ["قُدْرَة", "عالية"]),
    ],
)
def test_a_text_is_split_into_words(text, found):
    assert words(clean(text)) == found


@given(st.text())
def test_a_term_has_nothing_but_letters_and_digits(text):
    for language in ("en", "de", "ar", "xx"):
        for found in terms(text, language):
            assert found
            assert len(found) <= LONGEST_WORD
            assert not set(found) & set(" '\"\u2019_-*():^+\x00")
            assert found.isalnum()


@given(st.text(alphabet="abcdefgéèüößñçå\u0627 ", max_size=12))
def test_a_word_without_accents_has_the_same_term(word):
    bare = fold(word)
    assert term(bare, "de") == term(word, "de")


@given(st.text())
def test_clean_text_is_one_line_without_what_is_not_seen(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not any(ord(sign) < 32 or sign in "\u200b\u202e\xad" for sign in cleaned)


@pytest.mark.parametrize("language", sorted(ALGORITHMS))
def test_every_algorithm_is_there(language):
    assert isinstance(term("Word", language), str)
