from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.cursor import Cursor, UnknownCursor

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(min_value=0, max_value=2**31 - 1))
def test_a_cursor_comes_back_as_it_was(rank, post_id):
    cursor = Cursor.first(now=NOON).after(rank=rank, post_id=post_id)
    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1~2",
        "1~x~3",
        "1~inf~3",
        "1~nan~3",
        "1~0x1.8p+1~3x",
        "1~0x1p+99999~3",
        "-1~0x1.0p+0~1",
        "\uff11~0x0.0p+0~1",
    ],
)
def test_what_is_no_cursor_is_refused(text):
    with pytest.raises(UnknownCursor):
        Cursor.parse(text)
