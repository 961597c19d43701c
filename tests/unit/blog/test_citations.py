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
    numbering = number_citations(parts=[citation(B), f"{citation(C)} and {citation(B)}"], references=[A, B, C])
    assert numbering.parts == (mark(B, 1, 1), f"{mark(C, 2, 1)} and {mark(B, 1, 2)}")
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
    separator=st.sampled_from([" and ", ", ", ""]),
)
def test_numbers_are_one_to_n_in_order_of_first_citation(uses, references, separator):
    parts = ["<p>" + separator.join(citation(use) for use in part) + "</p>" for part in uses]
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


def link(reference, number, occurrence=1):
    return mark(reference, number, occurrence).replace("[", "").replace("]", "")


def between(html):
    return f'<span class="citation-between">, {html}</span>'


D, E, F = (UUID(int=number) for number in (4, 5, 6))
ALL = [A, B, C, D, E, F]


def numbered(html, references=ALL, **kwargs):
    """The HTML after a paragraph that cites all papers in order, so that each has its place in `references`."""
    intro = " and ".join(citation(reference) for reference in references)
    return number_citations(parts=[intro, html], references=references, **kwargs).parts[1]


class TestMarksThatStandTogether:
    @pytest.mark.parametrize("separator", ["", " ", ", ", "; ", "&nbsp;", "\u00a0", ",\n "])
    def test_three_in_a_row_become_a_range_with_every_mark_in_it(self, separator):
        html = numbered(f"<p>x {separator.join(citation(each) for each in (B, C, D))}.</p>")
        inside = between(link(C, 3, 2))
        assert html == f'<p>x <span class="citations">[{link(B, 2, 2)}{inside}\u2013{link(D, 4, 2)}]</span>.</p>'

    def test_two_are_listed_and_a_gap_parts_a_range(self):
        assert (
            numbered(citation(A) + citation(B)) == f'<span class="citations">[{link(A, 1, 2)}, {link(B, 2, 2)}]</span>'
        )
        html = numbered("".join(citation(each) for each in (A, C, D, E)))
        rest = f"{link(C, 3, 2)}{between(link(D, 4, 2))}\u2013{link(E, 5, 2)}"
        assert html == f'<span class="citations">[{link(A, 1, 2)}, {rest}]</span>'

    def test_are_put_in_the_order_of_their_numbers_each_once(self):
        html = numbered("".join(citation(each) for each in (D, B, C, B)))
        assert html == f'<span class="citations">[{link(B, 2, 2)}{between(link(C, 3, 2))}\u2013{link(D, 4, 2)}]</span>'

    def test_the_same_paper_twice_is_one_mark(self):
        assert numbered(f"{citation(B)}, {citation(B)}") == mark(B, 2, 2)

    @pytest.mark.parametrize("words", [" and ", "\u2013", "</p><p>", "(", ".", ", see "])
    def test_words_and_tags_between_keep_them_apart(self, words):
        assert numbered(f"{citation(A)}{words}{citation(B)}") == f"{mark(A, 1, 2)}{words}{mark(B, 2, 2)}"

    def test_a_locator_stands_alone(self):
        html = numbered(f"{citation(A)}, {citation(B, locator='p. 4')}; {citation(C)} {citation(D)} ")
        alone = f"{mark(A, 1, 2)}, {mark(B, 2, 2, '2, p. 4')}; "
        assert html == f'{alone}<span class="citations">[{link(C, 3, 2)}, {link(D, 4, 2)}]</span> '

    def test_what_is_not_known_keeps_them_apart_with_its_words(self):
        html = numbered(f"{citation(A)}{citation(UUID(int=99), '(7)')}{citation(B)}")
        assert html == f"{mark(A, 1, 2)}(7){mark(B, 2, 2)}"

    def test_text_is_right_without_any_style(self):
        html = numbered("".join(citation(each) for each in ALL))
        assert re.sub("<[^>]+>", "", html) == "[1, 2, 3, 4, 5\u20136]"
        assert re.sub("<[^>]+>", "", re.sub(r'<span class="citation-between">.*?</span>', "", html)) == "[1\u20136]"


class TestMergedReferences:
    def test_count_as_the_one_they_were_merged_into(self):
        numbering = number_citations(
            parts=[f"{citation(A)} and {citation(B)} and {citation(C)}"], references=[A, B, C], survivors={C: A}
        )
        assert numbering.parts == (f"{mark(A, 1, 1)} and {mark(B, 2, 1)} and {mark(A, 1, 2)}",)
        assert [(each.reference, each.number) for each in numbering.references] == [(A, 1), (B, 2)]
