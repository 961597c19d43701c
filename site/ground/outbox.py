"""Effects that must happen once a change is committed: written with it, done by the worker, tried again on failure.

A message is a row of the same transaction as its cause, so neither exists without the other. The worker claims a row by
moving its due time ahead; a worker that dies leaves the row to fall due again. Handlers must therefore bear repetition.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F

logger = logging.getLogger(__name__)

Payload = dict[str, Any]
Handler = Callable[[Payload], None]

LEASE = timedelta(minutes=2)
"""How long a handler may take before another worker tries the message."""

FIRST_DELAY = timedelta(seconds=2)
MAX_ATTEMPTS = 12
"""With the delay doubling from two seconds, the twelfth try comes about an hour and a quarter after the first."""

GIVEN_UP_KEPT = timedelta(days=30)
"""How long a message that was given up can be looked at."""

_handlers: dict[str, Handler] = {}


_gathered: ContextVar["list[OutboxMessage] | None"] = ContextVar("gathered", default=None)
"""The messages that wait for the end of `together`."""


class NoHandler(LookupError):
    """Raised when a message's topic has no handler."""


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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "key"], name="outbox_one_waiting_per_key")]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=models.Q(failed_at__isnull=True), name="outbox_due"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"


def handles(topic: str) -> Callable[[Handler], Handler]:
    """Register the decorated function as the one that carries out messages of `topic`.

    Raises `ValueError` when the topic has a handler already.
    """

    def register(handler: Handler) -> Handler:
        if topic in _handlers:
            raise ValueError(f"{topic} is handled by {_handlers[topic].__qualname__} already")
        _handlers[topic] = handler
        return handler

    return register


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
    rows = [
        OutboxMessage(topic=topic, key=key or None, payload=payload, created_at=now, due_at=now + delay)
        for key, payload in messages
    ]
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
        update_fields=["payload", "due_at", "attempts", "failed_at", "last_error"],
    )


def withdraw(*, topic: str, keys: Sequence[str]) -> int:
    """Take back what waits under `keys`; return how many that were. What a worker has in hand may still happen."""
    return OutboxMessage.objects.filter(topic=topic, key__in=keys).delete()[0]


def deliver_due(*, now: datetime, limit: int = 100) -> int:
    """Carry out up to `limit` messages due at `now`, oldest first; return how many were tried.

    A handler that raises is logged, and its message tried again, at doubling intervals up to `MAX_ATTEMPTS` times.
    """
    due = OutboxMessage.objects.filter(due_at__lte=now, failed_at__isnull=True).order_by("due_at", "id")[:limit]
    return sum(_deliver(message, now=now) for message in due)


def _deliver(message: OutboxMessage, *, now: datetime) -> bool:
    lease = now + LEASE
    mine = OutboxMessage.objects.filter(pk=message.pk, due_at=message.due_at)
    if not mine.update(due_at=lease, attempts=F("attempts") + 1):
        return False
    attempts = message.attempts + 1
    held = OutboxMessage.objects.filter(pk=message.pk, due_at=lease)
    try:
        handler = _handlers.get(message.topic)
        if handler is None:
            raise NoHandler(message.topic)
        handler(message.payload)
    except Exception as error:
        given_up = attempts >= MAX_ATTEMPTS
        held.update(
            due_at=now + FIRST_DELAY * 2 ** (attempts - 1),
            failed_at=now if given_up else None,
            last_error=f"{type(error).__name__}: {error}"[:1000],
        )
        logger.warning(
            "outbox: %s failed at try %d%s", message, attempts, ", given up" if given_up else "", exc_info=True
        )
    else:
        held.delete()
    return True


def forget_given_up(*, now: datetime) -> int:
    """Remove the messages that were given up `GIVEN_UP_KEPT` or longer ago; return how many."""
    return OutboxMessage.objects.filter(failed_at__lte=now - GIVEN_UP_KEPT).delete()[0]
