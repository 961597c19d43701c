"""A suite that fails, is too slow, or can't run: what becomes of the whole run."""

import sys

import pytest

from scripts import suites
from scripts.suites import Outcome, Suite, environment, run, table


def suite(program="", budget=60, **fields):
    return Suite("unit", (sys.executable, "-c", program), budget, **fields)


def test_results(capfd):
    assert run(suite(), full=False).result == "passed"
    assert run(suite("raise SystemExit(2)"), full=False).result == "failed"
    assert run(suite(budget=-1), full=False).result == "too slow"
    assert run(suite(budget=-1), full=True).result == "passed"
    assert run(suite(missing=lambda: "Chromium is not installed"), full=False).result == "skipped"
    assert "Chromium is not installed: unit skipped." in capfd.readouterr().out


@pytest.mark.parametrize(
    ("result", "at_home", "in_ci"),
    [("passed", False, False), ("failed", True, True), ("too slow", False, True), ("skipped", False, True)],
)
def test_ci_takes_no_excuse(result, at_home, in_ci):
    outcome = Outcome(suite(), result, 1)
    assert outcome.is_failure(strict=False) is at_home
    assert outcome.is_failure(strict=True) is in_ci


def test_the_operators_settings_do_not_leak_into_tests(monkeypatch):
    monkeypatch.setenv("BLOG_DATA", "/precious")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "website.settings.production")
    assert not [name for name in environment("") if name.startswith(("BLOG_", "DJANGO_"))]
    assert environment("postgres://x")["BLOG_DATABASE_URL"] == "postgres://x"


def test_the_table_names_every_suite_with_its_time_and_budget():
    shown = table([Outcome(suite(budget=60), "passed", 12.4), Outcome(suite(), "skipped", 0, "no Chromium")])
    assert shown.splitlines()[1].split() == ["unit", "passed", "12", "60"]
    assert "no Chromium" in shown


def test_the_budgets_less_what_they_spare_leave_room_for_preparing_within_twenty_minutes():
    assert sum(each.budget for each in suites.SUITES) * 5 / 6 <= 19 * 60


def test_every_folder_of_tests_that_has_tests_is_run():
    folders = {f"tests/{path.name}" for path in (suites.ROOT / "tests").iterdir() if any(path.glob("**/test_*.py"))}
    assert folders <= {word for each in suites.SUITES for word in each.command}


def test_what_is_long_only_runs_with_full_alone(monkeypatch, capsys):
    ran = []
    monkeypatch.setattr(suites, "SUITES", (suite(), Suite("long", (), 0, long_only=True)))
    monkeypatch.setattr(suites, "run", lambda each, *, full: ran.append(each.name) or Outcome(each, "passed", 1))
    monkeypatch.setattr(sys, "argv", ["suites"])
    assert suites.main() == 0
    assert ran == ["unit"]
    monkeypatch.setattr(sys, "argv", ["suites", "--full"])
    assert suites.main() == 0
    assert ran == ["unit", "unit", "long"]
    monkeypatch.setattr(sys, "argv", ["suites", "long"])
    with pytest.raises(SystemExit):
        suites.main()
    assert "long: only with --full" in capsys.readouterr().err
