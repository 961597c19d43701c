"""Rows that are in one of several small sets, in a statement that stays quick whatever the database expects of them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, F, Func, QuerySet

Branch = tuple[str, Sequence[Any]]
"""A statement for a few values in its only column, mostly ids, with its parameters."""


class AmongAll(Func):
    """Whether the row is in one of the branches.

    Every branch is answered by itself first, from its own index and up to its own limit; joined by OR, a database
    would look at every row there is. The branches have values of `column`.
    """

    conditional = True

    def __init__(self, branches: Sequence[Branch], *, column: str = "pk") -> None:
        super().__init__(F(column), output_field=BooleanField())
        self.branches = tuple(branches)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra_context: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL; the parameters are those of the branches."""
        column, _ = compiler.compile(self.source_expressions[0])
        among = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS branch" for sql, _ in self.branches)  # nosec B608 # noqa: S608 - the branches are ours
        # PostgreSQL might judge every row before it looks here, and look here anew for each; an array it makes once.
        chosen = f"= ANY(ARRAY({among}))" if connection.vendor == "postgresql" else f"IN ({among})"
        return f"{column} {chosen}", tuple(param for _, params in self.branches for param in params)


def ids_of(rows: QuerySet[Any], column: str = "id") -> Branch:
    """Return the branch of what a queryset has in a column."""
    sql, params = rows.values(column).query.sql_with_params()
    return sql, params
