"""What readers ask, noted without the database: a line of a file for each search, counted by the worker later.

A search is a read; with SQLite, a write on it would make every reader wait for every other. Nothing is noted about who
asked.
"""

import json
import logging
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits

from ground import clock
from search.knowledge import query_key
from search.models import SearchDay

COUNT_EVERY = timedelta(minutes=1)
"""How long after a search the reports know of it."""

FORGET_EVERY = timedelta(hours=6)
"""How often is forgotten what is too old; the promise is in days."""

logger = logging.getLogger(__name__)

LONGEST_NOTED = 100
"""Characters of a query that are noted: what is longer was pasted, and is no subject."""

LARGEST = 4 * 1024 * 1024
"""Bytes of the file. Beyond that nothing is noted until the worker has counted: about forty thousand searches."""

FILE = "searches.jsonl"


@dataclass(frozen=True, slots=True)
class Noted:
    """A search as it is counted."""

    query: str
    language: str
    day: date
    found: bool


def note(*, text: str, language: str, found: bool, now: datetime) -> None:
    """Note that `text` was looked for. A file that can't be written is logged: nobody's search fails by it."""
    query = query_key(text)
    if not query or len(query) > LONGEST_NOTED:
        return
    line = json.dumps([query, language, now.date().isoformat(), found]) + "\n"
    folder: Path = settings.SEARCH_SPOOL
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            if os.fstat(handle).st_size < LARGEST:
                os.write(handle, line.encode())
        finally:
            os.close(handle)
    except OSError:
        logger.warning("a search could not be noted", exc_info=True)


def count_searches() -> int:
    """Count what was noted since the last time; return how many searches that were.

    A file is put aside before it is read, and removed once its numbers are stored.
    """
    folder: Path = settings.SEARCH_SPOOL
    noted = folder / FILE
    if noted.exists():
        noted.rename(folder / f"{uuid4().hex}.counting")
    counted = 0
    for aside in sorted(folder.glob("*.counting")):
        searches = Counter(_read(aside))
        with transaction.atomic():
            _store(searches)
        aside.unlink()
        counted += searches.total()
    return counted


def forget_old_searches(*, now: datetime) -> None:
    """Delete what was asked too long ago to be kept, and queries that nothing is known of any more."""
    SearchDay.objects.forget_old(now=now)
    QueryDailyHits.garbage_collect()
    Query.garbage_collect()


def _read(file: Path) -> Iterator[Noted]:
    with file.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                query, language, day, found = json.loads(line)
                yield Noted(str(query), str(language)[:12], date.fromisoformat(day), bool(found))
            except (ValueError, TypeError):
                logger.warning("a noted search of %d characters can't be read", len(line))


def _store(searches: "Counter[Noted]") -> None:
    """Add the numbers of `searches` to what is stored."""
    texts = {each.query for each in searches}
    Query.objects.bulk_create([Query(query_string=text) for text in sorted(texts)], ignore_conflicts=True)
    queries = dict(Query.objects.filter(query_string__in=texts).values_list("query_string", "pk"))
    days: Counter[tuple[int, str, date]] = Counter()
    without: Counter[tuple[int, str, date]] = Counter()
    for each, number in searches.items():
        key = (queries[each.query], each.language, each.day)
        days[key] += number
        without[key] += 0 if each.found else number
    for (query, language, day), number in days.items():
        row, _ = SearchDay.objects.get_or_create(query_id=query, language=language, day=day)
        SearchDay.objects.filter(pk=row.pk).update(
            searches=F("searches") + number, without_result=F("without_result") + without[query, language, day]
        )
        hits, _ = QueryDailyHits.objects.get_or_create(query_id=query, date=day)
        QueryDailyHits.objects.filter(pk=hits.pk).update(hits=F("hits") + number)


@clock.every(COUNT_EVERY, name="search.count")
def count_at_its_time(*, since: datetime, now: datetime) -> None:
    """Count what was noted."""
    count_searches()


@clock.every(FORGET_EVERY, name="search.forget")
def forget_at_its_time(*, since: datetime, now: datetime) -> None:
    """Delete what was asked too long ago."""
    forget_old_searches(now=now)
