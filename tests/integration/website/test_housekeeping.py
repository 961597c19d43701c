"""The house is kept once a day by one process: what is over goes, what is needed stays, and each chore says so."""

import multiprocessing
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone
from wagtail.images import get_image_model

from ground.clock import ClockTask
from ground.lease import Held, lease
from ground.outbox import GIVEN_UP_KEPT, OutboxMessage
from search.models import PostDocument
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, ImageFactory
from website import housekeeping
from website.housekeeping import AGAIN_AFTER, EVERY, NAME, is_due, keep_house, keep_house_if_due
from website.management.commands import run_worker

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def house(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def kept():
    lines = []
    assert keep_house(report=lambda done: lines.append(str(done)))
    return lines


def file_of(name, *, age):
    path = Path(default_storage.path(f"images/{name}"))
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"picture")
    then = time.time() - age.total_seconds()
    os.utime(path, (then, then))
    return path


def test_what_is_over_goes_and_what_is_needed_stays(house):
    now = timezone.now()
    image = ImageFactory()
    used, lost = image.get_rendition("width-20"), image.get_rendition("width-30")
    old = now - 2 * DAY
    for rendition in (used, lost):
        os.utime(rendition.file.path, (old.timestamp(), old.timestamp()))
    Path(lost.file.path).unlink()
    orphan, young = file_of("orphan.png", age=2 * DAY), file_of("young.png", age=DAY / 2)
    for key, ends in (("over", now - DAY), ("good", now + DAY)):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    OutboxMessage.objects.create(
        topic="tests.lost", created_at=old, due_at=old, failed_at=now - GIVEN_UP_KEPT - DAY, last_error="no"
    )
    BlogPostPageFactory(parent=BlogIndexPageFactory())
    PostDocument.objects.all().delete()

    assert kept() == [
        "scheduled publishing: nothing to do",
        "retention (blog): nothing to do",
        "retention (comments): nothing to do",
        "retention (ground): 1 effects that were given up",
        "sessions: 1 ended sessions",
        "renditions: 1 files without a rendition, 1 renditions without a file",
        "search: 1 posts indexed again",
    ]
    assert Path(used.file.path).exists()
    assert (orphan.exists(), young.exists()) == (False, True)
    renditions = get_image_model().get_rendition_model().objects
    assert list(renditions.filter(image=image).values_list("pk", flat=True)) == [used.pk]
    assert OutboxMessage.objects.filter(topic="blog.files", payload={"image": image.pk}).exists()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["good"]
    assert PostDocument.objects.count() == 1
    assert {line.partition(": ")[2] for line in kept()} == {"nothing to do"}, "twice is once"


def test_it_is_due_once_a_day_and_an_hour_after_a_failure(house, monkeypatch, caplog, capsys):
    def fail(*, now):
        raise ValueError("no")

    now = timezone.now()
    assert is_due(now=now)
    with monkeypatch.context() as patched:
        patched.setattr(housekeeping, "remove_sessions", fail)
        with pytest.raises(CommandError, match="Not everything"):
            call_command("housekeeping")
    assert "sessions: failed, see the log\nrenditions: nothing" in capsys.readouterr().out, "others had their turn"
    assert "The chore sessions failed" in caplog.text
    assert not is_due(now=now)
    assert is_due(now=now + AGAIN_AFTER + DAY / 24)
    call_command("housekeeping")
    assert not is_due(now=now + EVERY - DAY / 24)
    assert is_due(now=timezone.now() + EVERY)
    assert is_due(now=now - 2 * DAY), "somebody set the clock back"
    assert abs(ClockTask.objects.get(name=NAME).done_until - now) < DAY / 24


def test_the_worker_keeps_the_house_beside_its_other_work(house, monkeypatch):
    done = []
    monkeypatch.setattr(run_worker, "keep_house_if_due", lambda: done.append(1))
    call_command("run_worker", once=True)
    assert done == [1]


def test_whoever_dies_with_a_lease_does_not_keep_it(house):
    now = timezone.now()

    def at(moment):
        return lease("tests.lease", lasts=DAY, clock=lambda: moment)

    held = at(now)
    hold = held.__enter__()
    with pytest.raises(Held), at(now + DAY / 2):
        pass
    with at(now + DAY), pytest.raises(Held):
        hold()
    with at(now + DAY * 2):
        pass
    at(now + DAY * 9).__enter__()
    with at(now):  # somebody set the clock back
        pass


@pytest.mark.django_db(transaction=True)
def test_of_two_processes_at_once_one_keeps_it(house, monkeypatch, tmp_path):
    heard = tmp_path / "heard"

    def say(word):
        with heard.open("a") as file:
            file.write(f"{word}\n")

    def slowly(*, now):
        say("begun")
        time.sleep(0.5)
        return {}

    def keep(start):
        start.wait()
        try:
            say(keep_house())
        except Held:
            say("held")

    monkeypatch.setattr(housekeeping, "chores", lambda: [("slow", slowly)])
    forking = multiprocessing.get_context("fork")
    start = forking.Barrier(2)
    processes = [forking.Process(target=keep, args=(start,)) for _ in range(2)]
    connections.close_all()  # each has one of its own
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert sorted(heard.read_text().split()) == ["True", "begun", "held"]
    keep_house_if_due()
    assert heard.read_text().count("begun") == 1, "it is not due again"
