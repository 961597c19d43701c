"""The index of the desk, kept in the transactions that write what it is made from."""

from collections.abc import Iterable
from typing import Any

from django.db import connections, router, transaction
from django.db.backends.utils import CursorWrapper

from comments.lifecycle import Status
from comments.models import Comment, CommentDocument
from comments.screening.terms import terms
from comments.selectors.finding import DOCUMENTS, FTS, VECTOR

BATCH = 500
"""Comments indexed in one go."""

_ADD = f"INSERT INTO {FTS}(rowid, terms) VALUES (new.comment_id, new.terms)"  # nosec B608 # noqa: S608 - constants
_DROP = f"INSERT INTO {FTS}({FTS}, rowid, terms) VALUES ('delete', old.comment_id, old.terms)"  # nosec B608 # noqa: S608 - constants
_TABLE = CommentDocument._meta.db_table

_WORDS = f"fts5(terms, content='{_TABLE}', content_rowid='comment_id', tokenize='ascii', detail=none)"
_MADE_FROM = "array_to_tsvector(string_to_array(terms, ' '))"

STATEMENTS = {
    "sqlite": (
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {FTS} USING {_WORDS}",
        f"CREATE TRIGGER IF NOT EXISTS {FTS}_added AFTER INSERT ON {_TABLE} BEGIN {_ADD}; END",
        f"CREATE TRIGGER IF NOT EXISTS {FTS}_deleted AFTER DELETE ON {_TABLE} BEGIN {_DROP}; END",
        f"CREATE TRIGGER IF NOT EXISTS {FTS}_changed AFTER UPDATE OF terms ON {_TABLE} BEGIN {_DROP}; {_ADD}; END",
    ),
    "postgresql": (
        f"ALTER TABLE {DOCUMENTS} ADD COLUMN IF NOT EXISTS {VECTOR} tsvector GENERATED ALWAYS AS ({_MADE_FROM}) STORED",
        f"CREATE INDEX IF NOT EXISTS {FTS} ON {DOCUMENTS} USING gin ({VECTOR})",
    ),
}


def index_words(comments: Iterable[Comment]) -> None:
    """Let the comments be found by what they say now; part of the running transaction, one statement."""
    documents = [CommentDocument(comment_id=each.pk, terms=_terms_of(each)) for each in comments]
    CommentDocument.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["comment"], update_fields=["terms"]
    )


def rebuild_index() -> int:
    """Index all comments that have words, in transactions of `BATCH`, and forget the others; return how many."""
    CommentDocument.objects.filter(comment__status=Status.DELETED).delete()
    number, last = 0, 0
    while rows := list(
        Comment.objects.exclude(status=Status.DELETED)
        .filter(pk__gt=last)
        .order_by("pk")
        .only("body", "author_name")[:BATCH]
    ):
        with transaction.atomic():
            index_words(rows)
        number, last = number + len(rows), rows[-1].pk
    return number


def make_index(using: str, **kwargs: Any) -> None:
    """See to it that the index is there and holds the comments there are, after every `migrate`.

    Not in a migration: SQLite makes a table anew when Django changes it, and the triggers on it are gone.
    """
    made = connections[using]
    if not router.allow_migrate_model(using, CommentDocument) or _TABLE not in made.introspection.table_names():
        return
    with made.cursor() as cursor:
        for statement in STATEMENTS[made.vendor]:
            cursor.execute(statement)
        empty = _is_empty(cursor)
    if empty:
        rebuild_index()


def _is_empty(cursor: CursorWrapper) -> bool:
    cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {DOCUMENTS})")  # nosec B608 # noqa: S608 - a constant
    return not cursor.fetchone()[0]


def _terms_of(comment: Comment) -> str:
    return " ".join(dict.fromkeys(terms(f"{comment.author_name} {comment.body}")))
