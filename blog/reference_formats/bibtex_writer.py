"""Writing BibTeX: UTF-8, titles and names of groups in braces so that no style changes their capitals."""

from collections.abc import Mapping, Sequence
from typing import Any

from blog.reference_formats.latex import from_text
from blog.reference_formats.tidying import MONTHS

TYPES = {
    "article": "article",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "review": "review",
    "book": "book",
    "pamphlet": "booklet",
    "chapter": "incollection",
    "entry": "incollection",
    "entry-dictionary": "incollection",
    "entry-encyclopedia": "inreference",
    "paper-conference": "inproceedings",
    "thesis": "phdthesis",
    "report": "techreport",
    "webpage": "online",
    "post-weblog": "online",
    "dataset": "dataset",
    "software": "software",
    "patent": "patent",
    "manuscript": "unpublished",
}
"""The nearest type of BibTeX or BibLaTeX; everything else is `misc`, which every style knows."""

CONTAINERS = {"incollection": "booktitle", "inreference": "booktitle", "inproceedings": "booktitle"}
PUBLISHERS = {"phdthesis": "school", "techreport": "institution"}
PLAIN = {
    "collection-title": "series",
    "volume": "volume",
    "edition": "edition",
    "chapter-number": "chapter",
    "publisher-place": "address",
    "event-title": "eventtitle",
    "event-place": "venue",
    "language": "language",
    "ISBN": "isbn",
    "ISSN": "issn",
    "DOI": "doi",
    "PMID": "pmid",
    "PMCID": "pmcid",
    "URL": "url",
}


def write_bibtex(items: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
    """Return BibTeX entries for tidy CSL-JSON `items`, each under its key."""
    return "\n".join(_entry(key, item) for key, item in items)


def _entry(key: str, item: Mapping[str, Any]) -> str:
    kind = TYPES.get(item.get("type", ""), "misc")
    fields = {
        "author": _people(item.get("author", [])),
        "editor": _people(item.get("editor", [])),
        "translator": _people(item.get("translator", [])),
        "title": _kept(item.get("title", "")),
        "shorttitle": _kept(item.get("title-short", "")),
        CONTAINERS.get(kind, "journal"): from_text(item.get("container-title", "")),
        "shortjournal": from_text(item.get("container-title-short", "")),
        **_dated(item),
        PUBLISHERS.get(kind, "publisher"): from_text(item.get("publisher", "")),
        **{field: from_text(item.get(variable, "")) for variable, field in PLAIN.items()},
        **_numbered(kind, item),
        "pages": from_text(item.get("page", "").replace("-", "\u2013")).replace("\u2013", "--"),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{lines}}}\n"


def _kept(title: str) -> str:
    return f"{{{from_text(title)}}}" if title else ""


def _numbered(kind: str, item: Mapping[str, Any]) -> dict[str, str]:
    issue, number = from_text(item.get("issue", "")), from_text(item.get("number", ""))
    return {"number": issue or number} if kind in {"article", "review"} else {"issue": issue, "number": number}


def _dated(item: Mapping[str, Any]) -> dict[str, str]:
    issued = item.get("issued") or {}
    if "date-parts" not in issued:
        return {"year": from_text(issued.get("literal", ""))}
    year, month, day = [*issued["date-parts"][0], 0, 0][:3]
    return {"year": f"{year:04}", "month": MONTHS[month - 1] if month else "", "day": str(day) if day else ""}


def _people(people: Sequence[Mapping[str, str]]) -> str:
    return " and ".join(_person(person) for person in people)


def _person(person: Mapping[str, str]) -> str:
    if "literal" in person:
        return f"{{{from_text(person['literal'])}}}"
    given = " ".join(filter(None, (person.get("given", ""), person.get("dropping-particle", ""))))
    particle = from_text(person.get("non-dropping-particle", ""))
    family = " ".join(filter(None, (particle, _whole(person["family"]))))
    parts = (family, _whole(person["suffix"]) if "suffix" in person else None, _whole(given))
    return ", ".join(part for part in parts if part is not None)


def _whole(words: str) -> str:
    """Return a part of a name in braces where it would otherwise be taken for more than one part."""
    written = from_text(words)
    loose = "," in words or any(word.casefold() == "and" or not word[:1].isupper() for word in words.split())
    return f"{{{written}}}" if loose and words else written
