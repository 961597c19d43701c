"""In mail, nothing that readers wrote is a link, a picture, or a second line."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.notifications.excerpts import EXCERPT_MAX, NAME_SHOWN_MAX, excerpt, shown_name
from tests.unit.comments.hostile import HOSTILE

CLICKABLE = re.compile(r"://|www|@|\w[./:]\w*[^\W\d]|<|\]\(|mailto:|javascript:\S", re.IGNORECASE)
"""What some mail program somewhere makes a link or a picture of."""


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.example/x",
        "evil.example",
        "Evil.Example/path",
        "HTTP://EVIL.EXAMPLE",
        "evil。example",
        "ｅｖｉｌ．ｅｘａｍｐｌｅ",
        "javascript:alert(1)",
        "tel:+4912345",
        "a@b.example",
        "mailto:a@b.example",
        "[here](https://evil.example)",
        "<a href=https://evil.example>here</a>",
        "![x](https://evil.example/x.png)",
        "//evil.example",
        "www.evil",
        "evil.exa\u200bmple",
        "192.0.2.1",
    ],
)
def test_no_address_can_be_clicked(text):
    assert not CLICKABLE.search(excerpt(f"Look {text} there")), excerpt(text)
    assert not CLICKABLE.search(shown_name(text))


@pytest.mark.parametrize("text", ["Thank you, Ada. See you at 10.30!", "Is it so? Yes: it is.", "Schön ist’s."])
def test_prose_stays_readable(text):
    assert excerpt(text) == text


@given(st.text(max_size=2000))
def test_whatever_was_written_is_one_short_harmless_line(text):
    short, name = excerpt(text), shown_name(text)
    assert len(short) <= EXCERPT_MAX
    assert len(name) <= NAME_SHOWN_MAX
    for line in (short, name):
        assert not CLICKABLE.search(line)
        assert len(line.splitlines()) <= 1
        assert not any(ord(character) < 32 for character in line)


def test_no_hostile_text_keeps_an_address():
    for text in HOSTILE:
        assert not CLICKABLE.search(excerpt(str(text)))
