"""The worker's clock: scheduled pages go live and expire, and one that can't keeps nothing else waiting."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from blog.tasks import FILES, RENDITIONS
from comments.services.telling import NOTICES
from ground import outbox
from ground.outbox import OutboxMessage
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory
from website import caching
from website.management.commands import run_worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch):
    """What the frontend was told, in place of telling it."""
    told = []
    monkeypatch.setitem(outbox._handlers, caching.PURGE, told.append)
    return told


def test_a_scheduled_post_goes_live_at_the_next_tick_and_the_frontend_is_told(sent):
    post = BlogPostPageFactory(parent=BlogIndexPageFactory(), live=False)
    post.go_live_at = timezone.now() - timedelta(seconds=1)
    post.save_revision(approved_go_live_at=post.go_live_at)
    call_command("run_worker", once=True)
    assert Page.objects.get(pk=post.pk).live
    assert caching.EVERYTHING in {key for payload in sent for key in payload["keys"]}


def test_a_post_past_its_time_is_taken_down_and_dropped(sent):
    post = BlogPostPageFactory(parent=BlogIndexPageFactory(), expire_at=timezone.now() - timedelta(seconds=1))
    call_command("run_worker", once=True)
    assert not Page.objects.get(pk=post.pk).live
    assert f"page:{post.pk}" in {key for payload in sent for key in payload["gone"]}


def test_a_clock_that_fails_does_not_stop_the_rest(sent, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise ValueError("no")

    monkeypatch.setattr(run_worker, "call_command", fail)
    with transaction.atomic():
        outbox.write(topic=caching.PURGE, payload={"keys": ["page:1"], "paths": [], "gone": []}, now=timezone.now())
    call_command("run_worker", once=True)
    assert sent == [{"keys": ["page:1"], "paths": [], "gone": []}]
    assert "could not be published" in caplog.text
    assert not OutboxMessage.objects.exists()


@pytest.fixture
def worker(monkeypatch):
    """A worker that only does what is in the outbox, a turn at a time; `worker.done` are the topics in order."""
    command = run_worker.Command()
    command.next_schedule = command.next_look = command.next_house = float("inf")
    command.done = []
    for topic in (FILES, RENDITIONS, caching.PURGE, NOTICES):
        monkeypatch.setitem(outbox._handlers, topic, lambda payload, topic=topic: command.done.append(topic))
    return command


def ask(topic, number=1):
    with transaction.atomic():
        outbox.write_many(topic=topic, messages=[("", {})] * number, now=timezone.now())


def test_mail_and_purges_do_not_wait_behind_pictures(worker):
    ask(FILES, 25)
    ask(RENDITIONS, 25)
    ask(caching.PURGE)
    ask(NOTICES)
    while worker.work():
        pass
    assert worker.done[:2] == [caching.PURGE, NOTICES]
    assert worker.done[2:] == [FILES] * 25 + [RENDITIONS] * 25


def test_pictures_come_however_much_else_there_is(worker):
    ask(FILES, 50)
    for _ in range(60):
        ask(caching.PURGE)
        worker.work()
    assert worker.done.count(FILES) == 60 // run_worker.SLOW_TOO_EVERY


def test_the_clock_ticks_well_within_the_promise():
    assert run_worker.SCHEDULE_EVERY + timedelta(seconds=run_worker.POLL_SECONDS) < timedelta(seconds=30)
