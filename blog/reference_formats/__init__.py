"""Papers as files: reading and writing BibTeX, RIS and CSL-JSON. Pure: texts in, CSL-JSON items out, and back."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from blog.reference_formats.bibtex import read_bibtex
from blog.reference_formats.bibtex_writer import write_bibtex
from blog.reference_formats.csl import read_csl, write_csl
from blog.reference_formats.keys import keyed
from blog.reference_formats.reading import (
    MAX_ENTRIES,
    MAX_LENGTH,
    Fault,
    Format,
    Found,
    NotReadable,
    Reading,
    Unread,
    excerpt,
)
from blog.reference_formats.ris import read_ris, write_ris
from blog.reference_formats.tidying import tidy

__all__ = ["MAX_ENTRIES", "MAX_LENGTH", "Fault", "Format", "Found", "NotReadable", "Reading", "Unread", "read", "write"]

_READERS: Mapping[Format, Callable[[str], Iterator[Found | Unread]]] = {
    Format.BIBTEX: read_bibtex,
    Format.RIS: read_ris,
    Format.CSL_JSON: read_csl,
}
_WRITERS: Mapping[Format, Callable[[Sequence[tuple[str, Mapping[str, Any]]]], str]] = {
    Format.BIBTEX: write_bibtex,
    Format.RIS: write_ris,
    Format.CSL_JSON: write_csl,
}
_BEGINNING = re.compile(r"^[ \t\ufeff]*(?:(?P<ris>TY {0,2}-)|(?P<bibtex>@[A-Za-z]+[ \t]*[{(]))", re.MULTILINE)


def sniff(text: str) -> Format | None:
    """Return the format `text` is in, by how it begins; None when it looks like none of them."""
    if text.lstrip("\ufeff \t\r\n")[:1] in {"[", "{"}:
        return Format.CSL_JSON
    found = _BEGINNING.search(text)
    return Format(found.lastgroup) if found and found.lastgroup else None


def read(text: str) -> Reading:
    """Return what `text` holds, in whichever format it is; items without a title count as unread.

    Raises `NotReadable` when it is empty, too long, of too many papers, in no format known, or broken as a whole.
    """
    if not text.strip("\ufeff \t\r\n"):
        raise NotReadable(Fault.EMPTY)
    if len(text) > MAX_LENGTH:
        raise NotReadable(Fault.TOO_LONG)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    format_ = sniff(text)
    if format_ is None:
        raise NotReadable(Fault.UNKNOWN_FORMAT)
    entries: list[Found | Unread] = []
    for entry in _READERS[format_](text):
        if len(entries) == MAX_ENTRIES:
            raise NotReadable(Fault.TOO_MANY)
        if isinstance(entry, Found) and not entry.csl.get("title"):
            shown = ", ".join(
                str(value) for name, value in entry.csl.items() if isinstance(value, str) and name != "type"
            )
            entry = Unread(entry.place, excerpt(shown), Fault.NO_TITLE)
        entries.append(entry)
    if not entries:
        raise NotReadable(Fault.EMPTY)
    return Reading(format_, tuple(entries))


def write(items: Sequence[Mapping[str, Any]], *, format: Format) -> str:  # noqa: A002 - the word everybody uses
    """Return `items` of CSL-JSON as a file of that format, in their order; their keys are made of name and year."""
    return _WRITERS[format](keyed([tidy(item) for item in items]))
