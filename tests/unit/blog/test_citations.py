import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.citations import NumberedReference, cited_references, number_citations

A = UUID("aaaaaaaa-0000-4000-8000-000000000001")
B = UUID("bbbbbbbb-0000-4000-8000-000000000002")
C = UUID("cccccccc-0000-4000-8000-000000000003")


def citation(reference, text="(1)", locator=""):
    return f'<a data-citation="{reference}" data-locator="{locator}">{text}</a>'


def mark(reference, number, occurrence, label=None):
    return (
        f'<a class="citation" id="cite-{number}-{occurrence}" href="#ref-{number}" data-reference="{reference}">'
        f"[{label or number}]</a>"
    )


def test_the_editors_text_gives_way_to_the_computed_number():
    numbering = number_citations(parts=[f"<p>Move {citation(A, '(1)')}.</p>"], references=[A])
    assert numbering.parts == (f"<p>Move {mark(A, 1, 1)}.</p>",)
    assert numbering.references == (NumberedReference(A, 1, ("cite-1-1",)),)


def test_numbers_follow_the_text_and_not_the_list_across_all_parts():
    numbering = number_citations(parts=[citation(B), f"{citation(C)} {citation(B)}"], references=[A, B, C])
    assert numbering.parts == (mark(B, 1, 1), f"{mark(C, 2, 1)} {mark(B, 1, 2)}")
    assert numbering.references == (
        NumberedReference(B, 1, ("cite-1-1", "cite-1-2")),
        NumberedReference(C, 2, ("cite-2-1",)),
        NumberedReference(A, 3, ()),
    )


def test_a_citation_of_nothing_known_leaves_as_its_text():
    parts = [f"{citation(C, '(7)')} {citation('not-a-uuid', '<b>(8)</b>')} {citation(A)}"]
    numbering = number_citations(parts=parts, references=[A])
    assert numbering.parts == (f"(7) <b>(8)</b> {mark(A, 1, 1)}",)


def test_a_locator_is_shown_escaped():
    numbering = number_citations(parts=[citation(A, locator="p. 4 &lt;b&gt;")], references=[A])
    assert numbering.parts == (mark(A, 1, 1, "1, p. 4 &lt;b&gt;"),)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "plain (1) text",
        '<a href="/x/">(1)</a>',
        '<a href="https://x.example/?data-citation=1">(1)</a>',
        "<a>(2)</a>",
    ],
)
def test_everything_else_stays_as_it_is(html):
    assert number_citations(parts=[html], references=[]).parts == (html,)


def test_a_reference_listed_twice_is_numbered_once():
    assert [entry.number for entry in number_citations(parts=[], references=[A, A, B]).references] == [1, 2]


def test_cited_references_are_told_once_each_in_order():
    assert cited_references(parts=[citation(B) + citation(A), citation(B), citation("x")]) == (B, A)


POOL = [UUID(int=number) for number in range(1, 9)]


@given(
    uses=st.lists(st.lists(st.sampled_from(POOL), max_size=8), max_size=6),
    references=st.lists(st.sampled_from(POOL), unique=True),
)
def test_numbers_are_one_to_n_in_order_of_first_citation(uses, references):
    parts = ["<p>" + " and ".join(citation(use) for use in part) + "</p>" for part in uses]
    numbering = number_citations(parts=parts, references=references)
    body = "".join(numbering.parts)
    first_seen = list(dict.fromkeys(re.findall(r'data-reference="([^"]+)"', body)))
    ids = re.findall(r'id="([^"]+)"', body)

    assert [entry.number for entry in numbering.references] == list(range(1, len(references) + 1))
    assert [str(entry.reference) for entry in numbering.references][: len(first_seen)] == first_seen
    uncited = [entry.reference for entry in numbering.references][len(first_seen) :]
    assert uncited == [reference for reference in references if reference in uncited]
    assert len(ids) == len(set(ids))
    assert sorted(ids) == sorted(anchor for entry in numbering.references for anchor in entry.citations)
    for use in {use for part in uses for use in part} - set(references):
        assert str(use) not in body
