import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.reference_formats import MAX_ENTRIES, MAX_LENGTH, Fault, Format, Found, NotReadable, Unread, read, write
from blog.reference_formats.tidying import tidy

BIBTEX = r"""
% exported yesterday
@string{espj = "European Spine Journal"}
@article{airaksinen2006,
  author = {Airaksinen, O. and M{\"u}ller, Jos{\'e} and van den Berg, Ada and {World Health Organization} and others},
  title = {Chapter 4. {European} guidelines for \textit{chronic} low back pain: 50\% \& more},
  journal = espj, year = 2006, month = mar, volume = {15 Suppl 2}, number = "3",
  pages = {S192--S300}, doi = {https://doi.org/10.1007/S00586-006-1072-1}, pmid = {16550448},
}

@incollection{b, title={A chapter}, booktitle={A book}, editor={Knuth, Donald E. and King, Jr., Martin Luther},
  publisher={Springer}, address={Berlin}, year={1999}, edition={2}, isbn={978-3}, pages={7}}
@online{c, title={A page}, url={https://example.org/a\_b?c=1\&d=2}, date={2020-05-04}}
@phdthesis{d, title="A \"{u}ber-thesis", school={ETH}, year={n.d.}}
"""

RIS = """TY  - JOUR
AU  - Airaksinen, O.
AU  - Müller, José, Jr.
AU  - World Health Organization
TI  - European guidelines for
   low back pain
JO  - Eur Spine J
T2  - European Spine Journal
VL  - 15
IS  - 3
SP  - S192
EP  - S300
PY  - 2006
DA  - 2006/03/14/
DO  - 10.1007/S00586
AN  - 16550448
DB  - PubMed
UR  - https://example.org/a;b
SN  - 0940-6719
ER  -

TY  - CHAP
A1  - Knuth, D
T1  - A chapter
BT  - A book
ED  - King, M
PB  - Springer
CY  - Berlin
SN  - 978-3
Y1  - 1999///
N1  - PMID: 77
"""


def items(text):
    return [dict(entry.csl) for entry in read(text).entries if isinstance(entry, Found)]


class TestBibtex:
    def test_reads_what_journals_and_managers_write(self):
        article, chapter, page, thesis = items(BIBTEX)
        assert article == {
            "type": "article-journal",
            "title": "Chapter 4. European guidelines for chronic low back pain: 50% & more",
            "author": [
                {"family": "Airaksinen", "given": "O."},
                {"family": "Müller", "given": "José"},
                {"family": "Berg", "given": "Ada", "non-dropping-particle": "van den"},
                {"literal": "World Health Organization"},
            ],
            "container-title": "European Spine Journal",
            "issued": {"date-parts": [[2006, 3]]},
            "volume": "15 Suppl 2",
            "issue": "3",
            "page": "S192-S300",
            "DOI": "10.1007/s00586-006-1072-1",
            "PMID": "16550448",
        }
        assert chapter == {
            "type": "chapter",
            "title": "A chapter",
            "container-title": "A book",
            "editor": [
                {"family": "Knuth", "given": "Donald E."},
                {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
            ],
            "publisher": "Springer",
            "publisher-place": "Berlin",
            "issued": {"date-parts": [[1999]]},
            "edition": "2",
            "ISBN": "978-3",
            "page": "7",
        }
        assert page == {
            "type": "webpage",
            "title": "A page",
            "URL": "https://example.org/a_b?c=1&d=2",
            "issued": {"date-parts": [[2020, 5, 4]]},
        }
        assert thesis == {
            "type": "thesis",
            "title": "A über-thesis",
            "publisher": "ETH",
            "issued": {"literal": "n.d."},
        }

    def test_goes_on_after_a_broken_entry_and_says_where_it_was(self):
        text = "@article{a, title={One}}\n\n@article{b, title={Two\n@article{c, title={Three}}\n@misc{d, year=2001}\n"
        one, two, three, four = read(text).entries
        assert (one.csl["title"], three.csl["title"]) == ("One", "Three")
        assert two == Unread(3, "@article{b, title={Two", Fault.BROKEN)
        assert (four.place, four.fault) == (5, Fault.NO_TITLE)

    def test_keeps_both_entries_of_one_key_and_the_first_of_a_field_given_twice(self):
        assert [item["title"] for item in items("@misc{a,title={x},title={y}}\n@misc{a,title={z}}")] == ["x", "z"]

    @pytest.mark.parametrize(
        ("latex", "text"),
        [
            (r"Pain 50% of the time", "Pain 50% of the time"),
            (r"$\alpha$-blockers", "\u03b1-blockers"),
            (r"{\O}sterg{\aa}rd \L{}\'od\'z", "Østergård Łódź"),
            (r"A~B\,C", "A B C"),
            (r"``quoted''", "“quoted”"),
            (r"\unknown{kept}", "kept"),
            (r"\href{http://x}{y}", "hrefhttp://xy"),
            ("{" * 60 + "deep" + "}" * 60, "deep"),
        ],
    )
    def test_makes_plain_text_of_latex(self, latex, text):
        assert items(f"@misc{{a, title={{{latex}}}}}")[0]["title"] == text

    def test_takes_the_pubmed_number_from_wherever_it_stands(self):
        for field in (
            "pmid={12}",
            "note={PMID: 12}",
            "eprint={12}, eprinttype={pubmed}",
            "url={https://pubmed.ncbi.nlm.nih.gov/12/}",
        ):
            assert items(f"@article{{a, title={{x}}, {field}}}")[0]["PMID"] == "12"


class TestRis:
    def test_reads_what_journals_and_managers_write(self):
        article, chapter = items(RIS)
        assert article == {
            "type": "article-journal",
            "title": "European guidelines for low back pain",
            "author": [
                {"family": "Airaksinen", "given": "O."},
                {"family": "Müller", "given": "José", "suffix": "Jr."},
                {"literal": "World Health Organization"},
            ],
            "container-title": "European Spine Journal",
            "volume": "15",
            "issue": "3",
            "page": "S192-S300",
            "issued": {"date-parts": [[2006, 3, 14]]},
            "DOI": "10.1007/s00586",
            "PMID": "16550448",
            "URL": "https://example.org/a;b",
            "ISSN": "0940-6719",
        }
        assert chapter == {
            "type": "chapter",
            "title": "A chapter",
            "container-title": "A book",
            "author": [{"family": "Knuth", "given": "D"}],
            "editor": [{"family": "King", "given": "M"}],
            "publisher": "Springer",
            "publisher-place": "Berlin",
            "ISBN": "978-3",
            "issued": {"date-parts": [[1999]]},
            "PMID": "77",
        }

    def test_says_where_lines_stand_outside_of_any_reference(self):
        text = "TY  - JOUR\nTI  - One\nER  - \n\nwhat is this\nand this\n2.\nTY  - JOUR\nVL  - 7\nER  - \n"
        one, stray, two = read(text).entries
        assert one.csl["title"] == "One"
        assert stray == Unread(5, "what is this", Fault.NOT_A_RECORD)
        assert (two.place, two.fault) == (8, Fault.NO_TITLE)

    def test_reads_a_book_by_its_own_title(self):
        assert items("TY  - BOOK\nBT  - Only this\nER  - ") == [{"type": "book", "title": "Only this"}]


class TestCslJson:
    def test_reads_a_list_an_object_and_the_items_of_one(self):
        item = {"type": "book", "title": "A book"}
        for text in (json.dumps([item]), json.dumps(item), json.dumps({"items": [item]})):
            assert items(text) == [item]

    def test_keeps_what_the_schema_knows_in_its_own_shapes(self):
        given = {
            "id": "x",
            "type": "article-journal",
            "title": ["A  title\u0000\ud800"],
            "volume": 15,
            "journalAbbreviation": "J Ex",
            "abstract": "long",
            "script": "<x>",
            "DOI": "https://doi.org/10.1/A",
            "URL": "javascript:alert(1)",
            "note": "PMID: 99",
            "author": ["Ada", {"family": "B", "given": 3, "evil": 1}, {"given": "Plato"}, {}, None],
            "issued": {"date-parts": [["2006", "3", 99]]},
            "accessed": "2020-01-02",
            "submitted": {"raw": "spring"},
        }
        assert items(json.dumps(given)) == [
            {
                "type": "article-journal",
                "title": "A title",
                "volume": "15",
                "container-title-short": "J Ex",
                "DOI": "10.1/a",
                "PMID": "99",
                "author": [{"literal": "Ada"}, {"family": "B", "given": "3"}, {"literal": "Plato"}],
                "issued": {"date-parts": [[2006, 3]]},
                "accessed": {"date-parts": [[2020, 1, 2]]},
                "submitted": {"literal": "spring"},
            }
        ]

    def test_says_which_of_the_list_is_no_object(self):
        assert read('[{"title": "x"}, 7, "words"]').entries[1:] == (
            Unread(2, "…", Fault.NOT_A_RECORD),
            Unread(3, "words", Fault.NOT_A_RECORD),
        )

    def test_says_in_which_line_it_is_broken(self):
        with pytest.raises(NotReadable) as caught:
            read('[{"title":\n "x",,}]')
        assert (caught.value.fault, caught.value.line) == (Fault.BROKEN, 2)


class TestReading:
    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("", Fault.EMPTY),
            (" \n\ufeff", Fault.EMPTY),
            ("[]", Fault.EMPTY),
            ("@string{a = {b}}", Fault.EMPTY),
            ("Moser I. Back pain. 2006.", Fault.UNKNOWN_FORMAT),
            ("x" * (MAX_LENGTH + 1), Fault.TOO_LONG),
            ("@misc{a,title={x}}\n" * (MAX_ENTRIES + 1), Fault.TOO_MANY),
            ("TY  - JOUR\nTI  - x\nER  - \n" * (MAX_ENTRIES + 1), Fault.TOO_MANY),
            (json.dumps([{"title": "x"}] * (MAX_ENTRIES + 1)), Fault.TOO_MANY),
        ],
    )
    def test_refuses_by_name(self, text, fault):
        with pytest.raises(NotReadable) as caught:
            read(text)
        assert caught.value.fault == fault

    @pytest.mark.parametrize(
        ("text", "format_"),
        [
            (BIBTEX, Format.BIBTEX),
            (RIS, Format.RIS),
            ("\ufeff\r\n" + RIS.replace("\n", "\r\n"), Format.RIS),
            ("Dear Ada, here they are\n" + BIBTEX, Format.BIBTEX),
            ('\n {"title": "x"}', Format.CSL_JSON),
        ],
    )
    def test_sniffs_the_format(self, text, format_):
        assert read(text).format is format_

    @pytest.mark.parametrize(
        "text",
        [
            "@a{" * 160_000,
            "@a{b," + "c=d," * 120_000,
            "@a{b,title=" + "{" * 240_000 + "}" * 240_000 + "}",
            '@a{b,title="' + "{" * 480_000,
            "@" + "a" * 499_000,
            "@a" + " " * 499_000 + "{",
            "@a{b,title={x},author={" + "a and " * 80_000 + "}}",
            "@a{b,title={x},author={" + "," * 490_000 + "}}",
            "@a{b,title={x},pages={" + " " * 490_000 + "}}",
            "@a{b,title={" + r"\textit{" * 50_000 + "}" * 50_000 + "}}",
            "\n".join(f'@a{{b{n},title={{{chr(92)}"{{o}}' * 1 + r"\"{o}" * 38 + "}}" for n in range(480)),
            "\n".join(f"@a{{b{n},title={{{'$' * 900}}}}}" for n in range(480)),
            "TY  - JOUR\n" + "x\n" * 240_000,
            "TY  - JOUR\n" * 45_000,
            "TY  - JOUR\nTI  - a\n" + "AU  - a, b\n" * 44_000,
            "[" * 499_000,
            '[{"a":' * 80_000,
            "[" + "9" * 490_000 + "]",
            "[" * 900 + "]" * 900,
            '{"title": "' + "\u0301" * 490_000 + '"}',
        ],
    )
    def test_hostile_input_is_over_soon_and_leaves_nothing_odd(self, text):
        begun = time.process_time()
        try:
            found = [entry.csl for entry in read(text).entries if isinstance(entry, Found)]
        except NotReadable:
            found = []
        for format_ in Format:
            write(found, format=format_).encode()
        assert time.process_time() - begun < 10

    @given(st.text(max_size=300), st.sampled_from(["", "@a{b,title={", "TY  - JOUR\nTI  - ", '[{"title":"']))
    @settings(max_examples=300)
    def test_any_text_is_read_or_refused(self, text, start):
        try:
            reading = read(start + text)
        except NotReadable:
            return
        for entry in reading.entries:
            assert isinstance(entry, Unread) or tidy(entry.csl) == entry.csl


WORDS = (
    st.text(
        st.one_of(
            st.sampled_from("\\{}~^&%$#_-\u2013`'\"!?@=,;:<>()[]|/ äßÉøŁçπ中 "),
            st.characters(codec="utf-8", categories=["L", "N", "P", "S"]),
        ),
        min_size=1,
        max_size=40,
    )
    .map(lambda text: tidy({"title": text}).get("title", ""))
    .filter(bool)
)
"""Any text as it is kept."""

PLAIN = st.text(st.characters(categories=["L", "Nd"], max_codepoint=0x24F), min_size=1, max_size=12)
NAMES = st.builds(lambda first, rest: (first + rest).strip(), st.sampled_from("ABCÉØŁŻ"), PLAIN)
PAGES = st.one_of(
    st.from_regex(r"[A-Z]?[0-9]{1,5}", fullmatch=True),
    st.tuples(st.integers(1, 999), st.integers(1000, 9999)).map(lambda ends: f"S{ends[0]}-S{ends[1]}"),
)
DATES = st.one_of(
    st.tuples(st.integers(1000, 2999)),
    st.tuples(st.integers(1000, 2999), st.integers(1, 12)),
    st.tuples(st.integers(1000, 2999), st.integers(1, 12), st.integers(1, 31)),
).map(lambda parts: {"date-parts": [list(parts)]})


def people(*, particles, groups=WORDS):
    person = {"family": NAMES, "given": NAMES}
    optional = {"suffix": st.sampled_from(["Jr.", "III"])}
    if particles:
        optional["non-dropping-particle"] = st.sampled_from(["van", "van den", "de la"])
    return st.lists(
        st.one_of(st.fixed_dictionaries(person, optional=optional), st.fixed_dictionaries({"literal": groups})),
        min_size=1,
        max_size=8,
    )


def papers(authors):
    return st.fixed_dictionaries(
        {"type": st.sampled_from(["article-journal", "chapter", "report", "thesis", "webpage"]), "title": WORDS},
        optional={
            "author": authors,
            "container-title": WORDS,
            "volume": WORDS,
            "issue": PLAIN,
            "page": PAGES,
            "publisher": WORDS,
            "issued": DATES,
            "DOI": st.from_regex(r"10\.[0-9]{4}/[a-z0-9._%#-]{1,20}", fullmatch=True),
            "PMID": st.from_regex(r"[1-9][0-9]{0,8}", fullmatch=True),
            "URL": st.from_regex(r"https://example\.org/[A-Za-z0-9_~%#&=.?-]{0,20}", fullmatch=True),
        },
    )


class TestRoundTrip:
    @given(st.lists(papers(people(particles=True)), min_size=1, max_size=3))
    def test_through_csl_json(self, given_papers):
        assert items(write(given_papers, format=Format.CSL_JSON)) == given_papers

    @given(st.lists(papers(people(particles=True)), min_size=1, max_size=3))
    def test_through_bibtex(self, given_papers):
        assert items(write(given_papers, format=Format.BIBTEX)) == given_papers

    @given(
        st.lists(
            papers(people(particles=False, groups=WORDS.map(lambda text: text.replace(",", " ").strip()).filter(bool))),
            min_size=1,
            max_size=3,
        )
    )
    def test_through_ris(self, given_papers):
        back = items(write(given_papers, format=Format.RIS))
        assert [tidy(item) for item in back] == [tidy(item) for item in given_papers]

    def test_ris_writes_a_particle_with_the_family_and_no_comma_in_the_name_of_a_group(self):
        authors = [{"family": "Berg", "given": "A", "non-dropping-particle": "van den"}, {"literal": "Health, Inc"}]
        (back,) = items(write([{"title": "x", "author": authors}], format=Format.RIS))
        assert back["author"] == [{"family": "van den Berg", "given": "A"}, {"literal": "Health Inc"}]

    def test_keys_tell_papers_apart(self):
        twice = [{"type": "book", "title": "x", "author": [{"family": "Łoś"}], "issued": {"date-parts": [[2006]]}}] * 2
        keys = [item["id"] for item in json.loads(write(twice, format=Format.CSL_JSON))]
        assert keys == ["os2006", "os2006-2"]
