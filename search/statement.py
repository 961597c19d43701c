"""The one statement of a search: hits, their number and the numbers beside the filters, from one reading of the index.

The hits are found, weighed and filtered by who may see them once; all that is told of them is selected from that.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL
from wagtail.models import Page

from ground.viewer import Viewer, public_pages
from search.cursor import Cursor, Sort
from search.engines import engine
from search.engines.base import Sql
from search.models import Label
from search.words.queries import SearchQuery

TOGETHER = 0.4
"""What each pair of words adds to a score that stand side by side in the text as they were typed."""

RECENT = 0.25
"""What being new adds to a score at most: a quarter."""

HALF_LIFE = 365.0
"""Days after which half of that is left."""

MOST_VALUES = 15
"""Values of a kind that results can be narrowed by in one click; one that is chosen is always among them."""

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Value:
    """Something results can be narrowed by, and how many there would be."""

    kind: str
    slug: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """A post that was found: what it is ranked by, and its words; empty `text` where they are not needed."""

    post_id: int
    rank: float
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a statement told. `corrected` is whether the other query, if one was given, finds anything."""

    found: tuple[Found, ...]
    total: int
    values: tuple[Value, ...]
    corrected: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; `filters` are slugs by kind of label, `limit` is how many hits to tell of."""

    query: SearchQuery
    filters: Mapping[str, str]
    sort: Sort
    cursor: Cursor
    limit: int
    every: bool = True
    documents: Mapping[str, int] | None = None
    correction: SearchQuery | None = None


def run(asked: Asked, *, viewer: Viewer, now: datetime) -> Outcome:
    """Return what `viewer` may see at `now` of what is looked for. One statement."""
    parts = [_hits(asked), _total(asked), *_values(asked)]
    if asked.correction:
        parts.append(_corrected(asked.correction, viewer=viewer, now=now))
    hits = _matching(asked, viewer=viewer, now=now)
    text = f"WITH hits AS MATERIALIZED ({hits.text}) {' UNION ALL '.join(part.text for part in parts)}"
    params: list[Any] = [*hits.params, *(param for part in parts for param in part.params)]
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        rows = cursor.fetchall()
    return _outcome(rows, asked)


def _outcome(rows: list[tuple[Any, ...]], asked: Asked) -> Outcome:
    found = [Found(post_id, rank, text) for part, post_id, rank, text, _, _, _ in rows if part == "hit"]
    values = [Value(kind, slug, name, count) for part, count, _, name, kind, slug, _ in rows if part == "value"]
    return Outcome(
        found=tuple(sorted(found, key=lambda each: (-each.rank, -each.post_id))),
        total=next(row[1] for row in rows if row[0] == "total"),
        values=tuple(sorted(values, key=_order)),
        corrected=any(row[0] == "corrected" and row[1] for row in rows),
    )


def _order(value: Value) -> tuple[str, int, str]:
    """Return what comes first among the values of a kind: the most frequent, of years the latest."""
    weight = int(value.slug) if value.kind == Label.Kind.YEAR else value.count
    return value.kind, -weight, value.name


def _seen(*, viewer: Viewer, now: datetime) -> Sql:
    """Return the condition that the viewer may see the post of a document."""
    pages = public_pages(viewer, now=now, model=Page).filter(pk=RawSQL("d.post_id", ())).order_by().values("pk")
    text, params = pages.query.sql_with_params()
    return Sql(f"EXISTS ({text})", tuple(params))


def _matching(asked: Asked, *, viewer: Viewer, now: datetime) -> Sql:
    seen = _seen(viewer=viewer, now=now)
    fits = [_fits(kind, slug) for kind, slug in asked.filters.items()]
    if asked.query.clauses:
        score = engine().score(asked.query, documents=asked.documents or {})
        match = engine().match(asked.query, every=asked.every)
        source = engine().source
    else:
        score, match, source = Sql("0.0"), Sql("%s = 0", (int(not asked.query.is_empty),)), "search_postdocument d"
    near = _nearness(asked.query)
    age = Sql("(%s - d.published) / %s", (asked.cursor.now, float(DAY)))
    rank = (
        Sql(
            f"CAST({score.text} AS double precision) * {near.text} * (1 + %s / (1 + (CASE WHEN {age.text} > 0"
            f" THEN {age.text} ELSE 0 END) / %s))",
            (*score.params, *near.params, RECENT, *age.params, *age.params, HALF_LIFE),
        )
        if asked.sort is Sort.RELEVANCE and asked.query.clauses
        else Sql("CAST(d.published AS double precision)")
    )
    columns = "".join(f", {each.text} AS fits_{kind}" for kind, each in zip(asked.filters, fits, strict=True))
    return Sql(
        f"SELECT d.post_id, {rank.text} AS rank{columns} FROM {source}"  # nosec B608 # our own words; what a caller gave is a parameter
        f" WHERE {match.text} AND d.language = %s AND {seen.text}",
        (
            *rank.params,
            *(param for each in fits for param in each.params),
            *match.params,
            asked.query.language,
            *seen.params,
        ),
    )


def _nearness(query: SearchQuery) -> Sql:
    """Return the factor by which words that stand together raise a score."""
    pairs = [engine().has(pair) for pair in query.neighbours()]
    text = "".join(f" + (CASE WHEN {pair.text} THEN %s ELSE 0 END)" for pair in pairs)
    return Sql(f"(1{text})", tuple(param for pair in pairs for param in (*pair.params, TOGETHER)))


def _fits(kind: str, slug: str) -> Sql:
    return Sql(
        "(CASE WHEN EXISTS (SELECT 1 FROM search_filing f JOIN search_label l ON l.id = f.label_id"
        " WHERE f.document_id = d.post_id AND l.kind = %s AND l.slug = %s) THEN 1 ELSE 0 END)",
        (kind, slug),
    )


def _narrowed(asked: Asked, *, but: str = "") -> str:
    """Return the condition of a hit that passes every filter, but the one on a kind."""
    return " AND ".join(["1 = 1", *(f"hits.fits_{kind} = 1" for kind in asked.filters if kind != but)])


def _hits(asked: Asked) -> Sql:
    after = "(rank < %s OR (rank = %s AND post_id < %s))"
    cursor = asked.cursor
    beyond = Sql(after, (cursor.rank, cursor.rank, cursor.post_id)) if cursor.rank is not None else Sql("1 = 1")
    return Sql(
        "SELECT 'hit' AS part, t.post_id, t.rank, d.text AS words, '' AS kind, '' AS slug, 0 AS place FROM"  # nosec B608 # our own words; what a caller gave is a parameter
        f" (SELECT hits.post_id, hits.rank FROM hits WHERE {_narrowed(asked)} AND {beyond.text}"
        " ORDER BY hits.rank DESC, hits.post_id DESC LIMIT %s) t"
        " JOIN search_postdocument d ON d.post_id = t.post_id",
        (*beyond.params, asked.limit),
    )


def _total(asked: Asked) -> Sql:
    return Sql(f"SELECT 'total', count(*), 0.0, '', '', '', 0 FROM hits WHERE {_narrowed(asked)}")  # nosec B608 # our own words; what a caller gave is a parameter


def _values(asked: Asked) -> Iterator[Sql]:
    """Yield how many hits have each label: those of a kind that is filtered by without that filter.

    SQLite takes the two sides of a CROSS JOIN in the order written: hits first, which are fewer than filings.
    """
    free = [kind.value for kind in Label.Kind if kind.value not in asked.filters]
    for kinds in ([free] if free else []) + [[kind] for kind in asked.filters]:
        chosen = asked.filters.get(kinds[0], "")
        marks = ", ".join(["%s"] * len(kinds))
        yield Sql(
            "SELECT 'value', g.number, 0.0, g.name, g.kind, g.slug, g.place FROM (SELECT l.kind, l.slug, l.name,"  # nosec B608 # our own words; what a caller gave is a parameter
            " n.number, row_number() OVER (PARTITION BY l.kind ORDER BY n.number DESC, l.name) AS place FROM"
            " (SELECT f.label_id, count(*) AS number FROM hits CROSS JOIN search_filing f"
            f" WHERE f.document_id = hits.post_id AND {_narrowed(asked, but=kinds[0] if chosen else '')}"
            " GROUP BY f.label_id) n"
            f" CROSS JOIN search_label l WHERE l.id = n.label_id AND l.kind IN ({marks})) g"
            " WHERE g.place <= %s OR g.slug = %s",
            (*kinds, MOST_VALUES, chosen),
        )


def _corrected(query: SearchQuery, *, viewer: Viewer, now: datetime) -> Sql:
    match, seen = engine().match(query, every=True), _seen(viewer=viewer, now=now)
    return Sql(
        "SELECT 'corrected', count(*), 0.0, '', '', '', 0 FROM (SELECT 1 AS one"  # nosec B608 # our own words; what a caller gave is a parameter
        f" FROM {engine().source} WHERE {match.text} AND d.language = %s AND {seen.text} LIMIT 1) c",
        (*match.params, query.language, *seen.params),
    )
