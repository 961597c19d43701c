"""One line of a reference list, written the Vancouver way, as CSL-JSON.

The form read is that of journal articles in NLM's "Citing Medicine":
`Authors. Title. Journal. Year[ Month[ Day]];Volume(Issue):Pages.` with DOI and PubMed number after it.
"""

import re
from typing import Any

from website.transfer.plan import ReferencePlan

_LONGEST_LINE = 3_000
_FEWEST_WORDS = 3
_DOI = re.compile(r"(?:\bdoi:?\s*|https?://(?:dx\.)?doi\.org/|\b)(10\.\d{4,9}/[^\s\"<>]{1,240})", re.IGNORECASE)
_PMCID = re.compile(r"\bPMCID:?\s*(PMC\d{1,10})\b[.;]?", re.IGNORECASE)
_PMID = re.compile(r"\bPMID:?\s*(\d{1,10})\b[.;]?", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WHEN = r"(?P<year>1[5-9]\d\d|20\d\d)(?:\s+(?P<month>[A-Za-z]{3})[a-z]*\.?(?:\s+(?P<day>[0-3]?\d))?)?"
_WHERE = r"(?P<volume>[A-Za-z]{0,3}\d{1,4}(?:\s?Suppl(?:\s?\d+)?)?)?(?:\((?P<issue>[^()]{1,30})\))?"
_PAGES = r"(?::\s*(?P<page>[A-Za-z]{0,4}\d\w*(?:\.\d+)?(?:\s?[-\u2010-\u2015]\s?[A-Za-z]{0,4}\d+)?))?"
_SOURCE = re.compile(rf"\s(?:{_WHEN}(?:\s?;\s?|(?=\s*\.?$))|(?=[A-Za-z]{{0,3}}\d+[(:])){_WHERE}{_PAGES}\s*\.?$")
_PERSON = re.compile(
    r"(?P<family>[^\W\d_][^\d_,;.]{0,60}?)\s(?P<given>[^\W\d_](?:-?[^\W\d_]){0,3})(?:\s(?P<suffix>Jr|Sr|II|III|IV|2nd|3rd))?"
)
_ET_AL = re.compile(r"et al\.?", re.IGNORECASE)


def read_reference(*, line: str) -> ReferencePlan:
    """Return what a line says.

    A line of any other form is not understood: its title is then the whole line, but for DOI and PubMed number where
    words enough are left without them, and `note` keeps it untouched. Nothing is guessed: a line with three sentences
    before the year may be a title in two sentences or a journal with dots, so it is not understood either.
    """
    line = " ".join(line.split())
    rest, identifiers = _identifiers(line)
    article = _article(rest) if len(rest) <= _LONGEST_LINE else None
    if article is None:
        title = rest if len(rest.split()) >= _FEWEST_WORDS else line
        return ReferencePlan(line, {"type": "document", "title": title, "note": line, **identifiers}, understood=False)
    return ReferencePlan(line, {"type": "article-journal", **article, **identifiers}, understood=True)


def _identifiers(line: str) -> tuple[str, dict[str, str]]:
    """Return the line without its identifiers, and those."""
    found = {}
    for name, pattern in (("DOI", _DOI), ("PMCID", _PMCID), ("PMID", _PMID)):
        if match := pattern.search(line):
            value = match[1]
            end = match.end()
            if name == "DOI":
                value = _doi_end(value)
                end = match.start(1) + len(value)
            found[name] = value
            line = f"{line[: match.start()].rstrip()} {line[end:].lstrip(' .;')}".strip()
    return line, found


def _doi_end(doi: str) -> str:
    """Return a DOI without the punctuation of the sentence around it: a bracket is its own only when it is a pair."""
    doi = doi.rstrip(".,;")
    while doi.endswith((")", "]")) and doi.count(doi[-1]) > doi.count({")": "(", "]": "["}[doi[-1]]):
        doi = doi[:-1].rstrip(".,;")
    return doi


def _article(line: str) -> dict[str, Any] | None:
    source = _SOURCE.search(line)
    if source is None:
        return None
    head = line[: source.start()].strip()
    if not head.endswith("."):
        return None
    sentences = re.split(r"\.\s+", head[:-1])
    if len(sentences) == 2:  # "Does rest help? Lancet"
        question = max(sentences[1].rfind("? "), sentences[1].rfind("! "))
        sentences[1:] = [sentences[1][: question + 1], sentences[1][question + 2 :]] if question > 0 else sentences[1:]
    if len(sentences) != 3 or not all(sentence.strip() for sentence in sentences):
        return None
    authors, title, journal = sentences
    people = _people(authors)
    if people is None:
        return None
    item = {"title": title, "author": people, "container-title": journal}
    if date := _date(source):
        item["issued"] = {"date-parts": [date]}
    item.update({name: source[name].strip() for name in ("volume", "issue", "page") if source[name]})
    return item


def _people(authors: str) -> list[dict[str, str]] | None:
    """Return the names of "Gordon R, van der Berg JH, et al" as CSL-JSON, or None when one is not in that form."""
    people: list[dict[str, str]] = []
    for written in (part.strip() for part in authors.split(",")):
        if people and _ET_AL.fullmatch(written):
            people.append({"literal": "et al"})
            continue
        person = _PERSON.fullmatch(written)
        if person is None or not person["given"].isupper():
            return None
        given = " ".join(person["given"].replace("-", ""))
        people.append({"family": person["family"], "given": given, **_suffix(person["suffix"])})
    return people


def _suffix(suffix: str | None) -> dict[str, str]:
    return {"suffix": suffix} if suffix else {}


def _date(source: re.Match[str]) -> list[int]:
    if not source["year"]:
        return []
    month = (source["month"] or "").lower()
    if month not in _MONTHS:
        return [int(source["year"])]
    parts = [int(source["year"]), _MONTHS.index(month) + 1]
    return [*parts, int(source["day"])] if source["day"] else parts
