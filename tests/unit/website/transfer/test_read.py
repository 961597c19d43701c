import os

import pytest

from tests.unit.website.transfer.reading import SAMPLES, read_file
from website.transfer import limits
from website.transfer.place import BrokenFileError, Place
from website.transfer.read import Kind, read_source

PAGE = "<!DOCTYPE html><html><head>{}<title>Ö</title></head><body><main><p>Käse</p></main></body></html>"
FEED = (
    '<?xml version="1.0"{}?><rss version="2.0"><channel>'
    "<item><title>Ö</title><description>Käse</description></item></channel></rss>"
)


def write(tmp_path, data, name="a.html"):
    (tmp_path / name).write_bytes(data)
    return tmp_path / name


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        ("<!doctype html><html>", Kind.PAGE),
        ("\n <!-- saved from url=(0014)about:internet -->\n<HTML>", Kind.PAGE),
        ('<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html>', Kind.PAGE),
        ('<?xml version="1.0"?>\n<?xml-stylesheet href="x"?><!-- x --><rss>', Kind.FEED),
        ("<rss version='2.0'>", Kind.FEED),
        ("<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>", Kind.FEED),
    ],
)
def test_the_kind_is_known_by_content_not_by_name(tmp_path, start, kind):
    assert read_source(path=write(tmp_path, start.encode(), "a.txt")).kind is kind


@pytest.mark.parametrize(
    "text",
    ["plain words", "{}", "<feed xmlns='http://www.w3.org/2005/Atom'/>", "<rdf:RDF>", "<svg>", "%PDF", "<!-- open"],
)
def test_other_kinds_are_refused(tmp_path, text):
    with pytest.raises(BrokenFileError):
        read_source(path=write(tmp_path, text.encode()))


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ('<meta charset="iso-8859-1">', "latin-1"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', "cp1252"),
        ("<meta charset='macintosh'>", "mac-roman"),
        ("", "cp1252"),
    ],
)
def test_pages_of_any_encoding(tmp_path, declared, encoding):
    (article,) = read_file(write(tmp_path, PAGE.format(declared).encode(encoding))).articles
    assert (article.title, article.body.blocks[0].plain) == ("Ö", "Käse")


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        (' encoding="UTF-16"', "utf-16"),
        (' encoding="ISO-8859-1"', "latin-1"),
        (" encoding='Shift_JIS'", "shift_jis"),
    ],
)
def test_feeds_of_any_encoding(tmp_path, declared, encoding):
    data = FEED.format(declared).replace("Käse", "Kase").replace("Ö", "日" if encoding == "shift_jis" else "Ö")
    (article,) = read_file(write(tmp_path, data.encode(encoding))).articles
    assert article.title in {"Ö", "日"}


@pytest.mark.parametrize("label", ["martian", "zlib", "rot13", "punycode", "unicode_escape"])
def test_unknown_encodings_are_refused(tmp_path, label):
    with pytest.raises(BrokenFileError, match="unknown encoding"):
        read_source(path=write(tmp_path, PAGE.format(f"<meta charset={label}>").encode()))


def test_a_byte_that_is_not_in_the_encoding_is_placed(tmp_path):
    with pytest.raises(BrokenFileError) as caught:
        read_source(path=write(tmp_path, b"<html><meta charset=utf-8>\nab\xff</html>"))
    assert (caught.value.place.line, caught.value.place.column) == (2, 3)


@pytest.mark.parametrize("data", [b"", b" \n "])
def test_an_empty_file_is_refused(tmp_path, data):
    with pytest.raises(BrokenFileError, match="empty"):
        read_source(path=write(tmp_path, data))


def test_missing_files_and_other_things_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "gone.html", tmp_path, tmp_path / "pipe"):
        with pytest.raises(BrokenFileError):
            read_source(path=path)


@pytest.mark.parametrize(("start", "size"), [(b"<html>", limits.MAX_PAGE_BYTES + 1), (b"<rss>", 100_000_000)])
def test_a_large_file_is_refused_at_once(tmp_path, start, size):
    path = write(tmp_path, start)
    with path.open("r+b") as file:
        file.truncate(size)
    with pytest.raises(BrokenFileError, match="too large"):
        read_source(path=path)


def test_places_read_well():
    assert str(Place(file="a.xml", line=3, column=7)) == "a.xml (line 3, column 7)"
    assert str(Place(file="a.xml", item=2, line=9).at(field="pubDate")) == "a.xml (item 2, line 9, pubDate)"
    assert str(Place(file="a.xml")) == "a.xml"


def test_the_samples_are_what_they_seem():
    assert read_source(path=SAMPLES / "wagtails.html").kind is Kind.PAGE
    assert read_source(path=SAMPLES / "riverbank-feed.xml").kind is Kind.FEED
