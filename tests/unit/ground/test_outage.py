"""What an error says of the database, and what it says of us; and that it is said once."""

import sqlite3
import time

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, ProgrammingError
from psycopg import errors

from ground import outage
from ground.outage import report_database, state_of_database
from ground.patience import patience, time_left
from ground.postgresql.base import TooSlow


def raised(kind, cause):
    try:
        raise kind("words") from cause
    except kind as error:
        return error


def of_sqlite(code):
    cause = sqlite3.OperationalError("words")
    cause.sqlite_errorcode = code
    return cause


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (raised(OperationalError, of_sqlite(sqlite3.SQLITE_FULL)), "full"),
        (raised(OperationalError, of_sqlite(sqlite3.SQLITE_IOERR_WRITE)), "failing"),
        (raised(OperationalError, of_sqlite(sqlite3.SQLITE_BUSY)), "locked"),
        (raised(OperationalError, of_sqlite(sqlite3.SQLITE_ERROR)), None),  # no such table
        (raised(OperationalError, errors.OperationalError("connection refused")), "away"),
        (raised(InterfaceError, errors.InterfaceError("the connection is closed")), "away"),
        (raised(OperationalError, errors.AdminShutdown("")), "away"),
        (raised(OperationalError, errors.QueryCanceled("")), "slow"),
        (raised(OperationalError, errors.DiskFull("")), "full"),
        (raised(OperationalError, TooSlow("")), "slow"),
        (raised(ProgrammingError, errors.UndefinedTable("")), None),
        (raised(IntegrityError, errors.UniqueViolation("")), None),
        (ValueError("no"), None),
        (None, None),
    ],
)
def test_errors_of_ours_are_told_from_those_of_the_database(error, state):
    assert state_of_database(error) == state


def test_it_is_said_once_for_each_event_and_without_what_the_driver_said(caplog, monkeypatch):
    monkeypatch.setattr(outage, "_said", outage._Said())
    error = raised(OperationalError, errors.OperationalError('host "secret.internal" refused'))
    for _ in range(3):
        report_database(error, doing="requests wait")
    assert [record.getMessage() for record in caplog.records] == [
        "The database is away (OperationalError): requests wait."
    ]
    monkeypatch.setattr(outage, "QUIET_SECONDS", -1)
    report_database(error, doing="requests wait")
    assert len(caplog.records) == 2


def test_patience_ends_and_what_stands_outside_is_not_bound():
    assert time_left() is None
    with patience(60):
        assert 59 < time_left() <= 60
        with patience(0.01):
            time.sleep(0.02)
            assert time_left() == 0
        assert time_left() > 59
    assert time_left() is None
