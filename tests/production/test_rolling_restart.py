"""Everything is restarted, a program at a time: no read fails, what is under way is answered, all within 30 s."""

import threading
import time
from collections import Counter

import psycopg
import pytest

from tests.production.site import STOP_SECONDS, Load, psycopg_address


def restart_each(site):
    """Restart every program as the guide says; return the seconds each took to stop."""
    stopped = {}
    for unit in site.units():
        seconds, code = site.stop_unit(unit)
        stopped[unit] = seconds
        assert code == 0, f"{unit} ended with {code}"
        # As `systemctl restart` does: it returns when the program answers, and a worker is asked nothing.
        site.start_unit(unit, wait="worker" not in unit)
    return stopped


@pytest.mark.parametrize("rounds", [1, pytest.param(5, marks=pytest.mark.full)])
def test_no_read_fails_while_everything_is_restarted(production, rounds):
    slowest = 0.0
    with Load(production, first=2000 * rounds) as load:
        for _ in range(rounds):
            stopped = restart_each(production)
            for unit in production.units():
                production.await_unit(unit)
            slowest = max(slowest, *stopped.values())
    assert slowest < STOP_SECONDS
    assert load.failures == []
    assert load.reads > 20
    stored = Counter(production.bodies())
    assert [words for words in load.acknowledged if stored[words] != 1] == []
    taken = f"{len(load.acknowledged)} comments acknowledged, 0 lost, 0 there twice"
    print(f"{rounds} of {len(stopped)}: {load.reads} reads, 0 failed; {taken}; stopped within {slowest:.1f} s")  # noqa: T201 - the figure


def test_what_is_under_way_is_answered_and_then_nginx_says_that_nobody_is_there(production):
    answers = []

    def send():
        answers.append(production.comment(8000, "Words under way.", address="127.9.8.1"))

    sender = threading.Thread(target=send)
    with psycopg.connect(psycopg_address(production.database)) as other:
        other.execute("LOCK TABLE comments_comment IN EXCLUSIVE MODE")
        sender.start()
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        production.eventually(lambda: production.rows(waiting)[0][0] > 0, within=5, what="nobody waits for the lock")
        leaving = [name for name in production.units() if "worker" not in name]
        asked = [production.programs[unit].process for unit in leaving]
        for process in asked:
            process.terminate()
        time.sleep(1)
        assert any(process.poll() is None for process in asked)
        other.rollback()
    sender.join()
    try:
        assert [process.wait(timeout=STOP_SECONDS) for process in asked] == [0] * len(asked)
        assert answers[0][0] == 303
        assert production.bodies().count("Words under way.") == 1
        status, headers, page = production.ask("GET", production.path, address="127.9.7.1")
        assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "10", "no-store")
        assert "We are away for a moment" in page
        assert "//" not in page  # nothing of anybody else's
        status, _, page = production.ask("POST", "/comments/1/", "body=x", address="127.9.7.1")
        assert (status, "We are away for a moment" in page) == (503, True)
    finally:
        for unit in leaving:
            production.programs.pop(unit).finish(within=1)
            production.start_unit(unit, wait=False)
        for unit in leaving:
            production.await_unit(unit)
