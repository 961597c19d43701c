"""Parts that are away, slow or full: told from faults of ours, and said once, however many ask."""

import logging
import time
from threading import Lock

from django.db import DatabaseError, InterfaceError, OperationalError

logger = logging.getLogger(__name__)

QUIET_SECONDS = 60.0
"""After so long without a failure, the next is another event and gets a line of its own."""

SQLITE: dict[int, str] = {
    5: "locked",  # SQLITE_BUSY
    6: "locked",  # SQLITE_LOCKED
    8: "read-only",  # SQLITE_READONLY
    10: "failing",  # SQLITE_IOERR
    13: "full",  # SQLITE_FULL
    14: "away",  # SQLITE_CANTOPEN
}
"""The primary result codes of SQLite that speak of disk and neighbours, not of our statement."""

POSTGRESQL: dict[str, str] = {
    "53100": "full",  # disk_full
    "53200": "failing",  # out_of_memory
    "53300": "busy",  # too_many_connections
    "25006": "read-only",  # read_only_sql_transaction: a standby
    "57014": "slow",  # query_canceled
    "58030": "failing",  # io_error
    "40001": "busy",  # serialization_failure
    "40P01": "locked",  # deadlock_detected
    "55P03": "locked",  # lock_not_available
    "57P01": "away",  # admin_shutdown
    "57P02": "away",  # crash_shutdown
    "57P03": "away",  # cannot_connect_now: starting or stopping
    "57P05": "away",  # idle_session_timeout
}
"""The same of PostgreSQL, by SQLSTATE."""


def state_of_database(error: BaseException | None) -> str | None:
    """Return in one word how the database is, when `error` says that of it; None when it says something else."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return SQLITE.get(code & 0xFF)
    state = getattr(cause, "sqlstate", None)
    if state is not None:
        return POSTGRESQL.get(state) or ("away" if state.startswith("08") else None)
    word: str | None = getattr(cause, "state_of_database", None)
    # psycopg has no code for what the server could not say any more: it is gone, or never answered.
    from_driver = type(cause).__module__.startswith("psycopg")
    return word or ("away" if from_driver and isinstance(error, OperationalError | InterfaceError) else None)


class _Said:
    """When a line was last wanted for each event."""

    def __init__(self) -> None:
        self._last: dict[str, float] = {}
        self._lock = Lock()

    def is_new(self, event: str) -> bool:
        """Tell whether `event` was quiet for a while; it isn't from now on."""
        now = time.monotonic()
        with self._lock:
            last = self._last.get(event)
            self._last[event] = now
        return last is None or now - last > QUIET_SECONDS


_said = _Said()


def report_database(error: BaseException, *, doing: str) -> None:
    """Say in one line that the database is away, slow or full, and what is done meanwhile; once for each such event.

    Only the kind of `error` is named: what drivers say holds addresses, names and statements.
    """
    state = state_of_database(error)
    if _said.is_new(f"{state} {doing}"):
        logger.error("The database is %s (%s): %s.", state, type(error.__cause__ or error).__name__, doing)


def report_collector(kind: str, *, why: str) -> None:
    """Say in one line that what an operator collects of the `kind` (errors, traces) is not taken; once while it lasts.

    Nothing waits for a collector, and what it misses is lost.
    """
    if _said.is_new(f"collector of {kind}"):
        logger.warning("The collector of %s is away or refuses (%s): what it misses is lost, nothing else.", kind, why)


class FilesAway(ConnectionError):
    """Raised where the place of uploaded files can't be reached, or refuses. It says what happened, and no address."""


def are_files_away(error: BaseException | None) -> bool:
    """Tell whether `error`, or what it stands for, says that the place of uploaded files is away."""
    return isinstance(error, FilesAway) or (error is not None and isinstance(error.__cause__, FilesAway))


def report_files(error: BaseException, *, doing: str) -> None:
    """Say in one line that the place of uploaded files is away, and what is done meanwhile; once for each event."""
    if _said.is_new(f"files {doing}"):
        away = error if isinstance(error, FilesAway) else error.__cause__
        logger.error("The place of uploaded files is away (%s): %s.", away, doing)
