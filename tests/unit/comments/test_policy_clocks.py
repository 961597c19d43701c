"""What a policy says of time holds through the nights in which the clocks are changed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from comments.policy import State, next_change, state_at
from tests.unit.comments.policies import policy

BERLIN = ZoneInfo("Europe/Berlin")
SECOND = timedelta(seconds=1)

NIGHTS = {
    "forward": (datetime(2026, 3, 29, 1, 59, 59, tzinfo=BERLIN), datetime(2026, 3, 29, 3, tzinfo=BERLIN)),
    "back": (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN), datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN)),
}
"""Two moments of each: a second apart where an hour is left out, an hour apart where one comes twice."""


def at(says, now, published=None):
    return state_at(says, now=now, first_published_at=published)


@pytest.mark.parametrize("night", NIGHTS)
def test_comments_open_at_the_moment_said_and_not_an_hour_beside_it(night):
    before, moment = NIGHTS[night]
    says = policy(state=State.OPEN, opens_at=moment)
    assert at(says, before) is State.CLOSED
    assert at(says, moment.astimezone(UTC) - SECOND) is State.CLOSED
    assert at(says, moment) is at(says, moment.astimezone(UTC)) is State.OPEN
    assert next_change(says, now=before, first_published_at=None) == moment.astimezone(UTC)


@pytest.mark.parametrize("night", NIGHTS)
def test_comments_close_at_the_moment_said_and_not_an_hour_beside_it(night):
    before, moment = NIGHTS[night]
    says = policy(state=State.OPEN, closes_at=moment)
    assert at(says, before) is State.OPEN
    assert at(says, moment.astimezone(UTC) - SECOND) is State.OPEN
    assert at(says, moment) is at(says, moment.astimezone(UTC)) is State.CLOSED
    assert next_change(says, now=before, first_published_at=None) == moment.astimezone(UTC)


@pytest.mark.parametrize(
    "published", [datetime(2026, 3, 28, 2, 30, tzinfo=BERLIN), datetime(2026, 10, 24, 2, 30, tzinfo=BERLIN)]
)
def test_a_day_until_comments_close_has_24_hours_whatever_the_clock_says(published):
    says = policy(state=State.OPEN, close_after_days=1)
    end = published.astimezone(UTC) + timedelta(hours=24)
    for zone in (UTC, BERLIN):
        assert at(says, (end - SECOND).astimezone(zone), published) is State.OPEN
        assert at(says, end.astimezone(zone), published) is State.CLOSED
    assert next_change(says, now=published, first_published_at=published) == end


@pytest.mark.parametrize("night", NIGHTS)
def test_a_re_opening_by_hand_counts_its_days_through_the_night(night):
    before, moment = NIGHTS[night]
    published = before - timedelta(days=90)
    says = policy(state=State.OPEN, close_after_days=1, reopened_at=moment)
    end = moment.astimezone(UTC) + timedelta(hours=24)
    assert at(says, end - SECOND, published) is State.OPEN
    assert at(says, end, published) is State.CLOSED
