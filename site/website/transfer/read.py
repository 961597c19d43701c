"""Opening a file: how large it may be, how its bytes become text, and of what kind it is by its content."""

import codecs
import re
import stat
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import webencodings

from website.transfer.limits import MAX_FEED_BYTES, MAX_PAGE_BYTES
from website.transfer.place import BrokenFileError, Place

DECLARED_WITHIN = 1024
"""HTML demands that a page's declaration of its encoding ends within so many bytes; XML's stands on the first line."""

_WINDOWS = webencodings.Encoding("windows-1252", codecs.lookup("cp1252"))
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_LEADING = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_NAME = re.compile(r"<(!doctype\s+)?([a-z][\w.:-]*)", re.IGNORECASE)


class Kind(StrEnum):
    """The kinds of file that are read, in a reader's words."""

    PAGE = "saved page"
    FEED = "RSS feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file's text, its kind, and the folder whose pictures it may use."""

    place: Place
    kind: Kind
    text: str
    folder: Path
    not_understood: tuple[str, ...] = ()


def read_source(*, path: Path) -> Source:
    """Read a file.

    Raises `BrokenFileError` when it is missing, no plain file, empty, too large, not text in the encoding it declares,
    or neither a saved page nor an RSS feed.
    """
    place = Place(file=path.name)
    data = _bytes(path, place)
    text, doubts = _decode(data, place)
    kind = _kind(text, place)
    if kind is Kind.PAGE and len(data) > MAX_PAGE_BYTES:
        raise BrokenFileError(place=place, reason=_too_large("a saved page", MAX_PAGE_BYTES))
    return Source(place=place, kind=kind, text=text, folder=path.parent, not_understood=doubts)


def _bytes(path: Path, place: Place) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise BrokenFileError(place=place, reason="this is not a file.")
        with path.open("rb") as file:
            data = file.read(MAX_FEED_BYTES + 1)
    except OSError as error:
        raise BrokenFileError(place=place, reason=f"it can't be read: {error.strerror}.") from error
    if len(data) > MAX_FEED_BYTES:
        raise BrokenFileError(place=place, reason=_too_large("a file", MAX_FEED_BYTES))
    if not data.strip():
        raise BrokenFileError(place=place, reason="it is empty.")
    return data


def _too_large(what: str, limit: int) -> str:
    return f"it is too large; {what} may have {limit // 1_000_000} MB."


def _decode(data: bytes, place: Place) -> tuple[str, tuple[str, ...]]:
    """Return the text: by byte order mark, else by declaration, else as UTF-8, else as browsers do."""
    encoding, rest = _by_mark(data)
    doubts: tuple[str, ...] = ()
    if encoding is None:
        declared = _XML_ENCODING.search(data[:DECLARED_WITHIN]) or _META_CHARSET.search(data[:DECLARED_WITHIN])
        if declared:
            label = declared[1].decode("ascii")
            encoding = webencodings.lookup(label)
            if encoding is None:
                raise BrokenFileError(place=place, reason=f"it declares an unknown encoding, “{label}”.")
            if encoding.name.startswith("utf-16"):
                encoding = webencodings.UTF8  # what could be read as a declaration was not UTF-16
        elif _is_utf8(rest):
            encoding = webencodings.UTF8
        else:
            encoding = _WINDOWS
            doubts = ("The file declares no encoding and is not UTF-8: read as windows-1252, as browsers do.",)
    try:
        text = encoding.codec_info.decode(rest, "strict")[0]
    except UnicodeDecodeError as error:
        line, column = _line_and_column(rest, error.start)
        where = Place(file=place.file, line=line, column=column)
        raise BrokenFileError(place=where, reason=f"this byte is not {encoding.name}.") from error
    return text, doubts


def _by_mark(data: bytes) -> tuple[webencodings.Encoding | None, bytes]:
    for mark, label in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be")):
        if data.startswith(mark):
            return webencodings.lookup(label), data[len(mark) :]
    return None, data


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _line_and_column(data: bytes, offset: int) -> tuple[int, int]:
    before = data[:offset]
    return before.count(b"\n") + 1, offset - (before.rfind(b"\n") + 1) + 1


def _kind(text: str, place: Place) -> Kind:
    position = 0
    while skipped := _LEADING.match(text, position):
        position = skipped.end()
    found = _NAME.match(text, position)
    name = found[2].lower() if found else ""
    if found and found[1] and name != "html":
        name = "rss"  # the feed's reader refuses document types, with the line
    if name == "rss":
        return Kind.FEED
    if name == "feed" or name.endswith(":rdf"):
        raise BrokenFileError(place=place, reason="only RSS 2.0 is read, and this is another kind of feed.")
    if name in {"html", "head", "body", "main", "article"}:
        return Kind.PAGE
    raise BrokenFileError(place=place, reason="this is neither a saved page nor an RSS feed.")
