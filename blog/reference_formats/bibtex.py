"""Reading BibTeX, as journals, Google Scholar and reference managers give it; BibLaTeX's names for fields too."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ParsingFailedBlock

from blog.identifiers import pmid_in
from blog.reference_formats import latex
from blog.reference_formats.reading import Fault, Found, NotReadable, Unread, excerpt
from blog.reference_formats.tidying import date_from, date_of, month_of, one_line, tidy

TYPES = {
    "article": "article-journal",
    "suppperiodical": "article-journal",
    "review": "review",
    "book": "book",
    "mvbook": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "proceedings": "book",
    "inbook": "chapter",
    "incollection": "chapter",
    "inreference": "entry-encyclopedia",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "mastersthesis": "thesis",
    "phdthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "manual": "report",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "dataset": "dataset",
    "software": "software",
    "patent": "patent",
    "unpublished": "manuscript",
}
TEXTS = {
    "title": "title",
    "shorttitle": "title-short",
    "journal": "container-title",
    "journaltitle": "container-title",
    "booktitle": "container-title",
    "shortjournal": "container-title-short",
    "series": "collection-title",
    "volume": "volume",
    "edition": "edition",
    "chapter": "chapter-number",
    "publisher": "publisher",
    "institution": "publisher",
    "school": "publisher",
    "organization": "publisher",
    "address": "publisher-place",
    "location": "publisher-place",
    "eventtitle": "event-title",
    "venue": "event-place",
    "language": "language",
    "langid": "language",
    "note": "note",
}
NUMBERS = {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID", "isbn": "ISBN", "issn": "ISSN", "url": "URL"}
NAMES = {"author": "author", "editor": "editor", "translator": "translator"}

MAX_BLOCKS = 2000
"""Entries, strings and comments; more take the library seconds."""

MAX_COMMANDS = 20_000
"""LaTeX commands in a text: 40 for each of 500 papers."""

MAX_NAMES_LENGTH = 50_000
MAX_NAME_LENGTH = 500

_BLOCK = re.compile(r"@\w*[ \t]*[{(]")
_COMMAND = re.compile(r"[\\$]")
_GROUP = re.compile(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
_DASHES = re.compile(r"\s*(?:-+|[\u2010-\u2015])\s*")


def read_bibtex(text: str) -> Iterator[Found | Unread]:
    """Yield the entries of a BibTeX file, with what could not be understood between them.

    Raises `NotReadable` when there are more blocks or LaTeX commands than any list of papers has.
    """
    if _more_than(MAX_BLOCKS, _BLOCK, text) or _more_than(MAX_COMMANDS, _COMMAND, text):
        raise NotReadable(Fault.TOO_MANY)
    library = parse_string(text, parse_stack=[])
    strings = {name.lower(): _enclosed(each.value) for name, each in library.strings_dict.items()}
    for block in library.blocks:
        entry = (
            block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock) else block
        )
        place = (block.start_line or 0) + 1
        if isinstance(entry, Entry):
            yield Found(place, _csl(entry, strings=strings))
        elif isinstance(entry, ParsingFailedBlock):
            yield Unread(place, excerpt(entry.raw or ""), Fault.BROKEN)


def _more_than(most: int, pattern: re.Pattern[str], text: str) -> bool:
    return next(islice(pattern.finditer(text), most, None), None) is not None


def _csl(entry: Entry, *, strings: Mapping[str, str]) -> dict[str, Any]:
    fields: dict[str, str] = {}
    for field in entry.fields:
        raw = str(field.value)
        value = strings.get(raw.strip().lower()) or _enclosed(raw)
        if value.strip():
            fields.setdefault(field.key.strip().lower(), value)
    item: dict[str, Any] = {"type": _type(entry.entry_type.lower(), fields)}
    for name, variable in TEXTS.items():
        if name in fields and variable not in item:
            item[variable] = latex.to_text(fields[name])
    item |= {variable: latex.address_to_text(fields[name]) for name, variable in NUMBERS.items() if name in fields}
    item |= {variable: _people(fields[name]) for name, variable in NAMES.items() if name in fields}
    if "subtitle" in fields and "title" in item:
        item["title"] = f"{item['title']}: {latex.to_text(fields['subtitle'])}"
    item["page"] = _DASHES.sub("-", one_line(latex.to_text(fields.get("pages", ""))))
    item["issued"] = _issued(fields)
    return tidy(item | _numbers(item["type"], fields))


def _numbers(kind: str, fields: Mapping[str, str]) -> dict[str, str]:
    number, issue = latex.to_text(fields.get("number", "")), latex.to_text(fields.get("issue", ""))
    found = {"issue": issue, "number": number}
    if kind in {"article-journal", "review"}:
        found = {"issue": number or issue}
    pmid = fields.get("pmid", "")
    if not pmid and fields.get("eprinttype", fields.get("archiveprefix", "")).lower() == "pubmed":
        pmid = fields.get("eprint", "")
    return found | ({"PMID": pmid_in(pmid) or latex.address_to_text(pmid)} if pmid else {})


def _type(kind: str, fields: Mapping[str, str]) -> str:
    if kind in TYPES:
        return TYPES[kind]
    if "journal" in fields or "journaltitle" in fields:
        return "article-journal"
    return "webpage" if "url" in fields else "document"


def _enclosed(value: str) -> str:
    value = value.strip()
    pairs = {"{": "}", '"': '"'}
    return value[1:-1] if len(value) > 1 and pairs.get(value[0]) == value[-1] else value


def _issued(fields: Mapping[str, str]) -> dict[str, Any] | None:
    if date := fields.get("date"):
        return date_of(latex.to_text(date).split("/")[0].strip())
    year = latex.to_text(fields.get("year", "")).strip()
    if not re.fullmatch(r"[0-9]{4}", year):
        return date_of(year)
    day = re.search(r"\b\d{1,2}\b", fields.get("day", ""))
    return date_from(int(year), month_of(latex.to_text(fields.get("month", ""))), int(day[0]) if day else 0)


def _people(names: str) -> list[dict[str, str]]:
    people = split_multiple_persons_names(names[:MAX_NAMES_LENGTH])
    return [
        person
        for name in people
        if name.strip().lower() != "others" and (person := _person(name.strip()[:MAX_NAME_LENGTH]))
    ]


def _person(name: str) -> dict[str, str]:
    if _GROUP.fullmatch(name):
        return {"literal": latex.to_text(name)}
    parts = parse_single_name_into_parts(name, strict=False)
    written = {
        "family": parts.last,
        "given": parts.first,
        "non-dropping-particle": parts.von,
        "suffix": parts.jr,
    }
    return {part: latex.to_text(" ".join(words)) for part, words in written.items() if words}
