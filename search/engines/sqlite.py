"""SQLite: an FTS5 table over the documents, kept true by triggers, ranked by weighted bm25.

The index takes terms as they are: its tokenizer `ascii` splits at nothing but what our own terms never have. A second
table of trigrams finds words with letters in common.
"""

from collections.abc import Mapping, Sequence

from django.db import DatabaseError, connection
from django.db.backends.utils import CursorWrapper

from search.engines.base import WEIGHTS, Sql
from search.words.queries import Clause, Phrase, SearchQuery
from search.words.spelling import Known

COLUMNS = tuple(WEIGHTS)
NEAR = 60
"""Words with letters in common that are looked at more closely."""

_NAMES = ", ".join(COLUMNS)
_NEW = ", ".join(f"new.{name}" for name in COLUMNS)
_OLD = ", ".join(f"old.{name}" for name in COLUMNS)
_TABLE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS search_fts USING fts5({_NAMES},"
    " content='search_postdocument', content_rowid='post_id', tokenize='ascii')"
)
_ADD = f"INSERT INTO search_fts(rowid, {_NAMES}) VALUES (new.post_id, {_NEW})"  # nosec B608 # our own words; what a caller gave is a parameter
_DROP = f"INSERT INTO search_fts(search_fts, rowid, {_NAMES}) VALUES ('delete', old.post_id, {_OLD})"  # nosec B608 # our own words; what a caller gave is a parameter
_ADD_WORD = "INSERT INTO search_spelling(rowid, padded) VALUES (new.id, '  ' || new.word || ' ')"
_DROP_WORD = (
    "INSERT INTO search_spelling(search_spelling, rowid, padded) VALUES ('delete', old.id, '  ' || old.word || ' ')"
)
_TRIGGER = "CREATE TRIGGER IF NOT EXISTS"
STATEMENTS = (
    _TABLE,
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_fts_terms USING fts5vocab(search_fts, row)",
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_spelling USING fts5(padded, content='', tokenize='trigram')",
    f"{_TRIGGER} search_fts_added AFTER INSERT ON search_postdocument BEGIN {_ADD}; END",
    f"{_TRIGGER} search_fts_deleted AFTER DELETE ON search_postdocument BEGIN {_DROP}; END",
    f"{_TRIGGER} search_fts_changed AFTER UPDATE OF {_NAMES} ON search_postdocument BEGIN {_DROP}; {_ADD}; END",
    f"{_TRIGGER} search_spelling_added AFTER INSERT ON search_word BEGIN {_ADD_WORD}; END",
    f"{_TRIGGER} search_spelling_deleted AFTER DELETE ON search_word BEGIN {_DROP_WORD}; END",
)


class SqliteEngine:
    """See `search.engines.base.Engine`."""

    # CROSS: the index first, whatever the planner knows of the tables; the other way round it is asked for each post.
    source = "search_fts CROSS JOIN search_postdocument d ON d.post_id = search_fts.rowid"

    def match(self, query: SearchQuery, *, every: bool) -> Sql:
        wanted = (" AND " if every else " OR ").join(_clause(each) for each in query.clauses)
        excluded = " OR ".join(_phrase(each) for each in query.excluded)
        return Sql("search_fts MATCH %s", (f"({wanted}) NOT ({excluded})" if excluded else wanted,))

    def score(self, query: SearchQuery, *, documents: Mapping[str, int]) -> Sql:
        weights = ", ".join(str(weight) for weight in WEIGHTS.values())
        return Sql(f"-bm25(search_fts, {weights})")

    def has(self, phrase: Phrase) -> Sql:
        return Sql("d.post_id IN (SELECT rowid FROM search_fts WHERE search_fts MATCH %s)", (_phrase(phrase),))

    def near_words(self, word: str, *, language: str) -> list[Known]:
        padded = f"  {word} "
        trigrams = {padded[start : start + 3] for start in range(len(padded) - 2)}
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT w.word, w.documents FROM search_spelling JOIN search_word w ON w.id = search_spelling.rowid"
                " WHERE search_spelling MATCH %s AND w.language = %s AND length(w.word) BETWEEN %s AND %s"
                " ORDER BY search_spelling.rank LIMIT %s",
                [" OR ".join(f'"{each}"' for each in trigrams), language, len(word) - 2, len(word) + 2, NEAR],
            )
            return [Known(*row) for row in cursor.fetchall()]

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        marks = ", ".join(["%s"] * len(terms))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT term, doc FROM search_fts_terms WHERE term IN ({marks})", list(terms))  # nosec B608 # our own words; what a caller gave is a parameter
            return dict(cursor.fetchall())

    def count_words(self, cursor: CursorWrapper) -> None:
        cursor.execute(
            "UPDATE search_word SET documents ="
            " coalesce((SELECT doc FROM search_fts_terms v WHERE v.term = search_word.term), 0)"
        )

    def make(self, cursor: CursorWrapper) -> None:
        for statement in STATEMENTS:
            cursor.execute(statement)

    def is_sound(self, cursor: CursorWrapper) -> bool:
        try:
            cursor.execute("INSERT INTO search_fts(search_fts, rank) VALUES ('integrity-check', 1)")
        except DatabaseError:
            return False
        cursor.execute("SELECT (SELECT count(*) FROM search_word) = (SELECT count(*) FROM search_spelling)")
        return bool(cursor.fetchone()[0])

    def mend(self, cursor: CursorWrapper) -> None:
        cursor.execute("INSERT INTO search_fts(search_fts) VALUES ('rebuild')")
        cursor.execute("INSERT INTO search_spelling(search_spelling) VALUES ('delete-all')")
        cursor.execute("INSERT INTO search_spelling(rowid, padded) SELECT id, '  ' || word || ' ' FROM search_word")

    def settle(self, cursor: CursorWrapper) -> None:
        cursor.execute("INSERT INTO search_fts(search_fts) VALUES ('optimize')")


def _clause(clause: Clause) -> str:
    return f"({' OR '.join(_phrase(each) for each in clause.phrases)})"


def _phrase(phrase: Phrase) -> str:
    return f'"{" ".join(phrase)}"'
