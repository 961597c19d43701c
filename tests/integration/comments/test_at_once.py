"""Many at the same time, each on a connection of its own: nothing is lost, nothing is stored twice."""

import threading
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from comments.models import STEP, Comment
from comments.services import Refused, set_policy, submit_comment
from tests.factories.comments import CommentFactory, a_submission

pytestmark = pytest.mark.django_db(transaction=True)

POSTERS = 20


def at_once(*works):
    """Run the functions in threads that start together, and return what each gave back or raised, in order."""
    start, outcomes = threading.Barrier(len(works)), [None] * len(works)

    def run(number, work):
        try:
            start.wait()
            outcomes[number] = work()
        except Exception as error:  # noqa: BLE001 - whatever was raised is the outcome to look at
            outcomes[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, work)) for number, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def sending(post, viewer, number, **values):
    values = {
        "body": f"Thought number {number}.",
        "email": f"{number}@example.org",
        "origin": f"{number:032x}",
        **values,
    }
    return lambda: submit_comment(page_id=post.pk, submission=a_submission(**values), viewer=viewer, now=timezone.now())


def test_twenty_posters_lose_nothing(post, viewer):
    top = CommentFactory(page=post)
    parents = [None, top.uuid]
    sent = at_once(*(sending(post, viewer, number, parent=parents[number % 2]) for number in range(POSTERS)))
    assert {type(outcome).__name__ for outcome in sent} == {"Submitted"}
    stored = Comment.objects.exclude(pk=top.pk)
    assert {comment.body for comment in stored} == {f"Thought number {number}." for number in range(POSTERS)}
    assert {outcome.comment.pk for outcome in sent} == {comment.pk for comment in stored}
    numbers = sorted(int(comment.path[-STEP:]) for comment in stored if comment.parent)
    assert numbers == list(range(1, POSTERS // 2 + 1))


def test_one_form_sent_many_times_at_once_is_one_comment(post, viewer):
    key = uuid4()
    sent = at_once(*[sending(post, viewer, 1, key=key)] * 8)
    assert {outcome.comment.pk for outcome in sent} == {Comment.objects.get().pk}
    assert sorted(outcome.replayed for outcome in sent) == [False] + [True] * 7


def test_one_sender_at_once_is_still_one_sender(post, viewer):
    sent = at_once(*(sending(post, viewer, number, email="a@example.org") for number in range(6)))
    assert [type(outcome).__name__ for outcome in sent].count("Submitted") == 1
    assert all(outcome.refusal.code == "too-fast" for outcome in sent if isinstance(outcome, Refused))
    assert Comment.objects.count() == 1


def test_once_a_page_is_closed_nothing_more_is_stored(post, viewer):
    stored_at_close = []

    def close():
        set_policy(page=post, changes={"state": "closed"}, user=None, now=timezone.now())
        stored_at_close.append(Comment.objects.count())

    sent = at_once(*(sending(post, viewer, number) for number in range(10)), close)
    taken = [outcome for outcome in sent[:-1] if not isinstance(outcome, Exception)]
    refused = [outcome for outcome in sent[:-1] if isinstance(outcome, Refused)]
    assert len(taken) + len(refused) == 10
    assert {outcome.refusal.code for outcome in refused} <= {"comments-closed"}
    assert Comment.objects.count() == len(taken) == stored_at_close[0]
