"""Whoever came first writes next: SQLite has one writer at a time, and no line before it.

Whoever waits for SQLite asks again ever less often, whoever has just come asks many times at first. On a busy site
newcomers overtake for as long as it takes to give up. So all stand in a line of the kernel's (a lock on a file beside
the database, across threads and processes), and only the first of it asks SQLite.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

ENDING = "-line"
BEGIN = "BEGIN IMMEDIATE"
"""What Django says where a transaction begins (`transaction_mode` of the settings): the moment at which one waits."""

STOCK_SECONDS = 5
"""How long Python's own connections wait where nobody says how long."""


def join_the_line(sender: Any, connection: Any, **kwargs: Any) -> None:
    """Let a new connection's transactions stand in line; for Django's signal `connection_created`."""
    if connection.vendor != "sqlite" or connection.is_in_memory_db():
        return
    if first_come not in connection.execute_wrappers:
        connection.execute_wrappers.append(first_come)


def first_come(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Begin a transaction when it is one's turn; do anything else at once.

    Waiting in line and for SQLite takes no longer together than the connection's `timeout`, and at most once that long
    for all who wait: whoever is first so late asks a single time. Raises `OperationalError` where it is still locked.
    """
    if sql != BEGIN:
        return execute(sql, params, many, context)
    connection = context["connection"]
    patience = connection.settings_dict["OPTIONS"].get("timeout", STOCK_SECONDS)
    came = time.monotonic()
    with _line(os.path.realpath(connection.settings_dict["NAME"]) + ENDING):
        left = max(0.0, patience - (time.monotonic() - came))
        _wait_for(connection.connection, left)
        try:
            return execute(sql, params, many, context)
        finally:
            _wait_for(connection.connection, patience)


@contextmanager
def _line(path: str) -> Iterator[None]:
    file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def _wait_for(database: Any, seconds: float) -> None:
    database.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
