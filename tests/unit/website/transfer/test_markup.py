import time

import pytest

from tests.unit.website.transfer.reading import PLACE
from website.transfer import limits, markup
from website.transfer.markup import parse_markup
from website.transfer.place import BrokenFileError

TOO_MUCH = {
    "deep": "<div>" * 100_000,
    "deep in a table": "<table>" + "a<b>" * 50_000,
    "deep in an image": "<svg><g>" * 1_000,
    "many elements": "<i></i>" * 100_000,
    "many links": "<a>" * 100_000,
    "many attributes": "<a " + "b c=d " * 200_000,
}
SLOW = {
    "open comments": "<!--" * 1_000_000,
    "entities": "&amp;" * 900_000,
    "entities in an attribute": "<a b='" + "&amp;" * 900_000 + "'>",
    "a long name": "<" + "a\0" * 2_000_000,
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_markup_that_asks_for_too_much_is_refused_soon(name):
    before = time.monotonic()
    with pytest.raises(BrokenFileError, match=r"deep|more than"):
        parse_markup(markup=TOO_MUCH[name], place=PLACE)
    assert time.monotonic() - before < limits.MAX_PARSE_SECONDS


@pytest.mark.parametrize("name", SLOW)
def test_markup_made_to_be_slow_is_given_up(name, monkeypatch):
    monkeypatch.setattr(markup, "MAX_PARSE_SECONDS", 0.3)
    before = time.monotonic()
    with pytest.raises(BrokenFileError, match="too long"):
        parse_markup(markup=SLOW[name], place=PLACE)
    assert time.monotonic() - before < limits.MAX_PARSE_SECONDS


def test_ordinary_depth_is_read():
    assert parse_markup(markup="<div>" * 100 + "a", place=PLACE).get_text() == "a"


def test_misnested_markup_is_read_as_browsers_do():
    tree = parse_markup(markup="<!DOCTYPE html><p>a<b>b<p>c</b>d<table>e<tr><td>f</table>", place=PLACE)
    assert (
        str(tree.body)
        == "<body><p>a<b>b</b></p><p><b>c</b>d</p>e<table><tbody><tr><td>f</td></tr></tbody></table></body>"
    )


def test_text_nobody_sees_is_gone():
    tree = parse_markup(markup="<body><style>a</style><script>b</script><noscript>c</noscript>d", place=PLACE)
    assert tree.get_text() == "d"
