"""`make test`: every suite, one after the other, each with a budget of seconds; a table at the end.

With `CI=true` an overspent budget, or a suite that can't run on this machine, is a failure.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from scripts import postgres
from scripts.browser import chromium
from scripts.prepare import FRONTEND, PYTHON, ROOT, tool_environment


def missing_chromium() -> str:
    """Return why browser tests can't run here, or nothing."""
    return "" if chromium() else "Chromium is not installed (Debian: apt install chromium)"


def missing_postgres() -> str:
    """Return why tests on PostgreSQL can't run here, or nothing."""
    return "" if postgres.binaries() else "PostgreSQL is not installed (Debian: apt install postgresql)"


def missing_servers() -> str:
    """Return which programs a site in production has around it that are not here, or nothing."""
    path = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin"
    packages = {"nginx": "nginx-light", "redis-server": "redis-server", "strace": "strace"}
    missing = [package for program, package in packages.items() if not shutil.which(program, path=path)]
    if not postgres.binaries():
        missing.append("postgresql")
    return f"these are not installed (Debian: apt install {' '.join(missing)})" if missing else ""


def available() -> str:
    """Return nothing: what needs only the project's own packages runs anywhere."""
    return ""


def in_ci() -> bool:
    """Tell whether what is missing here is a failure: `CI=true`."""
    return os.environ.get("CI", "").lower() in {"true", "1"}


@dataclass(frozen=True)
class Suite:
    """A command with a budget (seconds on two processors, in quick size). `missing` says why it can't run here.

    `quick` is the expression by which pytest chooses the tests of the quick size; what is `long_only` has none.
    """

    name: str
    command: tuple[str, ...]
    budget: int
    folder: Path = ROOT
    missing: Callable[[], str] = available
    on_postgres: bool = False
    is_pytest: bool = False
    quick: str = "not full"
    long_only: bool = False


def pytest(
    name: str,
    folder: str,
    budget: int,
    missing: Callable[[], str] = available,
    *,
    side_by_side: str = "",
    long_only: bool = False,
) -> Suite:
    """Return the suite of the Python tests in a folder, run on all processors where `side_by_side` says how to deal."""
    spread = ("-n", "auto", "--dist", side_by_side) if side_by_side else ()
    command = (str(PYTHON), "-m", "pytest", "-q", *spread, folder)
    on_postgres = missing is missing_postgres
    quick = "not full and not any_database" if on_postgres else "not full"
    return Suite(
        name,
        command,
        budget,
        missing=missing,
        is_pytest=True,
        on_postgres=on_postgres,
        quick=quick,
        long_only=long_only,
    )


SUITES = (
    Suite("check", (str(PYTHON), "-m", "scripts.check"), 45),
    pytest("unit", "tests/unit", 45, side_by_side="load"),
    pytest("integration", "tests/integration", 300, side_by_side="loadgroup"),
    pytest("postgresql", "tests/integration", 190, missing_postgres, side_by_side="loadgroup"),
    pytest("contract", "tests/contract", 80, side_by_side="load"),
    pytest("benchmarks", "tests/benchmarks", 90),
    pytest("production", "tests/production", 150, missing_servers, side_by_side="loadgroup"),
    Suite("frontend", (str(PYTHON.parent / "npm"), "test"), 25, folder=FRONTEND),
    pytest("journeys", "tests/journeys", 340, missing_chromium),
    pytest("contract-postgres", "tests/contract", 0, missing_postgres, side_by_side="load", long_only=True),
    pytest("benchmarks-postgres", "tests/benchmarks", 0, missing_postgres, long_only=True),
)
"""In the order they run. Each budget has a sixth to spare; what they measure adds up to less than 19 minutes.

The last ones are for the long size: that rules, answers and costs are on PostgreSQL what they are on SQLite.
"""


@dataclass(frozen=True)
class Outcome:
    """What became of a suite: `passed`, `failed`, `skipped`, `too slow`, or `missing` (a skip that CI forbids)."""

    suite: Suite
    result: str
    seconds: float
    note: str = ""

    def is_failure(self, *, strict: bool) -> bool:
        """Tell whether this fails the run; `strict` as in CI."""
        return self.result == "failed" or (strict and self.result in {"too slow", "skipped"})


def run(suite: Suite, *, full: bool) -> Outcome:
    """Run a suite, its output on the terminal; `full` takes the long sizes in, and no budget."""
    print(f"\n=== {suite.name}", flush=True)
    reason = suite.missing()
    if reason:
        print(f"{reason}: {suite.name} skipped.", flush=True)
        return Outcome(suite, "skipped", 0, reason)
    command = [*suite.command, *(["-m", suite.quick] if suite.is_pytest and not full else [])]
    started = time.monotonic()
    with postgres.private_cluster() if suite.on_postgres else nullcontext("") as database:
        code = subprocess.run(
            command, cwd=suite.folder, env=environment(database), stdin=subprocess.DEVNULL, check=False
        ).returncode
    seconds = time.monotonic() - started
    if code != 0:
        return Outcome(suite, "failed", seconds, f"exit code {code}")
    if seconds > suite.budget and not full:
        return Outcome(suite, "too slow", seconds, "over its budget")
    return Outcome(suite, "passed", seconds)


def environment(database: str) -> Mapping[str, str]:
    """Return the environment of a suite: the operator's settings must not leak into tests."""
    ours = ("BLOG_", "DEMO_", "DJANGO_")
    kept = {key: value for key, value in tool_environment().items() if not key.startswith(ours)}
    return kept | ({"BLOG_DATABASE_URL": database} if database else {})


def table(outcomes: list[Outcome]) -> str:
    """Return the summary people read first."""
    lines = [f"{'suite':<22}{'result':<11}{'seconds':>8}{'budget':>8}"]
    lines += [
        f"{o.suite.name:<22}{o.result:<11}{o.seconds:>8.0f}{o.suite.budget:>8}{'   ' + o.note if o.note else ''}"
        for o in outcomes
    ]
    return "\n".join(lines)


def main() -> int:
    """Run the suites, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these suites: " + ", ".join(s.name for s in SUITES))
    parser.add_argument("--full", action="store_true", help="the long sizes too, without budgets")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - {suite.name for suite in SUITES}
    if unknown:
        parser.error(f"no such suite: {', '.join(sorted(unknown))}")
    strict = in_ci()
    sized = [suite for suite in SUITES if arguments.full or not suite.long_only]
    chosen = [suite for suite in sized if not arguments.names or suite.name in arguments.names]
    if not chosen:
        parser.error(f"{', '.join(arguments.names)}: only with --full")
    outcomes = [run(suite, full=arguments.full) for suite in chosen]
    failures = [outcome for outcome in outcomes if outcome.is_failure(strict=strict)]
    skipped = [outcome for outcome in outcomes if outcome.result == "skipped" and outcome not in failures]
    print("\n" + table(outcomes))
    print(f"\n{len(outcomes) - len(failures) - len(skipped)} passed, {len(failures)} failed, {len(skipped)} skipped")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
