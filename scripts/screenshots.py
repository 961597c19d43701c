"""`make screenshots`: the pictures of README and docs, taken by a browser from a throw-away site with demo content."""

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


THREAD = "/blog/movement/what-your-back-is-telling-you/"
PUBLIC = {
    "post": (POST, "h1", "light", 1200, 1500),
    "post-dark": (POST, "h1", "dark", 1200, 1500),
    "post-phone": (POST, "h1", "light", 390, 844),
    "listing": ("/blog/", "h1", "light", 1200, 1000),
    "listing-phone-dark": ("/blog/", "h1", "dark", 390, 844),
    "search": ("/search?q=back", "h1", "light", 1200, 1000),
    "thread": (THREAD, "#comments", "light", 1200, 1000),
    "thread-phone-dark": (THREAD, "#comments", "dark", 390, 844),
}
"""Pictures of the public site: address, what is to be seen, mode, width and height."""


def take_public(browser: Browser, site: Stack, name: str) -> None:
    """Take one of the pictures of the public site."""
    address, shown, mode, width, height = PUBLIC[name]
    page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=1, reduced_motion="reduce")
    page.emulate_media(color_scheme="dark" if mode == "dark" else "light")
    page.goto(site.public_url + address, wait_until="networkidle")
    if shown != "h1":
        page.locator(shown).evaluate("one => one.scrollIntoView()")
        page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}.png")
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
        for name in PUBLIC:
            take_public(browser, site, name)
        take_moderation(browser, site, FOLDER / "moderation.png")
        browser.close()
    for path in FOLDER.glob("*.png"):
        make_small(path)
    print(f"Taken: {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
