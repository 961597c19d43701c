"""Making any item safe to keep: known CSL-JSON variables in their own shapes, texts without what databases refuse.

Source of the names: the schema of CSL-JSON 1.0.2, https://github.com/citation-style-language/schema. Abstracts and
keywords are left out: they are the publisher's, and nothing shows them.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from blog.identifiers import normal_doi, pmid_in

MAX_TEXT = 2000
MAX_NAMES = 1000

TEXTS = frozenset(
    {
        "type", "title", "title-short", "container-title", "container-title-short", "collection-title",
        "collection-number", "volume", "volume-title", "issue", "page", "number", "edition", "chapter-number",
        "number-of-pages", "number-of-volumes", "section", "version", "genre", "medium", "status", "authority",
        "publisher", "publisher-place", "event-title", "event-place", "original-title", "original-publisher", "source",
        "archive", "archive_location", "call-number", "jurisdiction", "language", "DOI", "PMID", "PMCID", "ISBN",
        "ISSN", "URL",
    }
)  # fmt: skip
NAMES = frozenset(
    {
        "author", "editor", "translator", "container-author", "collection-editor", "editorial-director", "composer",
        "director", "illustrator", "interviewer", "original-author", "recipient", "reviewed-author", "contributor",
    }
)  # fmt: skip
DATES = frozenset({"issued", "accessed", "event-date", "original-date", "submitted"})
NAME_PARTS = ("family", "given", "non-dropping-particle", "dropping-particle", "suffix", "literal")
OTHER_NAMES = {"journalAbbreviation": "container-title-short", "shortTitle": "title-short", "event": "event-title"}
"""Older spellings, by the one the schema has now."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?!\d)")
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)


def tidy(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of a CSL-JSON item, each variable in its own shape; empty when there is nothing.

    Numbers become texts, lists of one text the text, older names the present ones; the DOI is bare and in lower case, a
    PubMed number mentioned in a note or an address is kept as `PMID`.
    """
    kept: dict[str, Any] = {}
    for name, value in item.items():
        current = OTHER_NAMES.get(name, name)
        shaped: Any = None
        if current in TEXTS:
            shaped = text(value)
        elif current in NAMES:
            shaped = _names(value)
        elif current in DATES:
            shaped = _date(value)
        if shaped:
            kept.setdefault(current, shaped)
    return _with_numbers(kept, note=text(item.get("note")))


def text(value: object) -> str:
    """Return `value` as one line of text without control characters, at most `MAX_TEXT` characters."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return one_line(str(value))


def one_line(value: str) -> str:
    """Return `value` with single spaces, composed (NFC), without control characters and halves of characters."""
    cut = value[: MAX_TEXT * 4]
    if not cut.isascii() or not cut.isprintable():
        spaced = (" " if character.isspace() else character for character in cut)
        cut = "".join(each for each in spaced if unicodedata.category(each) not in {"Cc", "Cs", "Co", "Cn"})
        cut = unicodedata.normalize("NFC", cut)
    return " ".join(cut.split())[:MAX_TEXT].rstrip()


def date_of(written: str) -> dict[str, Any] | None:
    """Return the CSL date of "2006", "2006-3-14" or "2006/03/14/"; of other words as they are; None for none."""
    found = _DATE.search(written)
    if not found:
        return {"literal": written} if written else None
    return date_from(*(int(part) for part in found.groups() if part))


def date_from(year: int, month: int = 0, day: int = 0) -> dict[str, Any]:
    """Return the CSL date of its parts, as far as each can be one."""
    parts = [year]
    if 1 <= month <= 12:
        parts.append(month)
        if 1 <= day <= 31:
            parts.append(day)
    return {"date-parts": [parts]}


def month_of(written: str) -> int:
    """Return the number of a month given by its English name, an abbreviation or a number; 0 for anything else."""
    word = written.strip().casefold()
    if word.isdecimal() and word.isascii():
        return int(word[:4]) if int(word[:4]) <= 12 else 0
    name = re.search(r"[a-z]{3}", word)
    return MONTHS.index(name[0]) + 1 if name and name[0] in MONTHS else 0


def _with_numbers(kept: dict[str, Any], *, note: str) -> dict[str, Any]:
    if "DOI" in kept:
        kept["DOI"] = normal_doi(kept["DOI"]) or ""
    address = kept.get("URL", "")
    if address and not _WEB.fullmatch(address):
        del kept["URL"]
    if not kept.get("PMID") and (pmid := pmid_in(address) or pmid_in(note)):
        kept["PMID"] = pmid
    return {name: value for name, value in kept.items() if value}


def _names(value: object) -> list[dict[str, str]]:
    if not isinstance(value, list):
        return []
    found = []
    for person in value[:MAX_NAMES]:
        if isinstance(person, str):
            person = {"literal": person}
        if not isinstance(person, Mapping):
            continue
        name = {part: words for part in NAME_PARTS if (words := text(person.get(part)))}
        if "family" in name:
            name.pop("literal", None)
        elif "literal" not in name and "given" in name:
            name = {"literal": name["given"]}
        if "family" in name or "literal" in name:
            found.append(name)
    return found


def _date(value: object) -> dict[str, Any] | None:
    if isinstance(value, str | int) and not isinstance(value, bool):
        return date_of(text(value))
    if not isinstance(value, Mapping):
        return None
    parts = value.get("date-parts")
    if isinstance(parts, list):
        read = [numbers for each in parts[:2] if (numbers := _date_parts(each))]
        if read:
            return {"date-parts": read}
    return date_of(text(value.get("raw")) or text(value.get("literal")))


def _date_parts(value: object) -> list[int]:
    if not isinstance(value, list):
        return []
    numbers = []
    for part, most in zip(value, (9999, 12, 31), strict=False):
        written = text(part)
        if not re.fullmatch(r"[0-9]{1,4}", written) or not 1 <= int(written) <= most:
            break
        numbers.append(int(written))
    return numbers
