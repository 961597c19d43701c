"""Limits in Redis refuse what the database would, ahead of it; without Redis nobody sees an error."""

from datetime import timedelta
from uuid import uuid4

import pytest

from comments.models import Comment
from comments.selectors.identity import Author
from comments.services import Refused, submit_comment
from comments.services.deleting import delete_comment
from ground.throttle import ThrottleCount, forget_counts
from ground.throttle.tries import shared_memory
from tests.factories.comments import a_submission
from tests.integration.redis import private_redis

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.fixture
def submit(viewer, now):
    def submit(page, *, at=now, **values):
        return submit_comment(page_id=page.pk, submission=a_submission(**values), viewer=viewer, now=at)

    return submit


@pytest.fixture
def redis(settings):
    with private_redis() as (url, server):
        settings.REDIS_URL = url
        yield server
        shared_memory(url)._redis.close()
        shared_memory.cache_clear()


def test_a_sender_and_a_network_wait_even_when_nothing_of_theirs_is_left(redis, submit, post, other_post, now):
    submit(post, body="One.")
    Comment.objects.all().delete()
    with pytest.raises(Refused) as caught:
        submit(other_post, body="Two.", origin="b" * 32, at=now + 5 * SECOND)
    assert (caught.value.refusal.code, caught.value.refusal.params) == ("too-fast", {"retry_after": 10})
    for number in range(19):
        submit(post, body=f"Number {number}.", email=f"{number}@example.org", at=now + SECOND)
    Comment.objects.all().delete()
    with pytest.raises(Refused) as caught:
        submit(post, body="One more.", email="another@example.org", at=now + 2 * SECOND)
    assert caught.value.refusal.params == {"retry_after": 3598}


def test_what_was_refused_is_not_counted(redis, submit, post, now):
    with pytest.raises(Refused):
        submit(post, body="")
    submit(post, body="Better.", at=now + SECOND)


def test_the_same_key_is_answered_however_fast(redis, submit, post):
    key = uuid4()
    first = submit(post, key=key)
    assert submit(post, key=key).comment == first.comment


def test_redis_keeps_no_address(redis, submit, post, settings):
    submit(post, email="somebody.known@example.org")
    keys = shared_memory(settings.REDIS_URL)._redis.keys("*")
    assert keys
    assert not [key for key in keys if b"@" in key or b"somebody" in key]


def test_when_redis_goes_comments_are_taken_and_limits_hold(redis, submit, post, caplog):
    submit(post, body="One.", email="1@example.org")
    redis.kill()
    redis.wait()
    submit(post, body="Two.", email="2@example.org")
    with pytest.raises(Refused):
        submit(post, body="Three.", email="2@example.org")
    assert len([record for record in caplog.records if "Redis is away" in record.message]) == 1


@pytest.fixture
def submit_and_take_back(submit, post):
    def submit_and_take_back(*, at, **values):
        sent = submit(post, at=at, **values).comment
        delete_comment(comment=sent.uuid, seen_revision=1, author=Author(guest_of=frozenset({sent.uuid})), now=at)

    return submit_and_take_back


def test_taking_back_is_no_way_to_write_faster(submit, submit_and_take_back, other_post, now):
    submit_and_take_back(at=now, body="One.")
    with pytest.raises(Refused) as caught:
        submit(other_post, body="Two.", origin="b" * 32, at=now + 5 * SECOND)
    assert (caught.value.refusal.code, caught.value.refusal.params) == ("too-fast", {"retry_after": 10})
    for number in range(9):
        submit_and_take_back(at=now + 15 * SECOND * (number + 1), body=f"Number {number}.")
    with pytest.raises(Refused) as caught:
        submit(other_post, body="Eleven.", origin="b" * 32, at=now + 600 * SECOND)
    assert caught.value.refusal.params == {"retry_after": 3000}
    submit(other_post, body="Somebody else.", email="b@example.org", origin="b" * 32, at=now + 600 * SECOND)
    submit(other_post, body="An hour later.", at=now + 3601 * SECOND)
    assert (forget_counts(now=now + 2 * 3600 * SECOND), ThrottleCount.objects.exists()) == (20, False)


def test_taking_back_is_no_way_for_a_network_to_write_more(submit, submit_and_take_back, other_post, now):
    for number in range(20):
        submit_and_take_back(at=now + number * SECOND, body=f"Number {number}.", email=f"{number}@example.org")
    with pytest.raises(Refused) as caught:
        submit(other_post, body="One more.", email="another@example.org", at=now + 60 * SECOND)
    assert caught.value.refusal.params == {"retry_after": 3540}
    kept = str(list(ThrottleCount.objects.values()))
    assert "@" not in kept
