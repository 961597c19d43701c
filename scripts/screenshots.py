"""`make screenshots`: the pictures of README and docs, by day and night, from a throw-away site with demo content."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.browser import CHROMIUM_FLAGS, chromium
from scripts.demo import report
from scripts.prepare import ROOT
from scripts.stack import Stack
from scripts.throwaway import throwaway_site

FOLDER = ROOT / "docs" / "screenshots"
LOOKS = ("light", "dark")
QUALITY = 80
"""Of WebP: letters stay sharp, and a screen full of them takes some fifty kilobytes."""

POST = "/blog/treatments/between-rest-and-surgery/"
THREAD = "/blog/movement/what-your-back-is-telling-you/"
DESK = "/admin/reader-comments/"
READER = "Callum Achterberg"
"""Somebody of the demo whose comment waits."""


class Visit:
    """A browser's window on the site in one look, as a reader or signed in as `who`."""

    def __init__(self, browser: Browser, site: Stack, *, look: str, who: str) -> None:
        self.site = site
        self.page: Page = browser.new_page(
            device_scale_factor=1, reduced_motion="reduce", color_scheme="dark" if look == "dark" else "light"
        )
        if who:
            self.page.goto(f"{site.admin_url}/admin/login/")
            self.page.get_by_label("Username").fill(who)
            self.page.locator("input[name=password]").fill(site.logins()[who])
            self.page.get_by_role("button", name="Sign in").click()

    def public(self, path: str, *, below: str = "") -> None:
        """Open a page of the public site, scrolled to the element `below` if one is named."""
        self.page.goto(self.site.public_url + path, wait_until="networkidle")
        if below:
            self.page.locator(below).first.evaluate("one => one.scrollIntoView()")
            self.page.wait_for_load_state("networkidle")

    def admin(self, path: str) -> None:
        """Open a screen of the admin."""
        self.page.goto(self.site.admin_url + path, wait_until="networkidle")

    def number(self, path: str) -> int:
        """Return the id of the page behind a public path."""
        asked = self.page.request.get(f"{self.site.admin_url}/api/site/v1/resolve/", params={"path": path})
        return int(asked.json()["page"]["id"])

    def waiting(self, name: str) -> str:
        """Return the id of the comment that waits, by the reader called `name`."""
        self.admin(DESK)
        return str(self.page.locator("[data-comment]", has_text=name).first.get_attribute("data-comment"))


def editor(visit: Visit) -> None:
    """Open a post in the editor, and in it the panel of reader comments."""
    visit.admin(f"/admin/pages/{visit.number(THREAD)}/edit/")
    toggle = visit.page.get_by_role("button", name="Toggle reader comments")
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
    visit.page.locator("[data-comment-policy] dl").wait_for()


def comment(visit: Visit) -> None:
    """Open a comment that waits."""
    visit.admin(f"{DESK}inspect/{visit.waiting(READER)}/")


def commenter(visit: Visit) -> None:
    """Open whoever wrote it."""
    visit.admin(f"{DESK}commenters/of/{visit.waiting(READER)}/")


def dry_run(visit: Visit) -> None:
    """Try a list of words on what was decided before."""
    visit.admin(f"{DESK}word-lists/add/?page={visit.number('/blog/')}")
    visit.page.locator("[name=name]").fill("Household cures")
    visit.page.locator("[name=outcome][value=hold]").check()
    visit.page.locator("[name=phrases]").fill("celery water\nmy grandmother")
    visit.page.get_by_role("button", name="Try on the last 90 days").click()
    visit.page.wait_for_load_state("networkidle")


def simulator(visit: Visit) -> None:
    """Ask what would become of a text."""
    visit.admin(f"{DESK}simulator/?page={visit.number(THREAD)}")
    visit.page.locator("[name=body]").fill("This belt cured me, see https://belts.example and https://shop.example")
    visit.page.get_by_role("button", name="What would happen?").click()
    visit.page.wait_for_load_state("networkidle")


def colours(visit: Visit) -> None:
    """Open the colours of the brand."""
    visit.admin("/admin/settings/website/sitebrand/")
    visit.page.get_by_role("tab", name="Colours").click()


@dataclass(frozen=True)
class Picture:
    """What a picture shows: `open` brings it to the screen, for a reader or for the login `who`."""

    name: str
    open: Callable[[Visit], None]
    who: str = ""
    width: int = 1200
    height: int = 860


PICTURES = (
    Picture("post", lambda visit: visit.public(POST), height=1100),
    Picture("references", lambda visit: visit.public(POST, below="#references-title")),
    Picture("thread", lambda visit: visit.public(THREAD, below="#comments")),
    Picture("search", lambda visit: visit.public("/search?q=back+pain")),
    Picture("listing", lambda visit: visit.public("/blog/")),
    Picture("post-phone", lambda visit: visit.public(POST), width=390, height=844),
    Picture("thread-phone", lambda visit: visit.public(THREAD, below="#comments"), width=390, height=844),
    Picture("editor", editor, "marketer", 1440, 900),
    Picture("brand", colours, "marketer"),
    Picture("queue", lambda visit: visit.admin(DESK), "moderator", 1280, 900),
    Picture("comment", comment, "moderator", 1280, 900),
    Picture("commenter", commenter, "moderator", 1280, 900),
    Picture("dry-run", dry_run, "moderator", 1280, 900),
    Picture("simulator", simulator, "moderator", 1280, 900),
    Picture("system", lambda visit: visit.admin("/admin/system/"), "admin", 1280, 900),
    Picture("statistics", lambda visit: visit.admin(f"{DESK}statistics/"), "moderator", 1280, 900),
)


def take(visit: Visit, picture: Picture, look: str) -> Path:
    """Take one picture and return its file."""
    visit.page.set_viewport_size({"width": picture.width, "height": picture.height})
    picture.open(visit)
    path = FOLDER / f"{picture.name}-{look}.webp"
    with Image.open(BytesIO(visit.page.screenshot())) as taken:
        taken.convert("RGB").save(path, "WEBP", quality=QUALITY, method=6)
    return path


def take_all(browser: Browser, site: Stack, wanted: list[Picture]) -> list[Path]:
    """Take the pictures in each look, signing in once for each login, and return their files."""
    files = []
    for look in LOOKS:
        for who in dict.fromkeys(picture.who for picture in wanted):
            visit = Visit(browser, site, look=look, who=who)
            files += [take(visit, picture, look) for picture in wanted if picture.who == who]
            visit.page.close()
    return files


def main() -> int:
    """Take the pictures, or those that are named; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these: " + ", ".join(picture.name for picture in PICTURES))
    names = set(parser.parse_args().names)
    program = chromium()
    if program is None:
        print("Chromium is not installed (Debian: apt install chromium).", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = [picture for picture in PICTURES if not names or picture.name in names]
    with throwaway_site(report=report) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        files = take_all(browser, site, wanted)
        browser.close()
    print(f"Taken: {len(files)} pictures, {sum(path.stat().st_size for path in files) // 1024} kB, in {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
