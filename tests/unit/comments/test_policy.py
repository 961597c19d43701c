from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.policy import STARTING_POLICY, Moderation, State, Who, next_change, resolve_policy, state_at
from tests.unit.comments.policies import NOON, policy, row

DAY = timedelta(days=1)
TIMES = ("opens_at", "closes_at", "close_after_days", "reopened_at")
ALONE = ("state", "who", "moderation", "max_depth", "votes", "max_links", "message")

moments = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    max_value=datetime(2030, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.sampled_from([UTC, ZoneInfo("Europe/Vienna")]),
)
values = {
    "state": st.sampled_from(State),
    "opens_at": moments,
    "closes_at": moments,
    "close_after_days": st.integers(0, 4000),
    "reopened_at": moments,
    "who": st.sampled_from(Who),
    "moderation": st.sampled_from(Moderation),
    "max_depth": st.integers(1, 64),
    "votes": st.booleans(),
    "max_links": st.integers(0, 50),
    "message": st.text(max_size=5),
}


@st.composite
def branches(draw):
    """Rows from the site's defaults down to a page, each saying and enforcing what it likes."""
    size = draw(st.integers(0, 6))
    return [
        row(
            page_id,
            **{field: draw(st.none() | values[field]) for field in values},
            enforce=draw(st.frozensets(st.sampled_from(sorted(values)), max_size=4)),
        )
        for page_id in range(1, size + 1)
    ]


@given(branches(), st.sampled_from(ALONE))
def test_each_field_alone_nearest_wins_and_the_highest_enforcement_beats_it(rows, field):
    speaking = [candidate for candidate in rows if getattr(candidate, field) is not None]
    enforcing = [candidate for candidate in speaking if field in candidate.enforce]
    expected = enforcing[0] if enforcing else (speaking[-1] if speaking else STARTING_POLICY)
    effective = getattr(resolve_policy(rows), field)
    assert effective.value == getattr(expected, field)
    assert effective.origin == expected.origin
    assert effective.enforced is bool(enforcing)


@given(branches())
def test_times_travel_together(rows):
    speaking = [candidate for candidate in rows if any(getattr(candidate, field) is not None for field in TIMES)]
    enforcing = [candidate for candidate in speaking if candidate.enforce & set(TIMES)]
    expected = enforcing[0] if enforcing else (speaking[-1] if speaking else STARTING_POLICY)
    resolved = resolve_policy(rows)
    for field in TIMES:
        assert getattr(resolved, field).value == getattr(expected, field)
        assert getattr(resolved, field).origin == expected.origin
        assert getattr(resolved, field).enforced is bool(enforcing)


@given(branches())
def test_a_row_that_says_nothing_changes_nothing(rows):
    assert resolve_policy([*rows, row(99)]) == resolve_policy(rows)


def test_where_nobody_says_anything_the_starting_policy_holds():
    resolved = resolve_policy([])
    assert (resolved.state.value, resolved.who.value, resolved.moderation.value) == (
        State.OPEN,
        Who.ANYONE,
        Moderation.EVERYTHING,
    )
    assert (resolved.max_depth.value, resolved.votes.value, resolved.max_links.value) == (4, True, None)
    assert resolved.state.origin.page_id is None


def test_the_emergency_brake_holds_for_the_branch():
    resolved = resolve_policy(
        [row(1, state=State.OPEN), row(2, state=State.CLOSED, enforce=frozenset({"state"})), row(3, state=State.OPEN)]
    )
    assert resolved.state.value is State.CLOSED
    assert resolved.state.origin.page_title == "Page 2"
    assert resolved.state.enforced


HOUR = timedelta(hours=1)
PUBLISHED = NOON - 30 * DAY


@pytest.mark.parametrize(
    ("says", "expected", "changes_at"),
    [
        ({}, State.OPEN, None),
        ({"state": State.CLOSED}, State.CLOSED, None),
        ({"state": State.HIDDEN, "opens_at": NOON + HOUR}, State.HIDDEN, None),
        ({"state": State.CLOSED, "opens_at": NOON - HOUR}, State.CLOSED, None),
        ({"opens_at": NOON + HOUR}, State.CLOSED, NOON + HOUR),
        ({"opens_at": NOON}, State.OPEN, None),
        ({"closes_at": NOON + HOUR}, State.OPEN, NOON + HOUR),
        ({"closes_at": NOON}, State.CLOSED, None),
        ({"opens_at": NOON + HOUR, "closes_at": NOON + 2 * HOUR}, State.CLOSED, NOON + HOUR),
        ({"opens_at": NOON + 2 * HOUR, "closes_at": NOON + HOUR}, State.CLOSED, None),
        ({"close_after_days": 30}, State.CLOSED, None),
        ({"close_after_days": 31}, State.OPEN, PUBLISHED + 31 * DAY),
        ({"close_after_days": 10**12}, State.OPEN, PUBLISHED + 36_500 * DAY),
        ({"close_after_days": 14, "reopened_at": NOON - DAY}, State.OPEN, NOON + 13 * DAY),
        ({"close_after_days": 14, "reopened_at": PUBLISHED - DAY}, State.CLOSED, None),
        ({"closes_at": NOON - DAY, "reopened_at": NOON - HOUR}, State.OPEN, None),
        ({"closes_at": NOON + DAY, "reopened_at": NOON - HOUR}, State.OPEN, NOON + DAY),
    ],
)
def test_state_and_next_change(says, expected, changes_at):
    resolved = policy(**says)
    assert state_at(resolved, now=NOON, first_published_at=PUBLISHED) is expected
    assert next_change(resolved, now=NOON, first_published_at=PUBLISHED) == changes_at


def test_a_page_never_published_does_not_age():
    assert state_at(policy(close_after_days=1), now=NOON, first_published_at=None) is State.OPEN


@given(branches(), moments, st.none() | moments, moments)
def test_state_and_next_change_agree(rows, now, published, later):
    resolved = resolve_policy(rows)
    current = state_at(resolved, now=now, first_published_at=published)
    change = next_change(resolved, now=now, first_published_at=published)
    if change is not None:
        assert change > now
        assert state_at(resolved, now=change, first_published_at=published) is not current
    if now <= later and (change is None or later < change):
        assert state_at(resolved, now=later, first_published_at=published) is current


@given(branches(), moments, moments)
def test_the_zone_a_moment_is_written_in_does_not_matter(rows, now, published):
    resolved = resolve_policy(rows)
    written = [
        (
            state_at(resolved, now=moment, first_published_at=published),
            next_change(resolved, now=moment, first_published_at=published),
        )
        for moment in (now.astimezone(UTC), now.astimezone(ZoneInfo("Asia/Kathmandu")))
    ]
    assert written[0] == written[1]


def test_days_are_24_hours_when_the_clocks_change():
    vienna = ZoneInfo("Europe/Vienna")
    published = datetime(2026, 3, 28, 12, tzinfo=vienna)  # the night after, clocks go forward
    resolved = policy(close_after_days=1)
    assert next_change(resolved, now=published, first_published_at=published) == published.astimezone(UTC) + DAY
