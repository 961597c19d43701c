"""Whatever is sent: an answer or a problem, never a failure, and nothing of it comes back as markup."""

import time

import pytest

from search.words.queries import LONGEST

pytestmark = pytest.mark.django_db

SECONDS = 0.5
"""Of the processor, for one answer: what it takes at ten thousand posts is in tests/benchmarks."""

QUERIES = [
    "",
    " ",
    '"',
    '"""',
    "-",
    "--",
    '-"',
    "*",
    "knee*",
    "NOT",
    "AND OR NOT NEAR",
    "NEAR(knee hip, 5)",
    "title_terms:knee",
    "{title_terms body_terms}: knee",
    "^knee",
    "knee + hip",
    "knee:*",
    "knee & !hip | (a <-> b)",
    "'; DROP TABLE search_postdocument; --",
    "%s %(x)s %%",
    "\\",
    "\\'",
    "knee\x00hip",
    "\x01\x02\x1b[31m",
    "\u202eeenk\u202c",
    "ركبة مؤلمة",
    "🦴🙂",
    "e\u0301" * 90,
    "a " * 100,
    "-a " * 66,
    '"a" ' * 50,
    "(" * 200,
    "x" * LONGEST,
    "\N{REPLACEMENT CHARACTER}",
    "\ufffe\uffff",
    "<script>alert(1)</script>",
    "\U0001d4f4\U0001d4f7\U0001d4ee\U0001d4ee",
    "ﷺ" * 60,
]


@pytest.fixture(autouse=True)
def _posts(post):
    post("Knee", "The knee and the hip.", tagged=["knee"])


@pytest.mark.parametrize("place", ["search", "suggest"])
def test_any_query_is_answered(client, place):
    for query in QUERIES:
        begin = time.process_time()
        response = client.get(f"/api/site/v1/{place}/", {"q": query, "site": "localhost:8000"})
        assert time.process_time() - begin < SECONDS, query
        assert response.status_code == 200, query
        assert response["Content-Type"].startswith("application/json")
        for hit in response.json().get("hits", []):
            for html in (hit["title"], *hit["passages"]):
                assert "<" not in html.replace("<mark>", "").replace("</mark>", ""), query


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"q": "x" * (LONGEST + 1)}, "q"),
        ({"q": "a " * 5000}, "q"),
        ({"category": "a b"}, "category"),
        ({"category": ""}, "category"),
        ({"tag": "\x00"}, "tag"),
        ({"author": "a' OR 1=1"}, "author"),
        ({"series": "x" * 151}, "series"),
        ({"year": "0"}, "year"),
        ({"year": "99999999999999999999"}, "year"),
        ({"year": "two"}, "year"),
        ({"sort": "title"}, "sort"),
        ({"cursor": "x"}, "cursor"),
        ({"cursor": "1~nan~1"}, "cursor"),
        ({"cursor": "9" * 65}, "cursor"),
        ({"language": "xx"}, "language"),
        ({"language": "en\x00"}, "language"),
        ({"site": "nowhere.example.org"}, "site"),
        ({"page": "2"}, "page"),
    ],
)
def test_what_cannot_be_meant_is_a_problem_that_names_it(client, parameters, named):
    response = client.get("/api/site/v1/search/", {"q": "knee", "site": "localhost:8000", **parameters})
    assert response.status_code == 400, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in response.json()["errors"]] == [named]


def test_a_cursor_from_anywhere_is_a_place_in_the_list(client):
    for cursor in ("0~0x0.0p+0~0", "99999999999~0x1.fffffffffffffp+1023~4294967295", "1~-0x1.0p-1074~1"):
        response = client.get("/api/site/v1/search/", {"q": "knee", "site": "localhost:8000", "cursor": cursor})
        assert response.status_code in {200, 400}, response.content


def test_only_reading_is_possible(client):
    for method in (client.post, client.put, client.delete):
        assert method("/api/site/v1/search/").status_code == 405
