import pytest

from search.words.spelling import Known, distance, meant


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("knee", "knee", 0),
        ("knee", "kne", 1),
        ("knee", "kneee", 1),
        ("knee", "knew", 1),
        ("knee", "nkee", 1),
        ("achilles", "aciles", 2),
        ("knee", "hip", 3),
        ("a", "abcdef", 3),
    ],
)
def test_slips_are_counted(one, other, slips):
    assert distance(one, other, most=2) == slips
    assert distance(other, one, most=2) == slips


def known(*words):
    return [Known(word, number) for number, word in enumerate(words, start=1)]


@pytest.mark.parametrize(
    ("word", "candidates", "other"),
    [
        ("aciles", known("achilles", "abilities"), "achilles"),
        ("bak", known("bake", "back"), "back"),
        ("kene", known("keen", "knee"), "knee"),
        ("knee", known("knee"), None),
        ("sho", known("shoulder"), None),
        ("ab", known("abc"), None),
        ("knee", [], None),
        ("hxp", known("hip", "exp"), "hip"),
    ],
)
def test_the_nearest_word_is_meant_and_of_equals_the_frequent_one(word, candidates, other):
    assert meant(word, candidates) == other
