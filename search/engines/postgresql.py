"""PostgreSQL: one generated, weighted tsvector with its own GIN index; pg_trgm for words with letters in common.

Ranked by bm25 over what `ts_rank_cd` gives for a single word: how often it stands there, each place by its weight.
The vector is made with the configuration `simple`, which takes our terms as they are. It is kept beside the row,
uncompressed: unpacking a thousand of them costs five times as much as ranking them (4.1 against 0.8 ms).
"""

from collections.abc import Mapping, Sequence
from operator import itemgetter

from django.db import connection
from django.db.backends.utils import CursorWrapper

from search.engines.base import WEIGHTS, Sql
from search.words.queries import Clause, Phrase, SearchQuery
from search.words.spelling import Known

NEAR = 60
"""Words with letters in common that are looked at more closely."""

K1 = 1.2
"""How soon repetition stops counting: the constant of bm25, as SQLite has it.

The length of a text does not count here: to know it, every vector would be unpacked twice more.
"""

MOST_RANKED = 3
"""Words of a query that a document is ranked by, the rarest: common ones tell documents least apart, and cost most."""

_DOCUMENTS = "SELECT reltuples FROM pg_class WHERE oid = 'search_postdocument'::regclass"
"""How many there are, nearly: counting them takes longer than finding one."""


_VECTOR = " || ".join(
    f"setweight(to_tsvector('simple'::regconfig, {name}), '{letter}')"
    for name, letter in zip(WEIGHTS, "ABCD", strict=True)
)
STATEMENTS = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    f"ALTER TABLE search_postdocument ADD COLUMN IF NOT EXISTS vector tsvector GENERATED ALWAYS AS ({_VECTOR}) STORED",
    "ALTER TABLE search_postdocument ALTER COLUMN vector SET STORAGE MAIN",
    "ALTER TABLE search_postdocument SET (toast_tuple_target = 8160)",
    "CREATE INDEX IF NOT EXISTS search_vector ON search_postdocument USING gin (vector)",
    "CREATE INDEX IF NOT EXISTS search_names_inside ON search_postdocument USING gin (names gin_trgm_ops)",
    "CREATE INDEX IF NOT EXISTS search_word_near ON search_word USING gist (word gist_trgm_ops)",
)


class PostgresqlEngine:
    """See `search.engines.base.Engine`."""

    source = "search_postdocument d"

    def match(self, query: SearchQuery, *, every: bool) -> Sql:
        wanted = (" & " if every else " | ").join(_clause(each) for each in query.clauses)
        excluded = "".join(f" & !{_phrase(each)}" for each in query.excluded)
        return Sql("d.vector @@ %s::tsquery", (f"({wanted}){excluded}",))

    def score(self, query: SearchQuery, *, documents: Mapping[str, int]) -> Sql:
        heaviest = max(WEIGHTS.values())
        weights = "{" + ", ".join(str(weight / heaviest) for weight in reversed(WEIGHTS.values())) + "}"
        most = max(documents.values(), default=1)
        parts: list[str] = []
        params: list[object] = []
        for rarest, clause in sorted(_rarity(query, documents), key=itemgetter(0))[:MOST_RANKED]:
            often = f"{heaviest} * ts_rank_cd(%s::real[], d.vector, %s::tsquery)"
            rare = f"ln(1 + greatest(({_DOCUMENTS}), %s) - %s + 0.5) - ln(%s + 0.5)"
            parts.append(f"greatest({rare}, 0.001) * (1 - {K1} / ({often} + {K1}))")
            params += [most, rarest, rarest, weights, _clause(clause)]
        return Sql(f"({' + '.join(parts)})", tuple(params))

    def has(self, phrase: Phrase) -> Sql:
        return Sql("d.vector @@ %s::tsquery", (_phrase(phrase),))

    def near_words(self, word: str, *, language: str) -> list[Known]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT word, documents FROM search_word WHERE language = %s AND length(word) BETWEEN %s AND %s"
                " ORDER BY word <-> %s LIMIT %s",
                [language, len(word) - 2, len(word) + 2, word, NEAR],
            )
            return [Known(*row) for row in cursor.fetchall()]

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT term, (SELECT count(*) FROM search_postdocument d"
                " WHERE d.vector @@ ('''' || term || '''')::tsquery) FROM unnest(%s::text[]) AS asked(term)",
                [list(terms)],
            )
            return dict(cursor.fetchall())

    def count_words(self, cursor: CursorWrapper) -> None:
        cursor.execute(
            "UPDATE search_word w SET documents = s.ndoc"
            " FROM ts_stat('SELECT vector FROM search_postdocument') s WHERE s.word = w.term"
        )

    def make(self, cursor: CursorWrapper) -> None:
        for statement in STATEMENTS:
            cursor.execute(statement)

    def is_sound(self, cursor: CursorWrapper) -> bool:
        cursor.execute("SELECT bool_and(indisvalid) FROM pg_index WHERE indexrelid = 'search_vector'::regclass")
        return bool(cursor.fetchone()[0])

    def mend(self, cursor: CursorWrapper) -> None:
        cursor.execute("REINDEX TABLE search_postdocument")

    def settle(self, cursor: CursorWrapper) -> None:
        cursor.execute("ANALYZE search_postdocument, search_filing, search_label, search_word")


def _rarity(query: SearchQuery, documents: Mapping[str, int]) -> list[tuple[int, Clause]]:
    """Return each clause after the number of documents that the rarest of its terms is in."""
    return [
        (min((documents.get(each, 0) for phrase in clause.phrases for each in phrase), default=0), clause)
        for clause in query.clauses
    ]


def _clause(clause: Clause) -> str:
    return f"({' | '.join(_phrase(each) for each in clause.phrases)})"


def _phrase(phrase: Phrase) -> str:
    quoted = (f"'{each}'" for each in phrase)
    return f"({' <-> '.join(quoted)})"
