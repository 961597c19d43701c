"""RIS, as journals, PubMed's neighbours and reference managers exchange it: lines of a tag and a value.

Source of the tags: the RIS specification of Research Information Systems, and what Zotero and EndNote write.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from blog.identifiers import pmid_in
from blog.reference_formats.reading import Fault, Found, Unread, excerpt
from blog.reference_formats.tidying import MAX_TEXT, date_of, one_line, tidy

TYPES = {
    "JOUR": "article-journal",
    "EJOUR": "article-journal",
    "INPR": "article-journal",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "CHAP": "chapter",
    "ECHAP": "chapter",
    "ENCYC": "entry-encyclopedia",
    "DICT": "entry-dictionary",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "THES": "thesis",
    "RPRT": "report",
    "STAND": "standard",
    "ELEC": "webpage",
    "BLOG": "post-weblog",
    "DATA": "dataset",
    "COMP": "software",
    "PAT": "patent",
    "UNPB": "manuscript",
    "PAMP": "pamphlet",
}
WRITTEN_TYPES = {kind: tag for tag, kind in reversed(TYPES.items())} | {"article": "JOUR", "review": "JOUR"}

TEXTS = {
    "title": ("TI", "T1", "CT", "BT"),
    "title-short": ("ST",),
    "container-title": ("T2", "JF", "JO", "BT"),
    "container-title-short": ("JA", "J2", "J1"),
    "collection-title": ("T3",),
    "volume": ("VL",),
    "issue": ("IS",),
    "edition": ("ET",),
    "publisher": ("PB",),
    "publisher-place": ("CY", "PP"),
    "language": ("LA",),
    "DOI": ("DO",),
    "PMCID": ("C2",),
    "URL": ("UR", "L2"),
}
"""Variables by the tags they are read from, the first that is there; they are written under the first."""

AUTHORS, EDITORS = ("AU", "A1"), ("ED", "A2", "A3")
DATED = ("DA", "PY", "Y1")
IN_BOOKS = frozenset({"book", "chapter"})

_LINE = re.compile(r"([A-Z][A-Z0-9]) {0,2}-(?: (.*)|\s*$)")
_COUNTER = re.compile(r"(?:\d+\.)?")
_PMCID = re.compile(r"PMC\d{1,9}")
_PUBMED = frozenset({"pubmed", "medline", "nlm"})


def read_ris(text: str) -> Iterator[Found | Unread]:
    """Yield the records of an RIS file, with the lines that stand outside of any. A record may lack its last line."""
    for place, lines in _chunks(text):
        if _tag(lines[0]) == "TY":
            yield Found(place, _csl(_record(lines)))
        else:
            yield Unread(place, excerpt(lines[0]), Fault.NOT_A_RECORD)


def _chunks(text: str) -> Iterator[tuple[int, list[str]]]:
    chunk: list[str] = []
    place = 0
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip("\ufeff \t")
        tag = _tag(line)
        if chunk and tag in {"TY", "ER"}:
            yield place, chunk
            chunk = []
        if tag != "ER" and (line if chunk else not _COUNTER.fullmatch(line)):
            place = place if chunk else number
            chunk.append(line)
    if chunk:
        yield place, chunk


def _tag(line: str) -> str:
    match = _LINE.match(line)
    return match[1] if match else ""


def _record(lines: Sequence[str]) -> dict[str, list[str]]:
    record: dict[str, list[str]] = {}
    values: list[str] = []
    for line in lines:
        if match := _LINE.match(line):
            values = record.setdefault(match[1], [])
            values.append(match[2] or "")
        elif len(values[-1]) < MAX_TEXT:
            values[-1] += f" {line}"
    return record


def _csl(record: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    def first(*tags: str) -> str:
        return next((value for tag in tags for each in record.get(tag, ()) if (value := one_line(each))), "")

    kind = TYPES.get(first("TY").upper(), "webpage" if first("UR") and not first("T2", "JO", "JF") else "document")
    item: dict[str, Any] = {"type": kind} | {variable: first(*tags) for variable, tags in TEXTS.items()}
    if item["title"] == item["container-title"] and not first("T2", "JF", "JO"):
        item["container-title"] = ""
    if not item["container-title"]:
        item["container-title"] = item["container-title-short"] or first("JO")
    if not _PMCID.fullmatch(item["PMCID"]):
        item["PMCID"] = ""
    item["author"] = [_person(name) for tag in AUTHORS for name in record.get(tag, ())]
    item["editor"] = [_person(name) for tag in EDITORS for name in record.get(tag, ())]
    item["page"] = "-".join(dict.fromkeys(filter(None, (first("SP"), first("EP")))))
    item["ISBN" if kind in IN_BOOKS else "ISSN"] = first("SN")
    if kind in {"report", "patent", "standard"}:
        item["number"] = first("M1")
    item["issued"] = next((date for tag in DATED if (date := date_of(first(tag))) and "date-parts" in date), None)
    item["PMID"] = first("AN") if first("DB").casefold() in _PUBMED else ""
    if not item["PMID"]:
        mentions = (pmid_in(note) for tag in ("N1", "UR", "AN") for note in record.get(tag, ()))
        item["PMID"] = next(filter(None, mentions), "")
    return tidy(item)


def _person(name: str) -> dict[str, str]:
    family, comma, rest = (part.strip() for part in one_line(name).partition(","))
    if not comma:
        return {"literal": family}
    given, _, suffix = (part.strip() for part in rest.partition(","))
    return {"family": family, "given": given, "suffix": suffix}


def write_ris(items: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
    """Return RIS records for tidy CSL-JSON `items`, each with its key as `ID`.

    A comma inside the name of a group can't be written: to RIS it is the end of a family name.
    """
    return "\r\n".join(line for key, item in items for line in [*_lines(key, item), ""])


def _lines(key: str, item: Mapping[str, Any]) -> Iterator[str]:
    def line(tag: str, value: str) -> Iterator[str]:
        if value:
            yield f"{tag}  - {value}"

    yield from line("TY", WRITTEN_TYPES.get(item.get("type", ""), "GEN"))
    yield from line("ID", key)
    for tag, variable in (("AU", "author"), ("ED", "editor")):
        for person in item.get(variable, []):
            yield from line(tag, _written(person))
    for variable, tags in TEXTS.items():
        yield from line(tags[0], item.get(variable, ""))
    start, _, end = item.get("page", "").partition("-")
    yield from line("SP", start)
    yield from line("EP", end)
    yield from line("SN", item.get("ISBN") or item.get("ISSN", ""))
    yield from line("M1", item.get("number", ""))
    parts = (item.get("issued") or {}).get("date-parts", [[]])[0]
    if parts:
        yield from line("PY", f"{parts[0]:04}")
        yield from line("DA", "/".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])]))
    if pmid := item.get("PMID"):
        yield from line("AN", pmid)
        yield from line("DB", "PubMed")
    yield "ER  - "


def _written(person: Mapping[str, str]) -> str:
    if "literal" in person:
        return person["literal"].replace(",", "")
    family = " ".join(filter(None, (person.get("non-dropping-particle", ""), person["family"])))
    given = " ".join(filter(None, (person.get("given", ""), person.get("dropping-particle", ""))))
    return f"{family}, {given}" + (f", {person['suffix']}" if "suffix" in person else "")
