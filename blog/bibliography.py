"""Writing a reference the Vancouver way, as the ICMJE's sample references and NLM's "Citing Medicine" show it.

In: a CSL-JSON item, as reference managers and Crossref give it. Out: one line of plain text.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

AUTHORS_SHOWN = 6
"""The ICMJE lists the first six authors, then "et al."."""

_CSL_MARKUP = re.compile(r"</?(?:i|b|sub|sup|span|sc)(?:\s[^<>]*)?>")
_PAGES = re.compile(r"(\d+)\s*[-\u2010-\u2015]\s*(\d+)")
_IN_BOOKS = frozenset({"chapter", "entry-encyclopedia", "entry-dictionary", "entry"})
_IN_JOURNALS = frozenset({"article-journal", "article-magazine", "article-newspaper", "article", "review"})


def vancouver(*, item: Mapping[str, Any], doi: str = "") -> str:
    """Return the CSL-JSON `item` as one line of Vancouver text, ending in its DOI where there is one.

    `doi` is used instead of the item's own. Missing and malformed parts are left out; an item of none gives "".
    """
    kind = _text(item.get("type"))
    if kind in _IN_BOOKS:
        source = _chapter_source(item)
    elif kind in _IN_JOURNALS or (not kind and _text(item.get("container-title"))):
        source = _journal_source(item)
    else:
        source = _imprint(item)
    doi = doi or _text(item.get("DOI"))
    parts = [_sentence(_people(item.get("author"))), _sentence(_text(item.get("title"))), source]
    if doi:
        parts.append(f"doi:{doi}")
    elif kind == "webpage" and (address := _web_address(item)):
        parts.append(f"Available from: {address}")
    return " ".join(part for part in parts if part)


def reference_url(*, item: Mapping[str, Any], doi: str = "", pmid: str = "") -> str | None:
    """Return where the paper can be read: by DOI, else in PubMed, else the item's own web address, else None."""
    if doi := doi or _text(item.get("DOI")):
        return f"https://doi.org/{quote(doi, safe='/:;()')}"
    if pmid := pmid or _text(item.get("PMID")):
        return f"https://pubmed.ncbi.nlm.nih.gov/{quote(pmid, safe='')}/"
    return _web_address(item) or None


def _journal_source(item: Mapping[str, Any]) -> str:
    journal = (
        _text(item.get("container-title-short"))
        or _text(item.get("journalAbbreviation"))
        or _text(item.get("container-title"))
    )
    volume, issue, pages = (_text(item.get(name)) for name in ("volume", "issue", "page"))
    if issue:
        volume = f"{volume}({issue})"
    pages = _pages(pages or _text(item.get("number")))
    where = ":".join(part for part in (volume, pages) if part)
    dated = ";".join(part for part in (_year(item), where) if part)
    return " ".join(part for part in (_sentence(journal), _sentence(dated)) if part)


def _chapter_source(item: Mapping[str, Any]) -> str:
    editors = _people(item.get("editor"))
    if editors:
        editors = f"{editors}, editor{'s' if _count(item.get('editor')) > 1 else ''}"
    book = " ".join(part for part in (_sentence(editors), _sentence(_text(item.get("container-title")))) if part)
    pages = _pages(_text(item.get("page")))
    parts = (f"In: {book}" if book else "", _imprint(item), f"p. {pages}." if pages else "")
    return " ".join(part for part in parts if part)


def _imprint(item: Mapping[str, Any]) -> str:
    edition = _text(item.get("edition"))
    if edition.isdecimal():
        edition = f"{_ordinal(int(edition))} ed"
    publisher = ": ".join(part for part in (_text(item.get("publisher-place")), _text(item.get("publisher"))) if part)
    published = "; ".join(part for part in (publisher, _year(item)) if part)
    return " ".join(part for part in (_sentence(edition), _sentence(published)) if part)


def _people(names: object) -> str:
    written = [written for name in _mappings(names) if (written := _person(name))]
    shown = written[:AUTHORS_SHOWN]
    return ", ".join([*shown, "et al"] if len(written) > AUTHORS_SHOWN else shown)


def _person(name: Mapping[str, Any]) -> str:
    family = _text(name.get("family"))
    if not family:
        return _text(name.get("literal")) or _text(name.get("given"))
    given = _text(name.get("given")), _text(name.get("dropping-particle"))
    initials = "".join(word[0].upper() for part in given for word in re.findall(r"\w+", part) if not word[0].isdigit())
    particle, suffix = _text(name.get("non-dropping-particle")), _text(name.get("suffix")).rstrip(".")
    return " ".join(part for part in (particle, family, initials, suffix) if part)


def _count(names: object) -> int:
    return sum(1 for name in _mappings(names) if _person(name))


def _mappings(value: object) -> list[Mapping[str, Any]]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return []
    return [entry for entry in value if isinstance(entry, Mapping)]


def _year(item: Mapping[str, Any]) -> str:
    issued = item.get("issued")
    if not isinstance(issued, Mapping):
        return ""
    parts = issued.get("date-parts")
    if isinstance(parts, Sequence) and parts and isinstance(parts[0], Sequence) and parts[0]:
        return _text(parts[0][0])
    found = re.search(r"\d{4}", _text(issued.get("raw")) or _text(issued.get("literal")))
    return found[0] if found else ""


def _pages(pages: str) -> str:
    return _PAGES.sub(lambda match: f"{match[1]}-{_without_repeated_digits(match[1], match[2])}", pages)


def _without_repeated_digits(first: str, last: str) -> str:
    if len(first) != len(last) or first == last:
        return last
    same = next(place for place, digits in enumerate(zip(first, last, strict=True)) if digits[0] != digits[1])
    return last[same:]


def _ordinal(number: int) -> str:
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _web_address(item: Mapping[str, Any]) -> str:
    address = _text(item.get("URL"))
    try:
        return address if urlsplit(address).scheme in {"http", "https"} else ""
    except ValueError:
        return ""


def _sentence(text: str) -> str:
    text = text.rstrip(" .")
    return f"{text}." if text and text[-1] not in "?!" else text


def _text(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return " ".join(_CSL_MARKUP.sub("", str(value)).split())
