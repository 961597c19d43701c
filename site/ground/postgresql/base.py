"""The connection whose statements end when the patience of whoever asks does (`ground.patience`).

A limit set in the server ends what the server still works at. It does not end the waiting for one that is frozen or
cut off, and none of PostgreSQL's own settings does.
"""

from functools import partial
from typing import Any

import psycopg
from django.db.backends.postgresql import base

from ground.patience import time_left


class TooSlow(psycopg.OperationalError):
    """Raised when patience ended before the server answered; the connection is closed then."""

    state_of_database = "slow"


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for how it waits."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Return a connection. Raises `OperationalError` when there is none in time, and at once without any left."""
        if time_left() == 0:
            raise TooSlow("no time is left to connect")
        connection = super().get_new_connection(conn_params)
        connection.wait = partial(_wait, connection)
        return connection


def _wait(connection: psycopg.Connection[Any], generator: Any, *args: Any, **options: Any) -> Any:
    left = time_left()
    if left is None:
        return psycopg.Connection.wait(connection, generator, *args, **options)
    try:
        return psycopg.Connection.wait(connection, generator, *args, **{**options, "timeout": left})
    except psycopg.OperationalError:
        if time_left():
            raise
        connection.close()
        raise TooSlow("the server did not answer in time") from None
