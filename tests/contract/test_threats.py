"""The table of threats: whole, and every test it names is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8").splitlines()
NAMED = [(line, named) for line in LINES for named in re.findall(r"`([\w./-]+::[^`]+)`", line)]


def test_every_threat_and_every_trap_has_a_test():
    rows = [line for line in LINES if line.startswith("| ") and not line.startswith(("| ---", "| number", "| trap"))]
    threats = [int(line.split("|")[1]) for line in rows if line.split("|")[1].strip().isdigit()]
    assert threats == list(range(1, 53))
    assert len(rows) - len(threats) == 22
    assert not [line for line in rows if "::" not in line]


@pytest.mark.parametrize("named", sorted({named for _, named in NAMED}))
def test_the_test_is_there(named):
    path, _, name = named.partition("::")
    text = (ROOT / path).read_text(encoding="utf-8")
    known = rf"def {re.escape(name)}\(" if path.endswith(".py") else rf"""["'`]{re.escape(name)}["'`]"""
    assert re.search(known, text), named
