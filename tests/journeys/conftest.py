"""The real stack, with demo content, in front of a real browser."""

import sqlite3
from collections import deque
from contextlib import closing
from dataclasses import dataclass

import pytest
import requests

from scripts.browser import CHROMIUM_FLAGS, chromium
from scripts.prepare import FRONTEND, PYTHON
from scripts.stack import Stack
from scripts.suites import in_ci
from scripts.throwaway import throwaway_site

PATIENCE = 10_000
"""Milliseconds a page may take on a busy machine."""

CHECKED_TWICE = "Axe is already running"
"""What Wagtail's own content checks say of themselves when the next begins before a slow one is over."""

AUTOSAVED = ("/admin/pages/add/", "/admin/pages/edit/")
"""Where Wagtail saves by itself; it answers 400 to a form that cannot be saved yet, which Chromium reports."""


@dataclass(frozen=True)
class Site:
    """The running site, and what a test may ask it beside the browser."""

    stack: Stack
    lines: deque

    def public(self, path: str) -> str:
        return self.stack.public_url + path

    def admin(self, path: str) -> str:
        return self.stack.admin_url + path

    def resolve(self, path: str) -> dict:
        """What the API says of a path of the public site."""
        host = self.stack.public_url.removeprefix("http://")
        answer = requests.get(self.admin("/api/site/v1/resolve/"), {"path": path, "site": host}, timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def settings(self) -> dict:
        """What the API says of the site as a whole."""
        host = self.stack.public_url.removeprefix("http://")
        return requests.get(self.admin("/api/site/v1/settings/"), {"site": host}, timeout=10).json()

    def stored(self, query: str, *values: object) -> list[tuple]:
        """What is in the site's database."""
        with closing(sqlite3.connect(f"file:{self.stack.data / 'blog.sqlite3'}?mode=ro", uri=True)) as database:
            return database.execute(query, values).fetchall()

    def comments_stored(self) -> int:
        return self.stored("SELECT count(*) FROM comments_comment")[0][0]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    program = chromium()
    if program is None:
        give_up = pytest.fail if in_ci() else pytest.skip
        give_up("Chromium is not installed (Debian: apt install chromium)")
    return {**browser_type_launch_args, "executable_path": program, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def site():
    for made in (PYTHON, FRONTEND / "dist" / ".stamp"):
        assert made.exists(), f"{made} is missing: run `make prepare-dev`"
    lines = deque(maxlen=400)
    with throwaway_site(report=lambda part, line: lines.append(f"{part:<8} | {line}")) as stack:
        yield Site(stack, lines)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Show what the parts printed with a failure."""
    report = yield
    if report.failed and "site" in item.funcargs:
        report.sections.append(("what the parts printed", "\n".join(item.funcargs["site"].lines)))
    return report


@pytest.fixture
def open_browser(browser, site):
    """A function that gives a new person's page: no cookies, `java_script` as asked."""
    contexts = []

    def new_page(*, java_script=True):
        context = browser.new_context(java_script_enabled=java_script, reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield new_page
    for context in contexts:
        context.close()


@pytest.fixture
def listen():
    """A function that gives the list to which a page's console errors and uncaught exceptions are added."""

    def listening(page):
        complaints = []

        def said(message):
            too_early = "400 (Bad Request)" in message.text and any(
                place in message.location.get("url", "") for place in AUTOSAVED
            )
            if message.type == "error" and not too_early:
                heard(message.text)

        def heard(text):
            if not text.startswith(CHECKED_TWICE):
                complaints.append(text)

        page.on("console", said)
        page.on("pageerror", lambda error: heard(str(error)))
        return complaints

    return listening


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def java_script(request):
    return request.param


@pytest.fixture
def reader(open_browser, java_script):
    return open_browser(java_script=java_script)


@pytest.fixture
def sign_in(open_browser, site):
    """A function that signs one of the demo's logins in to the admin and gives the page."""

    def signed_in(name):
        page = open_browser()
        page.goto(site.admin("/admin/login/"))
        page.get_by_label("Username").fill(name)
        page.locator("input[name=password]").fill(site.stack.logins()[name])
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(site.admin("/admin/"))
        return page

    return signed_in
