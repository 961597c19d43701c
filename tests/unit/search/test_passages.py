import html
import re
import time

from hypothesis import given
from hypothesis import strategies as st

from search.words.folding import clean
from search.words.passages import MOST_PASSAGES, PASSAGE, marked, passages

LONG = "Before that comes a good deal of text which says little. " * 8


def test_only_our_marks_are_markup():
    assert marked('<b>Knees</b> & "hips"', wanted={"knee"}, language="en") == (
        "&lt;b&gt;<mark>Knees</mark>&lt;/b&gt; &amp; &quot;hips&quot;"
    )
    assert marked("<mark>knee</mark>", wanted={"knee"}, language="en").startswith("&lt;mark&gt;<mark>")


def test_forms_of_a_word_are_marked_whole():
    text = "He exercised; exercising is exercise. Café, patient\u2019s."
    assert marked(text, wanted={"exercis", "cafe", "patient"}, language="en").count("<mark>") == 5
    assert "<mark>patient\u2019s</mark>" in marked(text, wanted={"patient"}, language="en")


def test_a_passage_is_where_most_is_said():
    text = f"{LONG}\nOnly the knee here.\n{LONG} The knee and the hip are near. {LONG}\nThe end."
    (found,) = passages(text, wanted={"knee", "hip"}, language="en")
    assert found.startswith("…")
    assert found.endswith("…")
    assert "The <mark>knee</mark> and the <mark>hip</mark> are near." in found
    assert len(re.sub("<.*?>", "", found)) <= PASSAGE + 2


def test_what_one_passage_lacks_another_may_have():
    found = passages("The knee.\nNothing.\nThe hip.", wanted={"knee", "hip"}, language="en")
    assert found == ["The <mark>knee</mark>.", "The <mark>hip</mark>."]


def test_without_a_wanted_word_there_is_no_passage():
    assert passages("The knee.", wanted={"hip"}, language="en") == []
    assert passages("", wanted={"hip"}, language="en") == []
    assert passages("The knee.", wanted=set(), language="en") == []


@given(st.lists(st.text(max_size=300), max_size=5), st.sets(st.sampled_from(["a", "knee", "x", "b"])))
def test_a_passage_is_text_of_the_post(lines, wanted):
    text = "\n".join(clean(f"{line} knee {line}") for line in lines)
    found = passages(text, wanted=wanted, language="en")
    assert len(found) <= MOST_PASSAGES
    for each in found:
        plain = html.unescape(each.replace("<mark>", "").replace("</mark>", ""))
        assert plain.strip("…") in text
        assert "<" not in each.replace("<mark>", "").replace("</mark>", "")


def test_a_hostile_text_is_marked_in_time():
    begin = time.process_time()
    passages("knee " * 30_000, wanted={"knee"}, language="en")
    assert time.process_time() - begin < 1
