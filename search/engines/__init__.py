"""The full-text index of the database: SQLite's FTS5 or PostgreSQL's text search, the same to the outside."""

from collections.abc import Mapping
from typing import Any

from django.db import connection, connections, router

from search.engines.base import Engine
from search.engines.postgresql import PostgresqlEngine
from search.engines.sqlite import SqliteEngine
from search.models import PostDocument

__all__ = ["Engine", "engine", "make_index"]

ENGINES: Mapping[str, Engine] = {"sqlite": SqliteEngine(), "postgresql": PostgresqlEngine()}


def engine() -> Engine:
    """Return the engine of the default connection's database."""
    return ENGINES[connection.vendor]


def make_index(using: str, **kwargs: Any) -> None:
    """See to it that the index is there, after every `migrate`.

    Not in a migration: SQLite makes a table anew when Django changes it, and the triggers on it are gone.
    """
    made = connections[using]
    if router.allow_migrate_model(using, PostDocument) and PostDocument._meta.db_table in (
        made.introspection.table_names()
    ):
        with made.cursor() as cursor:
            ENGINES[made.vendor].make(cursor)
