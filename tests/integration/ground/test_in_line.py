"""Who came first writes next, and nobody waits longer than they would alone."""

import threading
import time

import pytest
from django.db import OperationalError, connection, transaction

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has many writers"),
]

LONG_WAIT = 0.9
"""Seconds after which SQLite asks again only every tenth of a second."""


@pytest.fixture
def writers():
    """A function that starts somebody who writes, and the list of who got in, in order, with the seconds it took."""
    entered, threads = [], []

    def start(name):
        def write():
            came = time.monotonic()
            try:
                with transaction.atomic():
                    entered.append((name, time.monotonic() - came))
                    time.sleep(0.15)
            except OperationalError:
                entered.append(("gave up", time.monotonic() - came))
            finally:
                connection.close()

        threads.append(threading.Thread(target=write))
        threads[-1].start()

    def all_done():
        for thread in threads:
            thread.join()
        return entered

    yield start, all_done
    all_done()


def test_whoever_waits_is_not_overtaken_by_who_has_just_come(writers):
    start, all_done = writers
    with transaction.atomic():
        start("first")
        time.sleep(LONG_WAIT)
        for _ in range(4):
            start("newcomer")
        time.sleep(0.002)
    assert [name for name, _ in all_done()] == ["first"] + ["newcomer"] * 4


def test_all_who_wait_in_vain_give_up_together(writers, monkeypatch):
    start, all_done = writers
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.4)
    with transaction.atomic():
        for _ in range(5):
            start("waiting")
        gone = all_done()
    assert {name for name, _ in gone} == {"gave up"}
    assert max(seconds for _, seconds in gone) < 0.4 * 3
    start("afterwards")
    assert all_done()[-1][0] == "afterwards"
