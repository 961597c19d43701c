"""Words of readers in a mail: nothing to press, nothing hidden, bounded; and prose stays readable."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.markup import render
from comments.notifications.plain import EXCERPT, excerpt, harmless
from tests.unit.comments.hostile import HOSTILE

PRESSED = re.compile(
    r"[a-z][a-z0-9+.-]*://|//|\bwww\d*\.\S|\b(?:mailto|tel|sms|javascript|data|file|skype):\S|\S@\S|[^\W_]\.[^\W\d_]{2}"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b",
    re.IGNORECASE,
)
"""What the linkers of Gmail, Apple Mail, Outlook and Thunderbird start from, and more."""

PLAIN = [
    "http",
    "https",
    ":",
    "/",
    "//",
    "\\",
    "www",
    ".",
    "@",
    "evil",
    "com",
    "example.org",
    "mailto:",
    "tel:",
    "1",
    "10",
    "192.168.0.1",
    "xn--",
    "ü",
    "भारत",
    "-",
]
LOOKALIKES = [" ", "\n", "\u200b", "\u2060", "\u00ad", "\u202e", "\u3002", "\uff0e", "\uff1a", "\uff0f", "\uff20"]
PIECES = st.sampled_from([*PLAIN, *LOOKALIKES])
WRITTEN = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join))


@given(WRITTEN)
def test_nothing_a_mail_program_makes_a_link_of_is_left(text):
    assert not PRESSED.search(harmless(text))


@given(WRITTEN)
def test_it_is_one_line_of_what_can_be_seen(text):
    words = harmless(text)
    assert words == " ".join(words.split())
    assert words.isprintable()


@given(WRITTEN)
def test_an_excerpt_is_bounded_and_harmless(text):
    words = excerpt(render(text[:5000]))
    assert len(words) <= EXCERPT + 1
    assert not PRESSED.search(words)


@pytest.mark.parametrize("text", HOSTILE)
def test_the_hostile_are_harmless(text):
    assert not PRESSED.search(harmless(text))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("See https://evil.example/x?y=z now", "See [link left out] now"),
        ("See //evil.example", "See [link left out]"),
        ("www.evil.example", "[link left out]"),
        ("evil.example/path", "evil. example/path"),
        ("Ask ada@example.org", "Ask ada @ example. org"),
        ("mailto:ada", "mailto: ada"),
        ("at 192.168.0.1 there", "at [link left out] there"),
        ("evil\u200b.\u2060example", "evil. example"),
        ("evil\u3002example", "evil\u3002 example"),
        ("A\r\nBcc: x", "A Bcc: x"),
    ],
)
def test_links_are_left_out_or_taken_apart(written, told):
    assert harmless(written) == told


@pytest.mark.parametrize(
    "prose",
    [
        "At 10:30 it was 36.6 degrees, e.g. in 1.5 hours.",
        "Das heißt z.B. so; usw. und so fort … fertig.",
        "Well... what? She said: “no”. And/or 3/4 of it.",
        "هل هذا صحيح؟ نعم.",
    ],
)
def test_prose_stays_as_it_was(prose):
    assert harmless(prose) == prose


def test_what_a_link_is_called_stays_and_where_it_leads_goes():
    assert excerpt(render("See [my book](https://evil.example/book) and ![x](https://evil.example/x.png)")).startswith(
        "See my book and"
    )
    assert "evil" not in excerpt(render("See [my book](https://evil.example/book)"))


def test_a_word_is_cut_only_if_it_is_all_there_is():
    assert excerpt(render("word " * 200)).endswith("word…")
    assert excerpt(render("a" * 400)) == "a" * EXCERPT + "…"
