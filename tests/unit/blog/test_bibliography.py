import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.bibliography import reference_url, vancouver

PARK = {"family": "Park", "given": "Ada Rose"}


def article(**changes):
    item = {
        "type": "article-journal",
        "author": [PARK, {"family": "Diaz", "given": "Jean-Paul"}],
        "title": "Walking for low back pain",
        "container-title": "Journal of Back Studies",
        "container-title-short": "J Back Stud",
        "issued": {"date-parts": [[2019, 5]]},
        "volume": "12",
        "issue": "3",
        "page": "284-287",
        "DOI": "10.1000/jbs.12",
    }
    return {key: value for key, value in (item | changes).items() if value is not None}


def people(count):
    return [{"family": f"Name{chr(65 + number)}", "given": "Xi"} for number in range(count)]


@pytest.mark.parametrize(
    ("item", "text"),
    [
        (
            article(),
            "Park AR, Diaz JP. Walking for low back pain. J Back Stud. 2019;12(3):284-7. doi:10.1000/jbs.12",
        ),
        (
            article(**{"container-title-short": None, "journalAbbreviation": "J B S", "DOI": None}),
            "Park AR, Diaz JP. Walking for low back pain. J B S. 2019;12(3):284-7.",
        ),
        (
            article(**{"container-title-short": None, "issue": None, "DOI": None}),
            "Park AR, Diaz JP. Walking for low back pain. Journal of Back Studies. 2019;12:284-7.",
        ),
        (
            article(volume=None, issue=None, page=None, title="Does walking help?", DOI=None),
            "Park AR, Diaz JP. Does walking help? J Back Stud. 2019.",
        ),
        (
            article(author=people(6), DOI=None, page="e12"),
            (
                "NameA X, NameB X, NameC X, NameD X, NameE X, NameF X. "
                "Walking for low back pain. J Back Stud. 2019;12(3):e12."
            ),
        ),
        (
            article(author=people(7), DOI=None, page="CD001-CD002"),
            (
                "NameA X, NameB X, NameC X, NameD X, NameE X, NameF X, et al. "
                "Walking for low back pain. J Back Stud. 2019;12(3):CD001-CD002."
            ),
        ),
        (
            article(author=[{"literal": "World Health Organization"}], issued=None, DOI=None),
            "World Health Organization. Walking for low back pain. J Back Stud. 12(3):284-7.",
        ),
        (
            article(
                author=[
                    {"family": "Berg", "given": "Anna", "non-dropping-particle": "van der"},
                    {"family": "King", "given": "M. L.", "suffix": "Jr."},
                    {"family": "Öz", "given": "élan"},
                ],
                title="Effects of H<sub>2</sub>O when p < 0.05.",
                issued={"raw": "May 2001"},
                DOI=None,
            ),
            "van der Berg A, King ML Jr, Öz É. Effects of H2O when p < 0.05. J Back Stud. 2001;12(3):284-7.",
        ),
        (
            {
                "type": "book",
                "author": [PARK],
                "title": "Backs",
                "edition": 2,
                "publisher-place": "Oslo",
                "publisher": "Fjord Press",
                "issued": {"date-parts": [["2011"]]},
            },
            "Park AR. Backs. 2nd ed. Oslo: Fjord Press; 2011.",
        ),
        (
            {
                "type": "chapter",
                "author": [PARK],
                "title": "Discs",
                "editor": people(2),
                "container-title": "All about backs",
                "edition": "11",
                "publisher": "Fjord Press",
                "page": "95\u2013113",
                "issued": {"date-parts": [[2012]]},
            },
            "Park AR. Discs. In: NameA X, NameB X, editors. All about backs. 11th ed. Fjord Press; 2012. p. 95-113.",
        ),
        (
            {"type": "webpage", "title": "Back pain", "publisher": "A clinic", "URL": "https://clinic.example/back"},
            "Back pain. A clinic. Available from: https://clinic.example/back",
        ),
        ({}, ""),
        ({"type": 7, "author": "Park", "title": None, "issued": {"date-parts": [[]]}, "page": True}, ""),
    ],
)
def test_vancouver(item, text):
    assert vancouver(item=item) == text


@pytest.mark.parametrize(
    ("pages", "short"),
    [
        ("100-109", "100-9"),
        ("99-101", "99-101"),
        ("5-5", "5-5"),
        ("1210 - 1215", "1210-5"),
        ("12-15, 18-19", "12-5, 18-9"),
    ],
)
def test_pages_do_not_repeat_digits(pages, short):
    assert vancouver(item={"type": "article-journal", "page": pages}) == f"{short}."


def test_the_recorded_doi_wins_over_the_items():
    assert vancouver(item={"title": "Backs", "DOI": "10.1/wrong"}, doi="10.1/right") == "Backs. doi:10.1/right"


@pytest.mark.parametrize(
    ("arguments", "url"),
    [
        ({"item": {"URL": "https://a.example/"}, "doi": "10.1/a b", "pmid": "7"}, "https://doi.org/10.1/a%20b"),
        ({"item": {"URL": "https://a.example/"}, "pmid": "7"}, "https://pubmed.ncbi.nlm.nih.gov/7/"),
        ({"item": {"DOI": "10.1/x(1)"}}, "https://doi.org/10.1/x(1)"),
        ({"item": {"URL": "https://a.example/"}}, "https://a.example/"),
        ({"item": {"URL": "javascript:alert(1)"}}, None),
        ({"item": {"URL": "http://[broken"}}, None),
        ({"item": {}}, None),
    ],
)
def test_where_a_paper_can_be_read(arguments, url):
    assert reference_url(**arguments) == url


WORDS = st.text(alphabet="aÖ1 -.?\n<>:/", max_size=8) | st.sampled_from(["family", "given", "date-parts", "raw"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=12,
)
FIELDS = [
    "type",
    "author",
    "editor",
    "title",
    "issued",
    "page",
    "volume",
    "DOI",
    "URL",
    "PMID",
    "container-title",
    "edition",
]
KINDS = st.sampled_from(["article-journal", "chapter", "book", "webpage"])


@given(item=st.dictionaries(st.sampled_from(FIELDS), JSON) | st.fixed_dictionaries({"type": KINDS, "author": JSON}))
def test_any_json_gives_one_line(item):
    text = vancouver(item=item)
    assert text == text.strip()
    assert "\n" not in text
    assert reference_url(item=item) is None or reference_url(item=item).startswith(("https://", "http://"))
