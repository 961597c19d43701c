"""RSS 2.0 as items of named fields: the one place where XML from elsewhere is parsed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from website.transfer.limits import MAX_ITEMS, MAX_TEXT_CHARACTERS, MAX_XML_DEPTH
from website.transfer.place import BrokenFileError, Place

CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
WORDPRESS_EXPORT = "wordpress.org/export/"

_PREFIXES = {CONTENT: "content:", DUBLIN_CORE: "dc:"}


@dataclass(slots=True)
class Item:
    """An item: its number from 1, its line, and the texts of each field; names as `title`, `content:encoded`."""

    number: int
    line: int
    fields: dict[str, list[str]] = field(default_factory=dict)
    attributes: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def text(self, *, name: str) -> str:
        """Return the first text of a field, or ""."""
        return (self.fields.get(name) or [""])[0].strip()


class _Collector:
    """Gathers items while the parser reads, and refuses what asks for too much."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.parser: Any = None
        self.items: list[Item] = []
        self.version = ""
        self._path: list[str] = []
        self._text: list[str] = []
        self._length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _name(tag)
        self._path.append(name)
        if len(self._path) > MAX_XML_DEPTH:
            self.refuse(f"elements lie more than {MAX_XML_DEPTH} deep inside one another.")
        if len(self._path) == 1:
            self.version = attributes.get("version", "")
        if WORDPRESS_EXPORT in tag:
            self.refuse("this is a WordPress export (WXR); what is read is a feed with published posts only.")
        if self._path == ["rss", "channel", "item"]:
            if len(self.items) == MAX_ITEMS:
                self.refuse(f"there are more than {MAX_ITEMS} items.")
            self.items.append(Item(len(self.items) + 1, self.parser.CurrentLineNumber))
        elif len(self._path) == 4 and self._path[:3] == ["rss", "channel", "item"]:
            self._text, self._length = [], 0
            self.items[-1].attributes.setdefault(name, dict(attributes))

    def data(self, text: str) -> None:
        if len(self._path) == 4:
            self._length += len(text)
            if self._length > MAX_TEXT_CHARACTERS:
                self.refuse(f"a field has more than {MAX_TEXT_CHARACTERS:,} characters.")
            self._text.append(text)

    def end(self, tag: str) -> None:
        if len(self._path) == 4 and self._path[:3] == ["rss", "channel", "item"]:
            self.items[-1].fields.setdefault(self._path[-1], []).append("".join(self._text))
        self._path.pop()

    def close(self) -> None:
        """The parser calls this at the end."""

    def refuse(self, reason: str) -> None:
        """Raise `BrokenFileError` at the place the parser has reached."""
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        raise BrokenFileError(place=Place(file=self.place.file, line=line, column=column), reason=reason)


def parse_feed(*, text: str, place: Place) -> tuple[Item, ...]:
    """Return the items of an RSS 2.0 document.

    Raises `BrokenFileError` with line and column for broken XML, document types and entities, exports of WordPress
    (these hold drafts and private posts too), and whatever is larger than `limits` allows.
    """
    collector = _Collector(place)
    parser = DefusedXMLParser(target=collector, forbid_dtd=True)
    collector.parser = parser.parser
    try:
        parser.feed(text)
        parser.close()
    except ParseError as error:
        line, column = error.position
        where = Place(file=place.file, line=line, column=column + 1)
        reason = f"this is no well-formed XML ({str(error).partition(':')[0]})."
        raise BrokenFileError(place=where, reason=reason) from error
    except DefusedXmlException:
        collector.refuse("document types and entities are not read.")
    if not collector.version.startswith("2."):
        raise BrokenFileError(place=place, reason=f"only RSS 2.0 is read, and this is “{collector.version[:20]}”.")
    return tuple(collector.items)


def _name(tag: str) -> str:
    """Return `{namespace}name` as `prefix:name` for the namespaces that are read, `name` for none."""
    namespace, _, name = tag.rpartition("}")
    if not namespace:
        return name
    return f"{_PREFIXES.get(namespace[1:], namespace[1:] + ' ')}{name}"
