from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.submission import BODY_MAX, Submission, is_web_address, normalise, visible_length

PLAIN = Submission(
    body="Thank you.", name="Ada", email="ada@example.org", website="", parent=None, key=UUID(int=1), origin="0" * 32
)


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("  two words \n", "two words"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\tb", "a\tb"),
        ("nul\x00 bell\x07 esc\x1b[31m", "nul bell esc[31m"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("e\u0301", "é"),
        ("مرحبا \u200fworld", "مرحبا \u200fworld"),
        ("\x00\x00", ""),
    ],
)
def test_body(raw, stored):
    assert normalise(replace(PLAIN, body=raw)).body == stored


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        (" Ada  \n Park ", "Ada Park"),
        ("Ada\u202eeliM", "AdaeliM"),
        ("\u2066Ada\u2069", "Ada"),
        ("Ada\x00\x1b", "Ada"),
        ("\u200b\u200e\ufeff", ""),
        ("\u200d", ""),
        ("می\u200cخواهم", "می\u200cخواهم"),  # noqa: RUF001 - Persian is what is tested
        ("<b>Ada</b>", "<b>Ada</b>"),
    ],
)
def test_name(raw, stored):
    assert normalise(replace(PLAIN, name=raw)).name == stored


@pytest.mark.parametrize(
    ("raw", "stored"),
    [(" Ada@Example.ORG ", "Ada@example.org"), ("", ""), ("no-address", "no-address"), ("a\x00@b.org", "a@b.org")],
)
def test_email(raw, stored):
    assert normalise(replace(PLAIN, email=raw)).email == stored


@pytest.mark.parametrize(
    ("website", "fine"),
    [
        ("https://example.org", True),
        ("http://example.org/a?b=c#d", True),
        ("https://exämple.org/", True),
        ("", False),
        ("example.org", False),
        ("//example.org", False),
        ("ftp://example.org", False),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("JAVASCRIPT://example.org/%0aalert(1)", False),
        ("data:text/html,x", False),
        ("https://", False),
        ("https:///path", False),
        ("https://user:secret@example.org", False),
        ("https://exa mple.org", False),
        ('https://example.org/"onmouseover=x', False),
        ("https://example.org/<script>", False),
        ("https://[broken", False),
    ],
)
def test_website(website, fine):
    assert is_web_address(website) is fine
    assert normalise(replace(PLAIN, website=website)).website == (website if fine else "")


def test_what_will_be_refused_costs_no_work():
    long = "a\x00" * BODY_MAX
    assert normalise(replace(PLAIN, body=long)).body is long


@given(st.text(), st.text(), st.text(), st.text())
def test_normalising_twice_changes_nothing_more(body, name, email, website):
    once = normalise(replace(PLAIN, body=body, name=name, email=email, website=website))
    assert normalise(once) == once


@given(st.text(alphabet=st.characters(), max_size=60))
def test_what_is_kept_can_be_stored(text):
    kept = normalise(replace(PLAIN, body=text, name=text, email=text))
    for value in (kept.body, kept.name, kept.email):
        value.encode()
        assert "\x00" not in value


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u200b\u200b", "\u3164\u2800", "\u200d\u2060", "\u0301"])
def test_what_nobody_can_see_has_no_length(text):
    assert visible_length(text) == 0


@pytest.mark.parametrize(("text", "length"), [("ok", 2), ("é", 1), ("👩‍⚕️", 2), ("a\u200bb", 2), ("…", 1)])
def test_what_is_seen_is_counted(text, length):
    assert visible_length(text) == length


@pytest.mark.parametrize("name", ["\u3164", "\u2800\u2800", "\u115f \u1160"])
def test_a_name_nobody_can_see_is_none(name):
    assert normalise(replace(PLAIN, name=name)).name == ""
