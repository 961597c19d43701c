"""How long whoever asks is willing to wait for the database."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_until: ContextVar[float | None] = ContextVar("patience", default=None)


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Bound by `seconds` all waiting for the database inside, statements and connections together.

    On PostgreSQL a statement that is not answered by then raises `OperationalError`, whether the server is slow, frozen
    or cut off. SQLite has a limit of its own, for each statement.
    """
    token = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def time_left() -> float | None:
    """Return the seconds that are left, not below 0; None where nobody set a bound."""
    until = _until.get()
    return None if until is None else max(0.0, until - time.monotonic())
