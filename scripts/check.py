"""`make check`: everything that reads the code without running it. A line a check, and what a failed one said."""

import argparse
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from scripts.prepare import FRONTEND, PYTHON, ROOT, tool_environment

BIN = PYTHON.parent
PYTHON_SOURCES = ("site", "blog", "comments", "search", "scripts", "tests")
SHIPPED = tuple(source for source in PYTHON_SOURCES if source != "tests")


@dataclass(frozen=True)
class Check:
    """A command that must end with 0. `fix` says what to run when it doesn't."""

    name: str
    command: tuple[str, ...]
    fix: str = ""
    folder: Path = ROOT


def templates() -> list[str]:
    """Return the project's own HTML templates, as paths from the root."""
    found = [path for pattern in ("*/templates/**/*.html", "site/*/templates/**/*.html") for path in ROOT.glob(pattern)]
    return sorted(str(path.relative_to(ROOT)) for path in found)


def checks() -> list[Check]:
    """Return every check there is something to check for, the slowest first."""
    manage, npm = (str(PYTHON), "site/manage.py"), str(BIN / "npm")
    found = [
        Check("Python types", (str(BIN / "mypy"),)),
        Check(
            "frontend: lint, types, generated types", (npm, "run", "check"), fix="make format types", folder=FRONTEND
        ),
        Check("bandit", (str(BIN / "bandit"), "--quiet", "--recursive", "-ll", *SHIPPED)),
        Check("dangerous doors", (str(PYTHON), "-m", "scripts.doors")),
        Check("import rules", (str(BIN / "lint-imports"), "--no-cache")),
        Check("Python lint", (str(BIN / "ruff"), "check", *PYTHON_SOURCES), fix="make format"),
        Check("Python format", (str(BIN / "ruff"), "format", "--check", *PYTHON_SOURCES), fix="make format"),
        Check("migrations", (*manage, "makemigrations", "--check", "--dry-run"), fix="site/manage.py makemigrations"),
        Check("OpenAPI snapshot", (*manage, "export_openapi", "--check"), fix="make openapi"),
        Check("system checks", (*manage, "check", "--fail-level", "WARNING")),
    ]
    if templates():
        found.append(Check("template lint", (str(BIN / "djlint"), "--lint", "--quiet", *templates())))
    return found


def run(check: Check) -> tuple[bool, float, str]:
    """Run one check; return whether it passed, its seconds, and what it printed."""
    environment = tool_environment() | {
        "PYTHONPATH": f"{ROOT / 'site'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "website.settings.test",
        "NO_COLOR": "1",
    }
    started = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=check.folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return done.returncode == 0, time.monotonic() - started, done.stdout.strip()


def main() -> int:
    """Run the checks, as many at a time as there are processors; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.parse_args()
    failed = 0
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        pending = [(check, pool.submit(run, check)) for check in checks()]
        for check, future in pending:
            passed, seconds, output = future.result()
            failed += not passed
            print(f"{'ok    ' if passed else 'FAILED'} {check.name} ({seconds:.0f} s)", flush=True)
            if not passed:
                print("    " + output.replace("\n", "\n    "), flush=True)
                if check.fix:
                    print(f"    To put it right: {check.fix}", flush=True)
    print(f"checks: {len(pending) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
