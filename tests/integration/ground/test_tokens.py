"""Tokens hold for one purpose and for a time; counts of tries hold across processes."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from ground.throttle import ThrottleCount, Throttled, count_try, forget_counts
from ground.tokens import (
    InvalidToken,
    SpentToken,
    UsedToken,
    forget_used_tokens,
    is_spent,
    make_token,
    read_token,
    spend_token,
)

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def token():
    return make_token(purpose="letter", claims={"to": 7}, now=NOW, lifetime=timedelta(minutes=5))


def test_a_token_gives_its_claims_back(token):
    assert read_token(token, purpose="letter", now=NOW + timedelta(minutes=5, seconds=-1)) == {"to": 7}


def test_a_token_depends_on_nothing_else(token):
    time.sleep(1)
    assert token == make_token(purpose="letter", claims={"to": 7}, now=NOW, lifetime=timedelta(minutes=5))


def test_a_token_is_worth_nothing_at_the_second_it_ends(token):
    with pytest.raises(InvalidToken):
        read_token(token, purpose="letter", now=NOW + timedelta(minutes=5))


def test_a_token_is_for_one_purpose(token):
    with pytest.raises(InvalidToken):
        read_token(token, purpose="parcel", now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: "x" + token,
        lambda token: "",
        lambda token: "…",
        lambda token: "a" * 5000,
        lambda token: token.split(":")[0],
    ],
)
def test_a_changed_token_is_worth_nothing(token, change):
    with pytest.raises(InvalidToken):
        read_token(change(token), purpose="letter", now=NOW)


def test_a_token_goes_into_a_path_and_a_cookie(token):
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:")


def spend(token, *, purpose="letter", now=NOW):
    with transaction.atomic():
        return spend_token(token, purpose=purpose, now=now)


@pytest.mark.django_db
class TestSpending:
    def test_a_token_is_spent_once(self, token):
        assert not is_spent(token)
        assert spend(token) == {"to": 7}
        assert is_spent(token)
        with pytest.raises(SpentToken):
            spend(token)

    @pytest.mark.parametrize(("purpose", "later"), [("parcel", 0), ("letter", 5)])
    def test_what_is_worth_nothing_is_not_spent(self, token, purpose, later):
        with pytest.raises(InvalidToken):
            spend(token, purpose=purpose, now=NOW + timedelta(minutes=later))
        assert not UsedToken.objects.exists()

    def test_a_change_that_fails_leaves_the_token_unused(self, token):
        with transaction.atomic():
            spend_token(token, purpose="letter", now=NOW)
            transaction.set_rollback(True)
        assert spend(token) == {"to": 7}

    def test_what_is_kept_is_no_token(self, token):
        spend(token)
        used = UsedToken.objects.get()
        assert used.until == NOW + timedelta(minutes=5)
        assert not any(part in used.fingerprint for part in token.split(":"))

    def test_what_has_ended_is_forgotten(self, token):
        spend(token)
        assert forget_used_tokens(now=NOW + timedelta(minutes=5, seconds=-1)) == 0
        assert forget_used_tokens(now=NOW + timedelta(minutes=5)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_token_is_spent_only_inside_a_transaction(token):
    with pytest.raises(transaction.TransactionManagementError):
        spend_token(token, purpose="letter", now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_spend_at_once_one_succeeds(token):
    outcomes = []

    def try_it():
        try:
            outcomes.append(spend(token))
        except SpentToken:
            outcomes.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=bool) == [None] * 7 + [{"to": 7}]


@pytest.mark.django_db
class TestThrottle:
    def tries(self, count, *, key="a", now=NOW):
        for _ in range(count):
            count_try(scope="door", key=key, limit=3, per=timedelta(minutes=10), now=now)

    def test_the_limit_is_reached_and_says_how_long_to_wait(self):
        self.tries(3)
        with pytest.raises(Throttled) as refused:
            self.tries(1, now=NOW + timedelta(minutes=4))
        assert refused.value.retry_after == 360

    def test_a_refused_try_is_not_counted(self):
        self.tries(3)
        with pytest.raises(Throttled):
            self.tries(1)
        assert ThrottleCount.objects.get().used == 3

    def test_others_are_not_held_back(self):
        self.tries(3)
        self.tries(3, key="b")

    def test_the_next_stretch_starts_anew(self):
        self.tries(3)
        self.tries(3, now=NOW + timedelta(minutes=10))

    def test_counts_that_are_over_are_forgotten(self):
        self.tries(1)
        self.tries(1, now=NOW + timedelta(minutes=10))
        assert forget_counts(now=NOW + timedelta(minutes=10)) == 1
        assert ThrottleCount.objects.count() == 1
