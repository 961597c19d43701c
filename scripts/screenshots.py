"""`make screenshots`: the README's pictures, taken by a browser from a throw-away site with demo content."""

import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from scripts.browser import CHROMIUM_FLAGS, chromium
from scripts.demo import report
from scripts.prepare import ROOT
from scripts.stack import Stack
from scripts.throwaway import throwaway_site

FOLDER = ROOT / "docs" / "screenshots"
POST = "/blog/treatments/between-rest-and-surgery/"


def take_post(browser: Browser, site: Stack, path: Path) -> None:
    """Take the public post as it opens on a desk."""
    page = browser.new_page(viewport={"width": 1200, "height": 1500}, device_scale_factor=1)
    page.goto(site.public_url + POST, wait_until="networkidle")
    page.screenshot(path=path)
    page.close()


def take_moderation(browser: Browser, site: Stack, path: Path) -> None:
    """Take the list of reader comments as the moderator sees it."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, device_scale_factor=1)
    page.goto(f"{site.admin_url}/admin/login/")
    page.get_by_label("Username").fill("moderator")
    page.locator("input[name=password]").fill(site.logins()["moderator"])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Reader comments").first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path)
    page.close()


def make_small(path: Path) -> None:
    """Reduce a picture to 256 colours: a third of the bytes, and nothing that a reader would miss."""
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(256)
    small.save(path, optimize=True)


def main() -> int:
    """Take the pictures; return the exit code."""
    program = chromium()
    if program is None:
        print("Chromium is not installed (Debian: apt install chromium).", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with throwaway_site(report=report) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        take_post(browser, site, FOLDER / "post.png")
        take_moderation(browser, site, FOLDER / "moderation.png")
        browser.close()
    for path in FOLDER.glob("*.png"):
        make_small(path)
    print(f"Taken: {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
