"""Work that only one process does at a time, whichever database there is: a row says who holds it, and until when."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from ground.clock import AHEAD, ClockTask


class Held(Exception):
    """Raised when another process holds the lease."""


@contextmanager
def lease(name: str, *, lasts: timedelta, clock: Callable[[], datetime]) -> Iterator[Callable[[], None]]:
    """Hold the lease `name` inside, for `lasts` at a time; call what is given to hold it for as long again.

    Whoever dies with it holds it no longer than that. One further in the future was taken before somebody set the clock
    back, and is free. Raises `Held`, there and from the call, where somebody else has it.
    """
    now = clock()
    row, _ = ClockTask.objects.get_or_create(name=name, defaults={"due_at": now, "done_until": now})
    if now < row.due_at <= now + lasts + AHEAD:
        raise Held(name)
    until = row.due_at

    def hold() -> None:
        nonlocal until
        wanted = clock() + lasts
        if not ClockTask.objects.filter(name=name, due_at=until).update(due_at=wanted):
            raise Held(name)
        until = wanted

    hold()
    try:
        yield hold
    finally:
        ended = clock()
        ClockTask.objects.filter(name=name, due_at=until).update(due_at=ended)
