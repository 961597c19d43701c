import time

import pytest

from blog.payloads import prose

LINK = '<a id="{id}" linktype="page">there</a>'


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("", ""),
        ("<p>One.</p><p>Two &amp; three<br/>four</p>", "One. Two & three four"),
        ('<p>Move (2) often <a id="x" linktype="citation" locator="">(1)</a>.</p>', "Move (2) often."),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("<p>H<sub>2</sub>O</p>", "H2O"),
        ("<p>one</p><P>two<br>three</P><hr/>four<!-- not this -->", "one two three four"),
        ("<p title=\"a > b\">It's 3 &lt; 4</p> <a title='x>y'>&amp;lt;</a>", "It's 3 < 4 &lt;"),
        ("<p title=don't>3 < 4</p>", "3 < 4"),
    ],
)
def test_plain_is_one_line_without_citation_marks(source, text):
    assert prose.plain(source) == text


def test_plain_is_as_quick_for_broken_text():
    begun = time.process_time()
    assert prose.plain('<"' * 9000 + "<a '" * 9000 + "<" * 9000)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("short", 5, "short"),
        ("one two three", 9, "one two…"),
        ("one two, three", 9, "one two…"),
        ("unbreakable", 5, "unbr…"),
    ],
)
def test_shortened_cuts_before_a_word(text, length, short):
    assert prose.shortened(text, length=length) == short
    assert len(short) <= max(length, len("one two…"))


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (238, 1), (239, 2), (476, 2), (477, 3)])
def test_reading_time_counts_words_of_all_texts(words, minutes):
    half = words // 2
    assert prose.reading_minutes(["word " * half, "word " * (words - half)]) == minutes


def test_linked_page_ids_are_those_of_page_links_only():
    sources = [LINK.format(id=3) + LINK.format(id="x"), '<a id="9" linktype="document">d</a>', LINK.format(id="9" * 30)]
    assert prose.linked_page_ids(sources) == {3}


def test_expand_keeps_parts_apart_and_links_only_pages_it_is_told_of():
    sources = [LINK.format(id=3), "", LINK.format(id=4) + '<a href="https://a.example/">a</a>', "\x1e"]
    assert prose.expand(sources, page_links={3: "/x/?a=1&b"}) == [
        '<a href="/x/?a=1&amp;b">there</a>',
        "",
        'there<a href="https://a.example/">a</a>',
        "",
    ]
    assert prose.expand([], page_links={}) == []
