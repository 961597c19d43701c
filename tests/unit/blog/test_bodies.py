import pytest

from blog.payloads.blocks import RESERVED_IDS, Material, build_body, table_of_contents
from blog.payloads.bodies import excerpt, words


def heading(text, level="2", key="k"):
    return {"type": "heading", "id": key, "value": {"text": text, "level": level}}


def paragraph(html, key="k"):
    return {"type": "paragraph", "id": key, "value": html}


def ids(*texts):
    return [block.id for block in build_body([heading(text) for text in texts], html=[], material=Material())]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Move well", "Move well", "Move well"], ["move-well", "move-well-2", "move-well-3"]),
        (["Move well 2", "Move well", "Move well"], ["move-well-2", "move-well", "move-well-3"]),
        (["Rücken", "!!!", ""], ["rücken", "section", "section-2"]),
        (["References", "Comments"], ["references-2", "comments-2"]),
        (["Ref 1", "Cite 1 1"], ["section-ref-1", "section-cite-1-1"]),
        (["Series title", "Titles"], ["section-series-title", "titles"]),
    ],
)
def test_heading_ids_are_unique_and_leave_the_pages_own_alone(texts, expected):
    found = ids(*texts)
    assert found == expected
    assert not RESERVED_IDS & set(found)


def test_paragraphs_take_the_html_given_in_order_and_unknown_blocks_are_left_out():
    stored = [
        paragraph("<p>a</p>", "1"),
        {"type": "gone", "id": "2", "value": {"x": 1}},
        {"type": "quote", "id": "3", "value": {"text": "q"}},
        {"type": "picture", "id": "4", "value": {"image": 7}},
        paragraph("<p>b</p>", "5"),
    ]
    body = build_body(stored, html=["<p>A</p>", "<p>B</p>"], material=Material())
    assert [block.model_dump() for block in body] == [
        {"type": "paragraph", "key": "1", "html": "<p>A</p>"},
        {"type": "quote", "key": "3", "text": "q", "attribution": ""},
        {"type": "paragraph", "key": "5", "html": "<p>B</p>"},
    ]


def test_the_table_of_contents_repeats_the_headings():
    body = build_body([heading("One"), paragraph("x"), heading("Two", "3")], html=["x"], material=Material())
    assert [entry.model_dump() for entry in table_of_contents(body)] == [
        {"id": "one", "text": "One", "level": 2},
        {"id": "two", "text": "Two", "level": 3},
    ]


def test_the_excerpt_is_the_first_paragraph_with_words():
    assert excerpt([heading("No"), paragraph("<p> </p>"), paragraph("<p>Yes &amp; more</p>")]) == "Yes & more"
    assert excerpt([heading("No")]) == ""


def test_everything_that_is_read_counts_as_words():
    stored = [
        heading("one two"),
        paragraph("<p>three</p>"),
        {"type": "quote", "id": "k", "value": {"text": "four", "attribution": "nobody"}},
        {"type": "picture", "id": "k", "value": {"image": 1, "alt": "unread", "caption": "five"}},
    ]
    assert " ".join(words(stored)).split() == ["one", "two", "three", "four", "five"]
