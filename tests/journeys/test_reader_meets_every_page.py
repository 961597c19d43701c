"""Every kind of page, for every reader: by eye in light and dark, on a phone and on a desk, by keyboard, by ear."""

import itertools
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from scripts.quality.rare import Rare, become_reader_of, rare_pages

ARTICLE = "/blog/treatments/between-rest-and-surgery/"
DISCUSSED = "/blog/movement/what-your-back-is-telling-you/"
MODES = ("light", "dark")
WIDTHS = (360, 1280)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def every_kind(site):
    """Return each kind of page."""
    post = site.resolve(ARTICLE)["page"]
    paths = [
        *("/", "/blog/", ARTICLE, "/blog/sleep-is-a-treatment-too/", "/blog/archive/", "/nowhere/"),
        *(post["categories"][0]["path"], post["tags"][0]["path"], post["contributors"][0]["author"]["path"]),
        *("/search", "/search?q=back", "/search?q=nothing-has-this-word", "/identity/", "/ar/"),
        next(place["href"] for column in site.settings()["footer"] for place in column["links"]),
    ]
    return [Rare(site.public(path), 404 if path == "/nowhere/" else 200) for path in paths]


def complaints(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found]


def look(page, address, *, mode, width, forced="none", status=200):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=mode, forced_colors=forced, reduced_motion="reduce")
    told = (address, mode, width, forced)
    assert page.goto(address).status == status, told
    assert complaints(page) == [], told
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{told} scrolls sideways"


def test_each_is_open_to_everybody(site, open_browser):
    page = open_browser()
    ways = itertools.cycle([("light", 360), ("dark", 1280), ("dark", 360), ("light", 1280)])
    for each, (mode, width) in zip(every_kind(site), ways, strict=False):
        look(page, each.address, mode=mode, width=width, status=each.status)


@pytest.fixture(scope="module")
def rare(site):
    with rare_pages(site.stack) as pages:
        yield pages


def test_each_that_is_seldom_met_is_open_to_everybody_too(rare, open_browser):
    page = open_browser()
    ways = itertools.cycle([("dark", 360), ("light", 1280), ("light", 360), ("dark", 1280)])
    for each, (mode, width) in zip(rare, ways, strict=False):
        become_reader_of(each, page)
        look(page, each.address, mode=mode, width=width, status=each.status)


@pytest.mark.full
@pytest.mark.parametrize("mode", MODES)
def test_each_is_open_to_everybody_at_any_width(site, rare, open_browser, mode):
    page = open_browser()
    for each in (*every_kind(site), *rare):
        become_reader_of(each, page)
        for width in WIDTHS:
            look(page, each.address, mode=mode, width=width, status=each.status)
        look(page, each.address, mode=mode, width=320, forced="active", status=each.status)


@pytest.mark.full
@pytest.mark.parametrize(
    ("mode", "width", "forced"), [("light", 360, "none"), ("dark", 1280, "none"), ("dark", 320, "active")]
)
def test_the_forms_below_a_post_are_open_to_everybody_in_every_state(site, open_browser, mode, width, forced):
    page, told = open_browser(), (mode, width, forced)
    look(page, site.public(DISCUSSED), mode=mode, width=width, forced=forced)

    def fine(state):
        assert (complaints(page), page.evaluate("document.documentElement.scrollWidth <= innerWidth")) == ([], True), (
            told,
            state,
        )

    page.locator(".comment-more summary").first.click()
    page.get_by_role("link", name="Report").first.click()
    expect(page.locator(".panel")).to_be_visible()
    fine("the form of a report")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("Please choose what is wrong with it.")).to_be_visible()
    fine("a report refused")
    page.keyboard.press("Escape")
    page.locator("[data-reply]").nth(2).click()
    page.locator("#comment-form").evaluate("form => { form.noValidate = true }")
    page.get_by_role("button", name="Send comment").click()
    expect(page.locator("[aria-invalid]").first).to_be_visible()
    fine("a reply with errors")
    page.get_by_label("Comment", exact=True).fill(f"So *it* is. {'w' * 300}")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".form-preview em")).to_be_visible()
    fine("a preview")
    page.get_by_label("Name", exact=True).fill("Zoe")
    page.get_by_label("E-mail", exact=True).fill(f"{uuid4().hex}@example.org")
    page.get_by_role("button", name="Send comment").click()
    expect(page.locator(".comment").filter(has_text="Only you see this")).to_be_visible()
    fine("accepted, and drawn where it waits")


def test_by_keyboard_alone_one_gets_from_the_head_to_the_paper_and_back(site, open_browser):
    page = open_browser()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(site.public(ARTICLE))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the text")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    seen = []
    while "citation" not in seen[-1:]:
        page.keyboard.press("Tab")
        kind = page.evaluate("document.activeElement.className || document.activeElement.localName")
        shown = page.evaluate(
            "getComputedStyle(document.activeElement).outlineStyle != 'none' && document.activeElement.offsetWidth > 0"
        )
        assert shown, f"{kind} does not show that it has the focus"
        seen.append(kind)
        assert len(seen) < 60, seen
    assert "abbr" in seen
    card = page.get_by_role("tooltip").filter(visible=True)
    mark = page.locator("a.citation:focus")
    number = mark.get_attribute("href")[1:]
    paper = page.locator(f"#{number} > span").inner_text()
    expect(card).to_have_text(paper)
    expect(mark).to_have_accessible_description(paper)
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(mark).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{number}")).to_be_in_viewport()
    page.keyboard.press("Tab")
    back = page.locator("a:focus")
    while "back" not in (back.get_attribute("class") or ""):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("a.citation").first).to_be_in_viewport()


def test_a_card_shows_the_paper_under_the_pointer_and_can_be_reached(site, open_browser):
    page = open_browser()
    page.goto(site.public(ARTICLE))
    mark = page.locator("a.citation").first
    mark.hover()
    card = page.locator("#paper-card")
    expect(card).to_be_visible()
    card.hover()
    expect(card).to_be_visible()
    page.get_by_role("heading", level=1).hover()
    expect(card).to_be_hidden()


def test_the_contents_say_where_one_is_and_papers_can_be_taken_along(site, open_browser):
    page = open_browser()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto(site.public(ARTICLE))
    contents = page.get_by_role("navigation", name="In this article")
    third = contents.get_by_role("link").nth(2)
    third.click()
    expect(third).to_have_attribute("aria-current", "true")
    expect(contents.locator("[aria-current]")).to_have_count(1)
    expect(third).to_be_in_viewport()

    page.get_by_role("button", name="Copy as BibTeX").click()
    expect(page.locator(".references-files [role=status]")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.count("\n@") + copied.startswith("@") == 9
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator(".share [role=status]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == site.public(ARTICLE)


def test_on_paper_stands_the_text_and_where_its_links_lead(site, open_browser):
    page = open_browser(java_script=False)
    page.goto(site.public(ARTICLE))
    page.emulate_media(media="print")
    for gone in (".site-head nav", ".contents", ".share", ".references .back", ".site-foot", ".read-next"):
        for each in page.locator(gone).all():
            expect(each).to_be_hidden()
    expect(page.locator("#ref-9")).to_be_visible()
    link = page.locator(".references a[href^='https://doi.org']").first
    written = link.evaluate("one => getComputedStyle(one, '::after').content")
    assert link.get_attribute("href") in written
    assert page.pdf().startswith(b"%PDF")
