"""Effects that must happen once a change is committed: written with it, done by the worker, tried again on failure.

A message is a row of the same transaction as its cause, so neither exists without the other. The worker claims a row by
moving its due time ahead; a worker that dies leaves the row to fall due again. Handlers must therefore bear repetition.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Case, F, Value, When

from ground.trail import current_trail, following

logger = logging.getLogger(__name__)
jobs = logging.getLogger("ground.jobs")

Payload = dict[str, Any]
Handler = Callable[[Payload], None]

LEASE = timedelta(minutes=2)
"""How long a handler may take before another worker tries the message."""

FIRST_DELAY = timedelta(seconds=2)
MAX_ATTEMPTS = 12
"""With the delay doubling from two seconds, the twelfth try comes about an hour and a quarter after the first."""

LONGEST_DELAY = timedelta(minutes=10)
WAITED_FOR = timedelta(days=3)
"""How long, and how often at least, something is tried again that only waits for others."""

AHEAD = timedelta(minutes=1)
"""A message written further in the future was written before somebody set the clock back; less is another machine."""

GIVEN_UP_KEPT = timedelta(days=30)
"""How long a message that was given up can be looked at."""

SPARE = 8
"""How many messages more than it may carry out a worker looks at: another may have taken the first of them."""

_handlers: dict[str, Handler] = {}
_slow: set[str] = set()
"""The topics whose messages wait until nothing else is due."""


_gathered: ContextVar["list[OutboxMessage] | None"] = ContextVar("gathered", default=None)
"""The messages that wait for the end of `together`."""


class NoHandler(LookupError):
    """Raised when a message's topic has no handler."""


class NotNow(Exception):
    """Raised by a handler where what it needs is away, such as a mail server: it is tried again for `WAITED_FOR`.

    Whoever raises it says in the log, once, what is away: a hundred messages that wait for it say nothing.
    """


class OutboxMessage(models.Model):
    """An effect waiting to happen. Done: the row is gone. Given up: `failed_at` is set and the row stays to be seen."""

    topic = models.CharField(max_length=64)
    key = models.CharField(max_length=200, null=True)  # noqa: DJ001 - NULL, unlike "", may repeat under a constraint
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    request_id = models.CharField(max_length=64, blank=True, default="", db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "key"], name="outbox_one_waiting_per_key")]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=models.Q(failed_at__isnull=True), name="outbox_due"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"


def handles(topic: str, *, slow: bool = False) -> Callable[[Handler], Handler]:
    """Register the decorated function as the one that carries out messages of `topic`.

    One that is `slow`, as drawing pictures is, waits until nothing else is due: nobody's mail waits behind it.
    Raises `ValueError` when the topic has a handler already.
    """

    def register(handler: Handler) -> Handler:
        if topic in _handlers:
            raise ValueError(f"{topic} is handled by {_handlers[topic].__qualname__} already")
        _handlers[topic] = handler
        if slow:
            _slow.add(topic)
        return handler

    return register


def surround(around: Callable[[Handler], Handler]) -> None:
    """Put what `around` makes of each handler in its place; what is under way is `current_trail()` inside."""
    _handlers.update({topic: around(handler) for topic, handler in _handlers.items()})


def write(*, topic: str, payload: Payload, now: datetime, key: str = "", delay: timedelta = timedelta()) -> None:
    """Ask for an effect, as part of the running transaction.

    Due `delay` after `now`. With a `key`, a message of the topic that still waits under it is replaced, not joined.

    Raises `TransactionManagementError` outside a transaction.
    """
    write_many(topic=topic, messages=[(key, payload)], now=now, delay=delay)


def write_many(
    *, topic: str, messages: Sequence[tuple[str, Payload]], now: datetime, delay: timedelta = timedelta()
) -> None:
    """Ask for an effect of each of the `messages`, a key and a payload, as `write` does. One statement for all."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An outbox message belongs to the transaction of its cause.")
    cause = {"created_at": now, "due_at": now + delay, "request_id": current_trail().request_id}
    rows = [OutboxMessage(topic=topic, key=key or None, payload=payload, **cause) for key, payload in messages]
    gathered = _gathered.get()
    if gathered is None:
        _store(rows)
    else:
        gathered += rows


@contextmanager
def together() -> Iterator[None]:
    """Store all that is asked for inside in one statement at its end, inside the transaction that is running then."""
    rows: list[OutboxMessage] = []
    token = _gathered.set(rows)
    try:
        yield
    finally:
        _gathered.reset(token)
    if rows:
        last = {(row.topic, row.key or number): row for number, row in enumerate(rows)}
        _store(list(last.values()))


def _store(rows: Sequence["OutboxMessage"]) -> None:
    OutboxMessage.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["topic", "key"],
        update_fields=["payload", "due_at", "attempts", "failed_at", "last_error", "request_id"],
    )


def withdraw(*, topic: str, keys: Sequence[str]) -> int:
    """Take back what waits under `keys`; return how many that were. What a worker has in hand may still happen."""
    return OutboxMessage.objects.filter(topic=topic, key__in=keys).delete()[0]


def deliver_due(*, now: datetime, limit: int = 100, slow_too: bool = False) -> int:
    """Carry out up to `limit` messages due at `now`; return how many were tried.

    First those that are not slow, in either kind the oldest first; with `slow_too` the oldest first of whatever kind:
    who asks for that now and then keeps the slow ones from waiting for ever. What another worker takes is passed over.

    A handler that raises is logged, and its message tried again, at doubling intervals up to `MAX_ATTEMPTS` times. One
    that raises `NotNow` is tried again for longer, and in silence.
    """
    due = OutboxMessage.objects.filter(due_at__lte=now, failed_at__isnull=True)
    last = Case(When(topic__in=sorted(_slow), then=Value(1)), default=Value(0))
    order = ("due_at", "id") if slow_too else (last, "due_at", "id")
    tried = 0
    for message in due.order_by(*order)[: limit + SPARE]:
        tried += _follow(message, now=now)
        if tried == limit:
            break
    return tried


def _follow(message: OutboxMessage, *, now: datetime) -> bool:
    with following(request_id=message.request_id, job=message.topic):
        return _deliver(message, now=now)


def _deliver(message: OutboxMessage, *, now: datetime) -> bool:
    lease = now + LEASE
    mine = OutboxMessage.objects.filter(pk=message.pk, due_at=message.due_at)
    if not mine.update(due_at=lease, attempts=F("attempts") + 1):
        return False
    attempts, started = message.attempts + 1, time.perf_counter()
    held = OutboxMessage.objects.filter(pk=message.pk, due_at=lease)
    try:
        handler = _handlers.get(message.topic)
        if handler is None:
            raise NoHandler(message.topic)
        handler(message.payload)
    except NotNow as error:
        given_up = now - message.created_at > WAITED_FOR
        held.update(
            due_at=now + min(FIRST_DELAY * 2 ** min(attempts - 1, MAX_ATTEMPTS), LONGEST_DELAY),
            failed_at=now if given_up else None,
            last_error=f"{type(error).__name__}: {error}"[:1000],
        )
        if given_up:
            logger.warning("outbox: %s waited for %s, given up", message, WAITED_FOR)
    except Exception as error:
        given_up = attempts >= MAX_ATTEMPTS
        held.update(
            due_at=now + FIRST_DELAY * 2 ** (attempts - 1),
            failed_at=now if given_up else None,
            last_error=f"{type(error).__name__}: {error}"[:1000],
        )
        logger.warning(
            "outbox: %s failed at try %d%s (%s)",
            message,
            attempts,
            ", given up" if given_up else "",
            type(error).__name__,
            # Where somebody else's server or a disk is at fault, where in our code it showed tells nothing.
            exc_info=not isinstance(error, OSError),
        )
    else:
        held.delete()
        jobs.info("%s done", message, extra={"milliseconds": round((time.perf_counter() - started) * 1000, 1)})
    return True


def recall_from_future(*, now: datetime) -> int:
    """Make due what was written before the clock was set back, as long after `now` as it was to wait; return how many.

    What may be in another worker's hands falls due with its lease.
    """
    early = OutboxMessage.objects.filter(created_at__gt=now + AHEAD, failed_at__isnull=True)
    recalled = 0
    for message in early:
        wait = LEASE if message.attempts else min(max(message.due_at - message.created_at, timedelta()), LONGEST_DELAY)
        same = OutboxMessage.objects.filter(pk=message.pk, due_at=message.due_at)
        recalled += same.update(created_at=now, due_at=now + wait)
    return recalled


def forget_given_up(*, now: datetime) -> int:
    """Remove the messages that were given up `GIVEN_UP_KEPT` or longer ago; return how many."""
    return OutboxMessage.objects.filter(failed_at__lte=now - GIVEN_UP_KEPT).delete()[0]
