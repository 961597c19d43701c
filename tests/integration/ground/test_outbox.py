"""Effects wait with their cause, happen once, and are tried again when they fail."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from ground import outbox
from ground.outbox import FIRST_DELAY, GIVEN_UP_KEPT, LEASE, MAX_ATTEMPTS, OutboxMessage, forget_given_up

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def carried_out(monkeypatch):
    """The payloads a handler of the topic "test" was given; raising what was put into `failures` first."""
    done = []
    failures = []

    def handler(payload):
        if failures:
            raise failures.pop(0)
        done.append(payload)

    monkeypatch.setitem(outbox._handlers, "test", handler)
    handler.done, handler.failures = done, failures
    return handler


def write(**kwargs):
    with transaction.atomic():
        outbox.write(topic="test", now=NOW, **{"payload": {"n": 1}, **kwargs})


@pytest.mark.django_db
def test_a_message_is_carried_out_once(carried_out):
    write()
    assert outbox.deliver_due(now=NOW) == 1
    assert outbox.deliver_due(now=NOW) == 0
    assert carried_out.done == [{"n": 1}]
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_message_shares_the_fate_of_its_cause(carried_out):
    with transaction.atomic():
        outbox.write(topic="test", payload={}, now=NOW)
        transaction.set_rollback(True)
    assert outbox.deliver_due(now=NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_a_message_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        outbox.write(topic="test", payload={}, now=NOW)


@pytest.mark.django_db
def test_a_message_waits_for_its_time(carried_out):
    write(delay=timedelta(seconds=60))
    assert outbox.deliver_due(now=NOW + timedelta(seconds=59)) == 0
    assert outbox.deliver_due(now=NOW + timedelta(seconds=60)) == 1


@pytest.mark.django_db
def test_waiting_under_one_key_is_one_message(carried_out):
    write(key="a", payload={"n": 1})
    write(key="a", payload={"n": 2})
    write(key="b", payload={"n": 3})
    write(payload={"n": 4})
    write(payload={"n": 5})
    outbox.deliver_due(now=NOW)
    assert sorted(payload["n"] for payload in carried_out.done) == [2, 3, 4, 5]


@pytest.mark.django_db
def test_what_is_written_while_its_key_is_under_way_is_not_lost(monkeypatch):
    seen = []

    def handler(payload):
        seen.append(payload["n"])
        if payload["n"] == 1:
            write(key="a", payload={"n": 2})

    monkeypatch.setitem(outbox._handlers, "test", handler)
    write(key="a", payload={"n": 1})
    outbox.deliver_due(now=NOW)
    outbox.deliver_due(now=NOW)
    assert seen == [1, 2]


@pytest.mark.django_db
def test_a_failure_is_tried_again_later_and_later(carried_out, caplog):
    carried_out.failures += [ValueError("no"), ValueError("still no")]
    write()
    outbox.deliver_due(now=NOW)
    assert outbox.deliver_due(now=NOW + FIRST_DELAY - timedelta(milliseconds=1)) == 0
    second = NOW + FIRST_DELAY
    outbox.deliver_due(now=second)
    assert outbox.deliver_due(now=second + FIRST_DELAY) == 0
    outbox.deliver_due(now=second + 2 * FIRST_DELAY)
    assert carried_out.done == [{"n": 1}]
    assert caplog.text.count("failed at try") == 2


@pytest.mark.django_db
def test_a_hopeless_message_is_given_up_but_kept(carried_out, caplog):
    carried_out.failures += [ValueError("never")] * (MAX_ATTEMPTS + 3)
    write()
    now = NOW
    for _ in range(MAX_ATTEMPTS + 2):
        outbox.deliver_due(now=now)
        now += timedelta(days=1)
    message = OutboxMessage.objects.get()
    assert message.attempts == MAX_ATTEMPTS
    assert message.failed_at is not None
    assert message.last_error == "ValueError: never"


@pytest.mark.django_db
def test_a_topic_without_handler_is_a_failure_that_stays_visible(caplog):
    with transaction.atomic():
        outbox.write(topic="unheard-of", payload={}, now=NOW)
    outbox.deliver_due(now=NOW)
    assert "NoHandler" in OutboxMessage.objects.get().last_error


@pytest.mark.django_db
def test_what_another_worker_took_is_left_alone(carried_out):
    write()
    message = OutboxMessage.objects.get()
    OutboxMessage.objects.update(due_at=NOW + LEASE, attempts=1)
    assert outbox._deliver(message, now=NOW) is False
    assert carried_out.done == []
    assert outbox.deliver_due(now=NOW + LEASE) == 1


def test_a_topic_has_one_handler():
    outbox.handles("test-once")(lambda payload: None)
    try:
        with pytest.raises(ValueError, match="test-once"):
            outbox.handles("test-once")(lambda payload: None)
    finally:
        del outbox._handlers["test-once"]


@pytest.fixture
def order(monkeypatch):
    """What was carried out, in order: messages of the topics "quick" and "slow", by their numbers."""
    done = []
    monkeypatch.setattr(outbox, "_slow", {"slow"})
    for topic in ("quick", "slow"):
        monkeypatch.setitem(outbox._handlers, topic, lambda payload: done.append(payload["n"]))
    return done


def due(topic, number, *, seconds=0):
    with transaction.atomic():
        outbox.write(topic=topic, payload={"n": number}, now=NOW - timedelta(minutes=1) + timedelta(seconds=seconds))


@pytest.mark.django_db
def test_what_is_slow_waits_until_nothing_else_is_due_but_for_who_asks_for_the_oldest(order):
    for number in range(50):
        due("slow", f"slow {number}", seconds=number // 10)
    for number in range(4):
        due("quick", f"quick {number}", seconds=20)
    for _ in range(2):
        assert outbox.deliver_due(now=NOW, limit=1) == 1
    assert outbox.deliver_due(now=NOW, limit=1, slow_too=True) == 1
    outbox.deliver_due(now=NOW, limit=5)
    assert order == [*("quick 0", "quick 1", "slow 0", "quick 2", "quick 3"), "slow 1", "slow 2", "slow 3"]
    assert outbox.deliver_due(now=NOW) == 46
    assert order[5:] == [f"slow {number}" for number in range(1, 50)]


@pytest.mark.django_db
def test_a_claim_is_one_look_by_the_index_however_many_are_slow(order, django_assert_num_queries):
    for number in range(20):
        due("slow", number)
    due("quick", "quick")
    with django_assert_num_queries(4) as asked:  # look, claim, and what Django asks to delete one row
        outbox.deliver_due(now=NOW, limit=1)
    assert order == ["quick"]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # what pays for a thousand rows, not for twenty
        explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        cursor.execute(f"{explain} {asked.captured_queries[0]['sql']}")
        assert "outbox_due" in str(cursor.fetchall())


@pytest.mark.django_db
def test_what_another_worker_takes_is_passed_over_for_the_next(order, monkeypatch):
    for number in range(3):
        due("quick", number)
    deliver = outbox._deliver

    def late(message, *, now):
        if message.payload["n"] == 0:
            OutboxMessage.objects.filter(pk=message.pk).update(due_at=NOW + LEASE, attempts=1)
        return deliver(message, now=now)

    monkeypatch.setattr(outbox, "_deliver", late)
    assert outbox.deliver_due(now=NOW, limit=1) == 1
    assert order == [1]


@pytest.mark.django_db
def test_what_was_given_up_can_be_looked_at_for_a_while():
    OutboxMessage.objects.create(topic="test", payload={}, created_at=NOW, due_at=NOW, failed_at=NOW)
    OutboxMessage.objects.create(topic="test", payload={}, created_at=NOW, due_at=NOW)
    assert forget_given_up(now=NOW + GIVEN_UP_KEPT - timedelta(seconds=1)) == 0
    assert forget_given_up(now=NOW + GIVEN_UP_KEPT) == 1
    assert OutboxMessage.objects.get().failed_at is None


@pytest.mark.django_db
def test_what_was_written_before_the_clock_was_set_back_is_due_as_long_after_it(carried_out):
    write(delay=timedelta(seconds=60))
    earlier = NOW - timedelta(hours=2)
    assert outbox.recall_from_future(now=NOW - timedelta(seconds=50)) == 0
    assert outbox.recall_from_future(now=earlier) == 1
    assert outbox.deliver_due(now=earlier + timedelta(seconds=59)) == 0
    assert outbox.deliver_due(now=earlier + timedelta(seconds=60)) == 1
    assert carried_out.done == [{"n": 1}]


@pytest.mark.django_db
def test_what_a_worker_has_in_hand_when_the_clock_is_set_back_is_left_to_it(carried_out):
    write()
    OutboxMessage.objects.update(attempts=1, due_at=NOW + LEASE)
    earlier = NOW - timedelta(hours=2)
    outbox.recall_from_future(now=earlier)
    assert outbox.deliver_due(now=earlier + LEASE / 2) == 0
    assert outbox.deliver_due(now=earlier + LEASE) == 1


@pytest.mark.django_db
def test_what_waits_for_others_is_tried_again_in_silence(carried_out, caplog):
    carried_out.failures += [outbox.NotNow("away")] * (MAX_ATTEMPTS + 5)
    write()
    for _ in range(MAX_ATTEMPTS + 5):
        outbox.deliver_due(now=OutboxMessage.objects.get().due_at)
    assert OutboxMessage.objects.get().failed_at is None
    assert caplog.records == []
    outbox.deliver_due(now=OutboxMessage.objects.get().due_at)
    assert carried_out.done == [{"n": 1}]
