"""Networks are known by a hash whose key changes every week and is forgotten after thirty days."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ground.address import origin_hash, origin_hashes
from ground.origins import KEPT, REMEMBERED_SECONDS, ROTATION, OriginKey, forget_keys

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_an_origin_is_keyed_and_by_network(settings):
    first = origin_hash("203.0.113.9", now=NOW)
    assert len(first) == 32
    assert first == origin_hash("203.0.113.200", now=NOW) != origin_hash("203.0.114.9", now=NOW)
    settings.SECRET_KEY = "another"
    assert origin_hash("203.0.113.9", now=NOW) != first


def test_the_key_changes_every_week_and_the_former_hashes_are_known_for_comparison():
    first = origin_hash("203.0.113.9", now=NOW)
    then = origin_hashes("203.0.113.9", now=NOW + ROTATION)
    assert then[0] != first
    assert then[1:] == (first,)


def test_a_key_is_no_copy_of_another():
    hashes = {origin_hash("203.0.113.9", now=NOW + number * ROTATION) for number in range(4)}
    assert len(hashes) == len(set(OriginKey.objects.values_list("secret", flat=True))) == 4


def test_after_thirty_days_nobody_can_tell_which_network_it_was():
    first = origin_hash("203.0.113.9", now=NOW)
    assert first in origin_hashes("203.0.113.9", now=NOW + timedelta(days=20))
    later = NOW + KEPT
    assert first not in origin_hashes("203.0.113.9", now=later)
    forget_keys(now=later)
    oldest = min(OriginKey.objects.values_list("week", flat=True)) * ROTATION.total_seconds()
    assert later.timestamp() - oldest <= KEPT.total_seconds()
    assert origin_hash("203.0.113.9", now=NOW) != first


def test_hashes_cost_one_statement_and_then_none_for_a_minute():
    origin_hashes("203.0.113.9", now=NOW)
    cache.clear()
    for expected in (1, 0):
        with CaptureQueriesContext(connection) as statements:
            origin_hashes("203.0.113.9", now=NOW)
        assert len(statements) == expected
    assert REMEMBERED_SECONDS <= 60
