"""The page of what is promised of reliability: each promise has a figure, and a test that is there and prints it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8").splitlines()
ROWS = [line for line in LINES if line.startswith("| ") and not line.startswith(("| ---", "| promise"))]
NAMED = sorted({named for row in ROWS for named in re.findall(r"`([\w./-]+::\w+)`", row)})


def test_every_promise_has_a_figure_and_a_test():
    assert len(ROWS) >= 12
    assert [row for row in ROWS if not re.search(r"`[\w./-]+::\w+` \|$", row)] == []
    assert [row for row in ROWS if "…" in row] == []


@pytest.mark.parametrize("named", NAMED)
def test_the_test_is_there(named):
    path, _, name = named.partition("::")
    assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), named
