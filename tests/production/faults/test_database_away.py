"""PostgreSQL away, crashed, frozen or slow: 503 in time, in our one shape, one line in the log, and back by itself."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.production.faults.programs import eventually

IN_TIME = 15
"""Seconds in which somebody is told, whatever the database does."""


def refused(site, number):
    """Ask to read and to post at once; both are refused, in time, and tell nothing of us."""

    def timed(ask):
        started = time.monotonic()
        return *ask(), time.monotonic() - started

    with ThreadPoolExecutor() as readers:
        answers = list(readers.map(timed, (site.read, lambda: site.post(number))))
    for status, headers, said, seconds in answers:
        assert (status, said["code"]) == (503, "unavailable")
        assert int(headers["Retry-After"]) > 0
        assert headers["Content-Type"] == "application/problem+json"
        assert not any(word in str(said) for word in ("Traceback", "psycopg", "OperationalError", "127.0.0.1"))
        assert seconds < IN_TIME
        print(f"refused after {seconds:.1f} s")  # noqa: T201 - a figure


def well(site):
    eventually(lambda: site.read()[0] == 200, within=10, what="it did not recover")


@pytest.mark.parametrize("how", ["away", "frozen", pytest.param("slow", marks=pytest.mark.full)])
def test_while_the_database_does_not_answer_people_are_told_in_time(far, how):
    well(far)
    before = far.size_of_log("backend")
    if how == "away":
        far.proxy.refuse()
    elif how == "frozen":
        far.proxy.frozen = True
    else:
        far.proxy.delay = 3
    try:
        refused(far, 1701)
        assert far.ask("GET", "/health/live")[0] == 200
        if how == "away":
            assert far.ready() == (503, {"database": "away"})
            assert far.ask("GET", "/admin/login/", headers={"X-Forwarded-Proto": "https"})[0] in {200, 503}
    finally:
        far.proxy.delay, far.proxy.frozen = 0, False
        if how == "away":
            far.proxy.take_again()
    well(far)
    status, _, _ = far.post(1702 if how == "away" else 1703 if how == "frozen" else 1704)
    assert status == 202
    assert far.lines("backend", "The database is ")
    said = far.lines("backend", "The database is ", since=before)
    assert len(said) <= 2 * 2, said  # each process says once in a minute that it is away, and once that it is slow
    assert not far.lines("backend", "Traceback", since=before)


def test_a_database_that_crashed_comes_back_and_so_do_we(far):
    well(far)
    folder = Path(unquote(urlsplit(far.cluster).hostname))
    postmaster = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    for pid in children:
        if b"motacilla" in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(int(pid), signal.SIGKILL)  # the server ends all others, and recovers from its log
            break
    else:
        pytest.fail("nobody is connected")
    statuses = set()

    def answered():
        statuses.add(far.read()[0])
        return 200 in statuses

    eventually(answered, within=20, what="it did not come back")
    assert statuses <= {200, 503}
    assert far.post(1710)[0] == 202
