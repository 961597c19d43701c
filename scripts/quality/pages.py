"""What pages weigh, and what Lighthouse, axe and the rules of HTML say of them."""

import json
import re
import subprocess
from urllib.parse import urljoin, urlsplit

import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from scripts.browser import CHROMIUM_FLAGS, chromium
from scripts.prepare import FRONTEND, VENV, tool_environment
from scripts.quality.figures import Figure, Figures
from scripts.quality.rare import Rare, become_reader_of, rare_pages
from scripts.stack import Stack

QUALITY = FRONTEND / "quality"
POST = "/blog/sleep-is-a-treatment-too/"
CITED = "/blog/treatments/between-rest-and-surgery/"
SILENT = ("/", "/blog/", "/blog/archive/", "/nowhere/")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def packed(address: str) -> bytes:
    """Return what is sent for `address` to a browser, as it is sent."""
    with requests.get(address, headers={"Accept-Encoding": "br"}, timeout=30, stream=True) as answer:
        return answer.raw.read(decode_content=False)


def parts(address: str) -> dict[str, list[str]]:
    """Return the addresses of stylesheets, scripts and preloaded typefaces that the page at `address` brings."""
    html = requests.get(address, timeout=30).text
    found = {
        "css": re.findall(r'<link rel="stylesheet" href="([^"]+)"', html),
        "scripts": re.findall(r'<script[^>]* src="([^"]+)"', html),
        "fonts": re.findall(r'<link rel="preload" href="([^"]+)"', html),
    }
    return {kind: [urljoin(address, each) for each in found[kind]] for kind in found}


def weigh(site: Stack) -> Figures:
    """Measure bytes and requests."""
    post = site.public_url + POST
    bring = parts(post)
    sizes = {kind: sum(len(packed(each)) for each in bring[kind]) for kind in bring}
    silent = sum(len(packed(each)) for path in SILENT for each in parts(site.public_url + path)["scripts"])
    html = len(packed(post))
    return {
        "html": Figure(html),
        "css": Figure(sizes["css"]),
        "scripts": Figure(sizes["scripts"]),
        "silent": Figure(silent),
        "requests": Figure(1 + sum(map(len, bring.values()))),
        "weight": Figure(html + sum(sizes.values())),
    }


def every_kind(site: Stack) -> list[str]:
    """Return an address of each kind of page."""
    host = urlsplit(site.public_url).netloc
    answer = requests.get(f"{site.admin_url}/api/site/v1/resolve/", {"path": CITED, "site": host}, timeout=10).json()
    post = answer["page"]
    paths = [
        *("/", "/blog/", POST, CITED, "/blog/archive/", "/nowhere/", "/search", "/search?q=back", "/identity/", "/ar/"),
        *(post["categories"][0]["path"], post["tags"][0]["path"], post["contributors"][0]["author"]["path"]),
    ]
    return [site.public_url + path for path in paths]


def judge(site: Stack) -> Figures:
    """Ask Lighthouse about the post, and the rules of HTML about every kind of page."""
    asked = {"post": site.public_url + POST, "pages": every_kind(site), "chromium": chromium()}
    told = subprocess.run(
        [str(VENV / "bin" / "node"), "run.mjs"],
        cwd=QUALITY,
        env=tool_environment(),
        input=json.dumps(asked),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answer = json.loads(told.stdout.splitlines()[-1])
    wrong = [f"{urlsplit(page).path} {each}" for page, found in answer["invalid"].items() for each in found]
    figures = {name: Figure(value) for name, value in answer["lighthouse"].items()}
    if answer["wrong"]:
        figures["performance"] = Figure(figures["performance"].value, "finds: " + ", ".join(answer["wrong"]))
    return figures | {"invalid": Figure(len(wrong), "; ".join(wrong[:5]))}


def walk(site: Stack) -> Figures:
    """Let axe look at every kind of page in every way."""
    found: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        page = browser.new_page(reduced_motion="reduce")
        ways = [(mode, width, "none") for mode in ("light", "dark") for width in (360, 1280)] + [
            ("light", 320, "active")
        ]
        with rare_pages(site) as rare:
            for each in [*map(Rare, every_kind(site)), *rare]:
                become_reader_of(each, page)
                for mode, width, forced in ways:
                    page.set_viewport_size({"width": width, "height": 800})
                    page.emulate_media(color_scheme=mode, forced_colors=forced)  # type: ignore[arg-type]  # from the list above
                    page.goto(each.address)
                    found += [f"{urlsplit(each.address).path} {mode} {width} {rule}" for rule in complaints(page)]
        browser.close()
    return {"axe": Figure(len(found), "; ".join(found[:5]))}


def complaints(page: Page) -> list[str]:
    """Return the rules that axe finds broken on `page`."""
    return [each["id"] for each in Axe().run(page, options=RULES).response["violations"]]
