"""What is done again and again: each task at its interval, by whichever worker comes first.

A worker claims a task by moving its due time ahead; of several, one succeeds. What a task has covered is noted when it
is done, so one that failed, or whose worker died, finds the same stretch of time before it again.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from django.db import models
from django.db.models import Q

from ground.outage import state_of_database
from ground.trail import following

logger = logging.getLogger(__name__)


AHEAD = timedelta(minutes=1)
"""What lies further in the future was written before somebody set the clock back; less is another machine's clock."""


Counts = Mapping[str, int]
"""How many of what a task removed."""


class Work(Protocol):
    """What a task does: whatever falls after `since` and up to `now`. It must bear repetition."""

    def __call__(self, *, since: datetime, now: datetime) -> Counts | None: ...


Decorated = TypeVar("Decorated", bound=Work)


@dataclass(frozen=True, slots=True)
class _Task:
    name: str
    interval: timedelta
    work: Work
    tidies: bool


_tasks: dict[str, _Task] = {}


class ClockTask(models.Model):
    """When a task is due next, and up to which moment it has done its work."""

    name = models.CharField(max_length=64, unique=True)
    due_at = models.DateTimeField()
    done_until = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


def every(interval: timedelta, *, name: str, tidies: bool = False) -> Callable[[Decorated], Decorated]:
    """Register the decorated function as the work of the task `name`, done once each `interval`.

    One that `tidies` removes what is over at `now`, whatever `since` says, and may be done at any other time too.
    Raises `ValueError` when there is such a task already.
    """

    def register(work: Decorated) -> Decorated:
        if name in _tasks:
            raise ValueError(f"there is a task {name} already")
        _tasks[name] = _Task(name, interval, work, tidies)
        return work

    return register


def note(name: str, *, now: datetime) -> None:
    """Note that something no task does was done at `now`."""
    ClockTask.objects.update_or_create(name=name, defaults={"due_at": now, "done_until": now})


def tidying_tasks() -> list[tuple[str, Callable[..., Counts]]]:
    """Return the name of every task that tidies, and how to do it at `now`: it returns how many of what it removed."""

    def once(work: Work) -> Callable[..., Counts]:
        def tidy(*, now: datetime) -> Counts:
            return work(since=now, now=now) or {}

        return tidy

    return [(task.name, once(task.work)) for _, task in sorted(_tasks.items()) if task.tidies]


def run_due(*, now: datetime) -> list[str]:
    """Do the work of every task due at `now`, and return their names. One statement when none is.

    A task that raises is logged and waits for its next turn; it keeps no other from theirs. A task that is due later
    than after its interval was claimed before somebody set the clock back, and is due. Raises `DatabaseError` when the
    database is away.
    """
    rows = {row.name: row for row in ClockTask.objects.all()}
    unknown = [task for name, task in _tasks.items() if name not in rows]
    if unknown:
        fresh = [ClockTask(name=task.name, due_at=now, done_until=now - task.interval) for task in unknown]
        ClockTask.objects.bulk_create(fresh, ignore_conflicts=True)
        rows = {row.name: row for row in ClockTask.objects.all()}
    due = [(task, rows[name]) for name, task in _tasks.items() if _is_due(task, rows[name], now=now)]
    return [task.name for task, row in due if _claimed(task, row, now=now) and _done(task, row, now=now)]


def _is_due(task: _Task, row: ClockTask, *, now: datetime) -> bool:
    return row.due_at <= now or row.due_at > now + task.interval + AHEAD


def _claimed(task: _Task, row: ClockTask, *, now: datetime) -> bool:
    seen = ClockTask.objects.filter(pk=row.pk, due_at=row.due_at)
    return bool(seen.update(due_at=now + task.interval))


def _done(task: _Task, row: ClockTask, *, now: datetime) -> bool:
    try:
        with following(job=task.name):
            task.work(since=min(row.done_until, now), now=now)
    except Exception as error:
        if state_of_database(error):
            raise
        logger.exception("The task %s failed; it is tried again at its next turn.", task.name)
        return False
    mine = Q(done_until__lt=now) | Q(done_until__gt=now + AHEAD)
    ClockTask.objects.filter(mine, pk=row.pk).update(done_until=now)
    return True
