"""What keeps the house: each chore may be done again at any time, and says in one line what it did."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from ground import outbox
from ground.clock import ClockTask, Counts, note, tidying_tasks
from ground.lease import Held, lease
from ground.outage import state_of_database
from ground.trail import following
from search.checking import compare, repair
from website.renditions import remove_orphans

logger = logging.getLogger(__name__)
jobs = logging.getLogger("ground.jobs")

NAME = "website.housekeeping"
"""The row of the clock that says when all was last done."""

SEARCH_CHECKED = "website.search-checked"
"""The row that says when the search index was last compared with the posts."""

CHECK = "website.check-search"
"""Asks for the search index to be compared with the posts, and put right."""

LEASE = f"{NAME}.lease"

EVERY = timedelta(days=1)

AGAIN_AFTER = timedelta(hours=1)
"""When it is tried again after a chore failed."""

LEASE_LASTS = timedelta(minutes=30)
"""How long one chore may take before another process takes over; the longest here took a minute for 10,000 posts."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a chore: how many of what were removed or put right, or that it failed."""

    chore: str
    counts: Counts
    failed: bool = False

    def __str__(self) -> str:
        if self.failed:
            return f"{self.chore}: failed, see the log"
        told = [f"{number} {what}" for what, number in self.counts.items() if number]
        return f"{self.chore}: {', '.join(told) or 'nothing to do'}"


def publish_scheduled(*, now: datetime) -> Counts:
    """Publish and unpublish the pages whose time has come; Wagtail's own command, which asks its own clock."""
    call_command("publish_scheduled", stdout=StringIO())
    return {}


def remove_sessions(*, now: datetime) -> Counts:
    """Remove the sessions of editors that have ended."""
    return {"ended sessions": Session.objects.filter(expire_date__lt=now).delete()[0]}


def check_search(*, now: datetime) -> Counts:
    """Put right what differs between the search index and the posts."""
    found = compare()
    if found:
        repair(found)
    note(SEARCH_CHECKED, now=now)
    return {
        "posts indexed again": len(found.missing) + len(found.stale),
        "posts taken out": len(found.extra),
        "indexes mended": int(not found.sound),
    }


@outbox.handles(CHECK, slow=True)
def carry_out_check(payload: outbox.Payload) -> None:
    """Compare the search index with the posts and put right what differs, as somebody asked for."""
    check_search(now=timezone.now())


def chores() -> Iterator[tuple[str, Callable[..., Counts]]]:
    """Yield every chore by its name: scheduled publishing, what the clock's tasks remove, and what is ours."""
    yield "scheduled publishing", publish_scheduled
    for name, work in tidying_tasks():
        yield f"retention ({name.partition('.')[0]})", work
    yield "sessions", remove_sessions
    yield "renditions", remove_orphans
    yield "search", check_search


def is_due(*, now: datetime) -> bool:
    """Tell whether a day has passed since all was done, or an hour since something of it failed."""
    row = ClockTask.objects.filter(name=NAME).first()
    return row is None or not now < row.due_at <= now + EVERY


def keep_house(*, report: Callable[[Done], object] = lambda done: None) -> bool:
    """Do every chore, telling of each what it did; return whether all went well. One process at a time.

    A chore that fails is logged and keeps no other from its turn. Raises `Held` when another process is at it.
    """
    with lease(LEASE, lasts=LEASE_LASTS, clock=timezone.now) as hold:
        well = True
        for name, work in chores():
            hold()
            done = _do(name, work)
            well = well and not done.failed
            report(done)
        now = timezone.now()
        row, _ = ClockTask.objects.get_or_create(name=NAME, defaults={"due_at": now, "done_until": now - EVERY})
        row.due_at = now + (EVERY if well else AGAIN_AFTER)
        row.done_until = now if well else row.done_until
        row.save(update_fields=["due_at", "done_until"])
        return well


def _do(name: str, work: Callable[..., Counts]) -> Done:
    started = time.perf_counter()
    with following(job=f"housekeeping: {name}"):
        try:
            done = Done(name, work(now=timezone.now()))
        except Exception as error:
            if state_of_database(error):
                raise
            logger.exception("The chore %s failed; it is tried again in an hour.", name)
            return Done(name, {}, failed=True)
        milliseconds = round((time.perf_counter() - started) * 1000, 1)
        jobs.info("housekeeping: %s", done, extra={"milliseconds": milliseconds})
        return done


def keep_house_if_due() -> None:
    """Do every chore where that is due and no other process is at it."""
    if not is_due(now=timezone.now()):
        return
    try:
        keep_house()
    except Held:
        logger.info("Housekeeping is done by another process.")
