import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.bibliography import vancouver
from website.transfer.reference_reader import read_reference

WRITTEN = [
    "Aldous R, Finch T. Tail movement in birds. J Riverbank Stud. 2011;4(2):22.",
    "Brook S. Does wagging flush flies? Wet Grass (Leeds). 19(4):701-12.",
    "Heron A. The patience of hawks. Hawks Ponds. 2:12.",
    "Okafor N, van der Meer JH, Lee KT, et al. Pursuit at ponds. Hawks Ponds. 2013;13(3):436-41.",
    "Lee EU. Ponds: A review. Ponds. 2021;33(8 Suppl 1):e601-e605.",
    "Ågren Ö, O'Neil-Smith AB Jr. Tails. Ponds. 2018.",
]


@pytest.mark.parametrize("line", WRITTEN)
def test_a_line_in_the_vancouver_form_is_written_back_the_same(line):
    reference = read_reference(line=line)
    assert reference.understood
    assert vancouver(item=reference.csl) == line


def test_every_part_has_its_name():
    reference = read_reference(
        line="van der Meer JH, Lee KT 2nd, et al. Is rest best? Lancet. 2010 Jan 5;12(3):e12-e19."
        " doi: 10.1016/S0140-6736(10)1234-5. PMID: 12345. PMCID: PMC1234."
    )
    assert reference.csl == {
        "type": "article-journal",
        "title": "Is rest best?",
        "author": [
            {"family": "van der Meer", "given": "J H"},
            {"family": "Lee", "given": "K T", "suffix": "2nd"},
            {"literal": "et al"},
        ],
        "container-title": "Lancet",
        "issued": {"date-parts": [[2010, 1, 5]]},
        "volume": "12",
        "issue": "3",
        "page": "e12-e19",
        "DOI": "10.1016/S0140-6736(10)1234-5",
        "PMID": "12345",
        "PMCID": "PMC1234",
    }


def test_what_the_line_leaves_out_is_left_out():
    csl = read_reference(line="Heron A. The patience of hawks. Hawks Ponds. 2:12.").csl
    assert "issued" not in csl
    assert "issue" not in csl
    assert csl["volume"] == "2"


@pytest.mark.parametrize(
    "line",
    [
        "Parish notes on birds, kept in the vestry, undated.",
        "World Health Organization. Guidelines on ponds. Geneva; 2020.",
        "Roe J. Ponds. J. Clin. Ponds. 2020;1:2.",
        "Roe, J. (2019). Ponds. Ponds, 3(4), 5.",
        "Roe J. Ponds.",
        "Jan Roe. Ponds. Ponds. 2020;1:2.",
    ],
)
def test_any_other_line_is_kept_whole(line):
    reference = read_reference(line=line)
    assert not reference.understood
    assert reference.csl == {"type": "document", "title": line, "note": line}


def test_a_doi_is_certain_even_where_the_rest_is_not():
    reference = read_reference(line="Parish notes on birds (see https://doi.org/10.5555/abc(1)).")
    assert reference.csl["DOI"] == "10.5555/abc(1)"
    assert "10.5555" not in reference.csl["title"]
    assert "10.5555" in reference.csl["note"]
    assert read_reference(line="https://doi.org/10.5555/abc.").csl["title"] == "https://doi.org/10.5555/abc."


@given(st.text(max_size=300))
def test_any_line_gives_a_title(text):
    line = f"x{text}"
    assert read_reference(line=line).csl["title"]


@pytest.mark.parametrize("line", ["A B, " * 20_000, "1 " * 50_000, " 2016;" * 20_000, "10.1234/" + ")" * 500_000])
def test_a_very_long_line_ends_soon(line):
    assert not read_reference(line=line).understood
