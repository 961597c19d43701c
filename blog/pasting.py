"""Adding papers from a pasted list: first what would happen, then that it happens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from blog.models import Reference
from blog.models.references import csl_title, csl_year, fingerprint
from blog.reference_formats import Fault, Format, Found, Unread, read

Csl = Mapping[str, Any]
Keys = Sequence[tuple[str, object]]


class Status(StrEnum):
    """What becomes of an entry of the list."""

    NEW = "new"
    KNOWN = "known"
    REPEATED = "repeated"
    UNREAD = "unread"


class MatchedBy(StrEnum):
    """By what a paper was recognised."""

    DOI = "doi"
    PMID = "pmid"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of the list; `place` is its line, or its number in a JSON list.

    `paper` is the paper as it would be stored, `known` the one that is here already and `matched_by` how it was
    recognised. An entry that makes no paper has an excerpt, and a fault or what is wrong with its data.
    """

    place: int
    status: Status
    paper: Reference | None = None
    known: Reference | None = None
    matched_by: MatchedBy | None = None
    excerpt: str = ""
    fault: Fault | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """What a pasted list would do."""

    format: Format
    rows: tuple[Row, ...]

    def count(self, status: Status) -> int:
        """Return how many entries have that status."""
        return sum(row.status == status for row in self.rows)


def review_pasted(text: str) -> Review:
    """Return what adding the papers in `text` would do, in five statements at most.

    Raises `NotReadable` when nothing can be read.
    """
    reading = read(text)
    known = KnownReferences.among([entry.csl for entry in reading.entries if isinstance(entry, Found)])
    rows = tuple(_row(entry, known=known) for entry in reading.entries)
    return Review(reading.format, rows)


def add_pasted(text: str, *, user: AbstractBaseUser | AnonymousUser | None) -> Review:
    """Add the papers in `text` that are not here yet, all or none, and return what was done.

    Logged with who did it. Raises `NotReadable` when nothing can be read.
    """
    with transaction.atomic():
        review = review_pasted(text)
        for row in review.rows:
            if row.status is Status.NEW and row.paper:
                row.paper.save()
                log(instance=row.paper, action="wagtail.create", user=user, content_changed=True)
        return review


class KnownReferences:
    """The papers that are here, found by DOI, else by PubMed number, else by title and year where no number differs."""

    def __init__(self, papers: Sequence[Reference]) -> None:
        self._by_number: dict[tuple[str, object], Reference] = {}
        self._by_title: dict[tuple[str, int | None], list[Reference]] = {}
        for paper in papers:
            self.add(paper)

    @classmethod
    def among(cls, items: Sequence[Csl]) -> "KnownReferences":
        """Return the papers that any of the CSL-JSON `items` may be."""
        wanted = [Reference(csl=dict(item)) for item in items]
        for each in wanted:
            each.describe()
        titles = {fingerprint(title=each.title, year=None)[0] for each in wanted}
        rows = Reference.objects.order_by().values_list("pk", "title", "doi", "pmid")
        dois, pmids = {each.doi for each in wanted} - {None}, {each.pmid for each in wanted} - {None}
        found = [
            pk
            for pk, title, doi, pmid in rows.iterator()
            if doi in dois or pmid in pmids or fingerprint(title=title, year=None)[0] in titles
        ]
        papers = Reference.objects.select_related("merged_into").order_by("pk")
        return cls(
            [paper for start in range(0, len(found), 500) for paper in papers.filter(pk__in=found[start : start + 500])]
        )

    def add(self, paper: Reference) -> None:
        """Remember one more."""
        for name, number in (("doi", paper.doi), ("pmid", paper.pmid)):
            if number:
                self._by_number[name, number] = paper
        self._by_title.setdefault(fingerprint(title=paper.title, year=csl_year(paper.csl)), []).append(paper)

    def find(self, csl: Csl) -> tuple[Reference, MatchedBy] | None:
        """Return the paper that `csl` describes, or the one it was merged into, and by what it was recognised."""
        wanted = Reference(csl=dict(csl))
        wanted.describe()
        for by, number in ((MatchedBy.DOI, wanted.doi), (MatchedBy.PMID, wanted.pmid)):
            if number and (found := self._by_number.get((by.value, number))):
                return found.merged_into or found, by
        for found in self._by_title.get(fingerprint(title=csl_title(csl), year=csl_year(csl)), ()):
            if not (wanted.doi and found.doi) and not (wanted.pmid and found.pmid):
                return found.merged_into or found, MatchedBy.TITLE
        return None


def _row(entry: Found | Unread, *, known: KnownReferences) -> Row:
    if isinstance(entry, Unread):
        return Row(entry.place, Status.UNREAD, excerpt=entry.excerpt, fault=entry.fault)
    try:
        paper = Reference.from_csl(entry.csl)
    except ValidationError as error:
        return Row(entry.place, Status.UNREAD, excerpt=csl_title(entry.csl), problems=tuple(error.messages))
    match = known.find(entry.csl)
    if match is None:
        known.add(paper)
        return Row(entry.place, Status.NEW, paper=paper)
    found, by = match
    status = Status.REPEATED if found._state.adding else Status.KNOWN
    return Row(entry.place, status, paper=paper, known=found, matched_by=by)
