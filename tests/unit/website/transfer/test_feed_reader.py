import contextlib
import time
from datetime import UTC, datetime

import pytest

from tests.unit.website.transfer.reading import SAMPLES, read_file
from website.transfer import limits
from website.transfer.article import digest_of
from website.transfer.place import BrokenFileError

FEED = """<?xml version="1.0"?>{before}
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:c="http://purl.org/dc/elements/1.1/">
<channel><title>Shop</title><link>https://a.example/</link>{items}</channel></rss>"""
ITEM = (
    "<item><title>Tea</title><link>https://a.example/tea</link>"
    "<content:encoded>&lt;p&gt;Drink it.&lt;/p&gt;</content:encoded>{}</item>"
)


def feed(tmp_path, *items, before=""):
    (tmp_path / "feed.xml").write_text(FEED.format(items="\n".join(items), before=before))
    return read_file(tmp_path / "feed.xml").articles


@pytest.fixture(scope="module")
def sample():
    return read_file(SAMPLES / "riverbank-feed.xml").articles


@pytest.mark.parametrize("field", ["title", "description", "category", "c:creator", "pubDate", "guid"])
@pytest.mark.parametrize("text", ["." * 500_000, "A, " * 200_000, " " * 500_000 + "x", "&lt;b" * 100_000])
def test_long_fields_end_soon(tmp_path, field, text):
    before = time.monotonic()
    with contextlib.suppress(BrokenFileError):
        feed(tmp_path, f"<item><{field}>{text}</{field}>{ITEM.format('').removeprefix('<item>')}")
    assert time.monotonic() - before < limits.MAX_PARSE_SECONDS


def test_every_item_is_an_article(sample):
    assert [article.title for article in sample] == ["Why Wagtails Wag", "Mud & what lives in it"]
    assert [article.place.item for article in sample] == [1, 2]
    assert [article.published_at.astimezone(UTC) for article in sample] == [
        datetime(2022, 5, 3, 7, 15, tzinfo=UTC),
        datetime(2022, 4, 4, 7, 0, tzinfo=UTC),
    ]
    assert [article.categories for article in sample] == [("Birds & Water",), ("Birds & Water", "Mud")]
    assert [author.slug for article in sample for author in article.authors] == ["mira-lindqvist"] * 2


def test_a_description_that_breaks_off_ends_with_a_word(sample):
    assert sample[0].excerpt.endswith("going up and…")
    assert sample[1].excerpt == "Mud is a crowd."


def test_page_and_feed_give_the_same_article(sample):
    (page,) = read_file(SAMPLES / "wagtails.html").articles
    assert sample[0].source == page.source
    assert digest_of(article=sample[0]) == digest_of(article=page)
    assert digest_of(article=sample[1]) != digest_of(article=page)


@pytest.mark.parametrize(
    ("link", "same"),
    [
        ("http://a.example/tea/", True),
        ("https://A.example/tea?utm_source=feed#x", True),
        ("https://a.example/Tea", False),
        ("https://b.example/tea", False),
        ("https://a.example/?p=1", False),
    ],
)
def test_spellings_of_one_address_are_one_source(tmp_path, link, same):
    first, second = feed(tmp_path, ITEM.format(""), ITEM.format("").replace("https://a.example/tea", link))
    assert (first.source == second.source) is same


def test_without_a_link_the_guid_tells_articles_apart(tmp_path):
    bare = ITEM.replace("<link>https://a.example/tea</link>", "")
    by_id, by_address = feed(
        tmp_path, bare.format("<guid isPermaLink='false'>77</guid>"), bare.format("<guid>https://a.example/b</guid>")
    )
    assert (by_id.source, by_id.address) == ("guid:77", "")
    assert (by_address.source, by_address.address) == ("a.example/b", "https://a.example/b")


def test_the_writers_come_from_either_field(tmp_path):
    articles = feed(
        tmp_path,
        ITEM.format("<c:creator>Ada Park, ND</c:creator><c:creator>Ben Ode</c:creator>"),
        ITEM.format("<author>ada@a.example (Ada Park)</author>"),
        ITEM.format("<author>ada@a.example</author>"),
    )
    assert [[author.name for author in article.authors] for article in articles] == [
        ["Ada Park", "Ben Ode"],
        ["Ada Park"],
        [],
    ]


def test_a_feed_without_full_texts_gives_its_descriptions(tmp_path):
    (article,) = feed(
        tmp_path, "<item><title>Tea</title><description>&lt;b&gt;Drink&lt;/b&gt; it.</description></item>"
    )
    assert article.body.blocks[0].plain == "Drink it."
    assert article.excerpt == ""
    assert "content:encoded" in article.not_understood[0]


@pytest.mark.parametrize(
    ("item", "field"),
    [
        (ITEM.format("<pubDate>Tuesday</pubDate>"), "pubDate"),
        (ITEM.format("<pubDate>Tue, 99 Sep 2023 17:30:00 GMT</pubDate>"), "pubDate"),
        (ITEM.format("").replace("Tea", " "), "title"),
        (ITEM.format("").replace("Drink it.", ""), "text"),
        (ITEM.format("").replace("https://a.example/tea", "tea"), "link"),
        (ITEM.format("").replace("https://a.example/tea", "javascript:x"), "link"),
        (ITEM.format("").replace("https://a.example/tea", "https://a.example/" + "a" * 600), "link"),
        (ITEM.format("").replace("Drink it.", "&lt;div&gt;" * 300), "content:encoded"),
    ],
)
def test_a_broken_item_is_placed(tmp_path, item, field):
    with pytest.raises(BrokenFileError) as caught:
        feed(tmp_path, ITEM.format(""), item)
    place = caught.value.place
    assert (place.item, place.line, place.field) == (2, 4, field)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("<rss version='2.0'>\n<channel>\n  <item></channel></rss>", 3, 11),
        ("<rss version='2.0'>\n&nbsp;</rss>", 2, 1),
        ("<rss>\n a\u0001</rss>", 2, 3),
    ],
)
def test_broken_xml_is_placed(tmp_path, text, line, column):
    (tmp_path / "a.xml").write_text(text)
    with pytest.raises(BrokenFileError) as caught:
        read_file(tmp_path / "a.xml")
    assert (caught.value.place.line, caught.value.place.column) == (line, column)


BOMB = (
    "<!DOCTYPE rss [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)


@pytest.mark.parametrize(
    "before",
    [
        BOMB,
        "<!DOCTYPE rss SYSTEM 'file:///etc/passwd'>",
        "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE rss [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/'> %p;]>",
        "<!DOCTYPE rss>",
    ],
)
def test_document_types_and_entities_are_refused_with_their_line(tmp_path, before):
    with pytest.raises(BrokenFileError, match="entities") as caught:
        feed(tmp_path, ITEM.format("&j;"), before=before)
    assert caught.value.place.line == 1


@pytest.mark.parametrize("address", ["https://wordpress.org/export/1.2/", "http://wordpress.org/export/1.0/"])
def test_an_export_of_wordpress_is_refused(tmp_path, address):
    with pytest.raises(BrokenFileError, match="WordPress"):
        feed(tmp_path, ITEM.format(f"<w:status xmlns:w='{address}'>draft</w:status>"))


@pytest.mark.parametrize(
    "text", ["<rss version='0.91'><channel/></rss>", "<rss version='2.0'><channel/></rss>", "<rss/>"]
)
def test_other_versions_and_empty_feeds_are_refused(tmp_path, text):
    (tmp_path / "a.xml").write_text(text)
    with pytest.raises(BrokenFileError):
        read_file(tmp_path / "a.xml")


def test_feeds_larger_than_the_limits_are_refused(tmp_path):
    deep = "<x>" * limits.MAX_XML_DEPTH + "</x>" * limits.MAX_XML_DEPTH
    many = "<item/>" * (limits.MAX_ITEMS + 1)
    long = ITEM.format(f"<x>{'a' * (limits.MAX_TEXT_CHARACTERS + 1)}</x>")
    for items, reason in ((deep, "deep"), (many, "items"), (long, "characters")):
        with pytest.raises(BrokenFileError, match=reason):
            feed(tmp_path, items)
