"""A worker that died is seen and done without; of two, each effect is one's; a clock that is set stops none."""

from pathlib import Path

import pytest

from tests.production.faults.programs import Editor, eventually
from tests.production.faults.test_mail_away import arrived, posted

TOLD_ANOTHER_TIME = Path(__file__).with_name("worker_by_another_clock.py")

BEAT = """
    UPDATE ground_clocktask
    SET done_until = datetime(done_until, '-61 seconds'), due_at = datetime(due_at, '-61 seconds')
    WHERE name = 'ground.pulse'
"""
DUE = "UPDATE ground_outboxmessage SET due_at = datetime('now', '-1 seconds') WHERE topic = 'comments.link'"


def test_a_worker_that_died_is_seen_and_what_it_had_in_hand_is_not_done_twice(site, mail):
    mail.delay = 30  # it has the mail, and does not say so
    first = posted(site, 1300)
    eventually(lambda: site.mails_to(mail, first), within=15, what=site.programs["worker"].log)
    site.programs["worker"].kill()
    mail.delay = 0
    site.rows(BEAT)
    status, checks = site.ready()
    assert (status, checks["worker"]) == (200, "away")
    editor = Editor(site)
    assert editor.sign_in() == 302
    status, page = editor.home()
    assert status == 200
    assert "The worker last gave a sign" in page
    second = posted(site, 1301)
    site.rows(DUE)  # its lease is over
    site.start_worker()
    arrived(site, mail, [first, second], within=15)
    eventually(lambda: site.ready()[1]["worker"] == "ok", within=10, what="no sign of it")
    assert "The worker last gave a sign" not in editor.home()[1]


@pytest.fixture
def place(request):
    """The site on SQLite or the one on PostgreSQL; that it is made is no part of the test."""
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("place", ["site", pytest.param("far", marks=pytest.mark.full)], indirect=True)
def test_of_two_workers_each_effect_is_the_work_of_one(place, mail):
    before = place.programs.get("worker")
    if before:
        before.kill()
    workers = [place.start_worker(name) for name in ("worker", "other")]
    first = 1400 if before else 1450
    arrived(place, mail, [posted(place, number) for number in range(first, first + 8)], within=30)
    assert not any(place.lines(name, "Traceback") for name in ("worker", "other"))
    for worker in workers[1 if before else 0 :]:
        worker.kill()


@pytest.mark.full
def test_a_clock_that_is_set_back_stops_no_worker_and_repeats_nothing(site, mail, tmp_path):
    clock = tmp_path / "ahead"
    clock.write_text("7200")
    site.programs["worker"].kill()
    site.start_worker("other", TOLD_ANOTHER_TIME, clock)
    try:
        first = posted(site, 1500)
        arrived(site, mail, [first], within=15)
        eventually(lambda: site.ready()[1]["worker"] == "away", within=10, what="its sign is of another time")
        clock.write_text("0")
        second = posted(site, 1501)
        arrived(site, mail, [first, second], within=15)
        eventually(lambda: site.ready()[1]["worker"] == "ok", within=10, what="no sign of it")
        assert not site.lines("other", "Traceback")
    finally:
        site.programs["other"].kill()
        site.start_worker()
