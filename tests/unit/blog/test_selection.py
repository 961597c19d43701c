import pytest
from django.http import QueryDict

from blog.api.parameters import fields_config, refuse_unreadable, whole_number
from blog.api.selection import page_fields, select
from blog.payloads.schemas import PostPayload
from ground.problems import Problem

POST = page_fields(PostPayload)
DEFAULT = ("id", "type", "title")
DATA = {
    "id": 1,
    "meta": {"type": "blog.BlogPostPage", "slug": "a", "parent": {"id": 2, "title": "Blog", "path": "/"}},
    "title": "A",
    "excerpt": "",
    "hero": None,
    "contributors": [{"role": "author", "author": {"id": 3, "name": "Ada", "slug": "ada"}}],
    "body": [{"type": "heading", "key": "k", "text": "T"}, {"type": "paragraph", "key": "l", "html": "<p>"}],
}


def chosen(fields):
    asked = fields_config(QueryDict(f"fields={fields}"))
    return select(asked, available=POST, default=DEFAULT).of_page(DATA)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("title", {"id": 1, "meta": {"type": "blog.BlogPostPage"}, "title": "A"}),
        ("_,title,slug", {"meta": {"slug": "a"}, "title": "A"}),
        ("-title,-type", {"id": 1}),
        ("_", {}),
        ("*", DATA),
        ("*,-body,-contributors,-excerpt,-hero,-parent,-type", {"id": 1, "meta": {"slug": "a"}, "title": "A"}),
        ("_,parent(_,title)", {"meta": {"parent": {"title": "Blog"}}}),
        ("_,parent(-title)", {"meta": {"parent": {"id": 2, "path": "/"}}}),
        ("_,contributors(author(_,name))", {"contributors": [{"role": "author", "author": {"name": "Ada"}}]}),
        ("_,contributors(role)", {"contributors": DATA["contributors"]}),
        ("_,body(_,type,html)", {"body": [{"type": "heading"}, {"type": "paragraph", "html": "<p>"}]}),
        ("_,hero(_,src)", {"hero": None}),
    ],
)
def test_fields_are_chosen_by_wagtails_rules(fields, expected):
    assert chosen(fields) == expected


@pytest.mark.parametrize(
    "fields",
    [
        "nonsense",
        "-nonsense",
        "meta",
        "title(x)",
        "parent(nonsense)",
        "body(_,nonsense)",
        "*,title",
        "_,-title",
        "title,*",
        "a(b",
        "a)",
        ",",
        " title",
        "x" * 1001,
        "a(" * 400 + "b" + ")" * 400,
    ],
)
def test_fields_that_make_no_sense_are_problems_that_say_so(fields):
    with pytest.raises(Problem) as caught:
        chosen(fields)
    assert caught.value.status == 400
    assert [error.field for error in caught.value.errors] == ["fields"]


@pytest.mark.parametrize("value", ["", "-1", "1.5", "1e3", " 1", "+1", "101", "9" * 40, "٣", "²", "x", "1_0"])
def test_a_number_is_ascii_digits_within_bounds(value):
    query = QueryDict(mutable=True)
    query["limit"] = value
    with pytest.raises(Problem) as caught:
        whole_number(query, "limit", default=20, most=100)
    assert [error.field for error in caught.value.errors] == ["limit"]


@pytest.mark.parametrize(("query", "number"), [("", 20), ("limit=0", 0), ("limit=100", 100), ("limit=007", 7)])
def test_numbers_within_bounds_are_read(query, number):
    assert whole_number(QueryDict(query), "limit", default=20, most=100) == number


def test_control_characters_are_refused_by_name():
    with pytest.raises(Problem) as caught:
        refuse_unreadable(QueryDict("title=fine&slug=a%00b"))
    assert [error.field for error in caught.value.errors] == ["slug"]
    refuse_unreadable(QueryDict("title=fine"))
