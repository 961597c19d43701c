"""`make quality`: measure every figure promised of the public site, print all, and keep them in docs/.

The budget of each is in `frontend/quality/budget.json`. Times are those of the machine; ratios are of one run.
"""

import json
import subprocess
import sys
from collections.abc import Callable

from scripts.browser import chromium
from scripts.demo import report
from scripts.prepare import ROOT, VENV, tool_environment
from scripts.quality.costs import ask_backend, build, make_anew, serve
from scripts.quality.figures import Figures, table
from scripts.quality.pages import QUALITY, judge, walk, weigh
from scripts.stack import Stack
from scripts.throwaway import throwaway_site

FIGURES = ROOT / "docs" / "figures.md"
COMMENTS = 100

FILL = f"""
from datetime import timedelta
from uuid import uuid4
from django.utils import timezone
from wagtail.models import Page
from comments.services import RestoredComment, restore_thread
page = Page.objects.get(slug="sleep-is-a-treatment-too", locale__language_code="en")
now = timezone.now()
count = {COMMENTS} - page.reader_comments.filter(status="approved").count()
keys = [uuid4() for _ in range(count)]
words = "I slept badly for a year, and it was the shoulder that woke me. A small pillow below the arm helped at once. "
restore_thread(page=page, now=now, comments=[
    RestoredComment(
        uuid=keys[n],
        parent=keys[n - n % 5] if n % 5 else None,
        body=words * (1 + n % 3) + str(n),
        name=f"Reader {{n}}",
        created_at=now - timedelta(hours=count - n),
    )
    for n in range(count)
])
"""
"""What fills the thread of a post of the demo: comments of some lines, four answers to every fifth."""

HEAD = """# Figures of the public site

Printed by `make quality`; the budget is `frontend/quality/budget.json`. Ratios are of one run on one machine; times and
Lighthouse's simulated phone depend on how quiet that machine was.

"""


def main() -> int:
    """Measure, print, keep; return the exit code: 1 where a budget is missed."""
    if chromium() is None:
        print("Chromium is not installed (Debian: apt install chromium).", file=sys.stderr)
        return 1
    if not (QUALITY / "node_modules" / ".package-lock.json").exists():
        npm = [str(VENV / "bin" / "npm"), "ci", "--no-audit", "--no-fund"]
        subprocess.run(npm, cwd=QUALITY, env=tool_environment(), check=True)
    steps: list[Callable[[Stack], Figures]] = [weigh, ask_backend, serve, make_anew, walk, judge]
    figures = build()
    with throwaway_site(report=report) as site:
        site.call("shell", "--command", FILL)
        for step in steps:
            figures |= step(site)
    budget = json.loads((QUALITY / "budget.json").read_text())
    rows = table(budget, figures)
    print(rows)
    FIGURES.write_text(HEAD + rows + "\n")
    return 1 if any("**missed**" in line for line in rows.splitlines()) else 0


if __name__ == "__main__":
    sys.exit(main())
