"""A reader goes from a language to another by links alone; what is read from right to left stands that way."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect


def violations(reader):
    return [each["id"] for each in Axe().run(reader).response["violations"]]


def test_the_same_article_is_a_link_away_in_german(site, reader):
    reader.goto(site.public("/blog/sleep-is-a-treatment-too/"))
    reader.get_by_role("link", name="Deutsch").click()
    expect(reader).to_have_url(site.public("/de/blog/auch-schlaf-ist-eine-behandlung/"))
    expect(reader.locator("html")).to_have_attribute("lang", "de")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Auch Schlaf ist eine Behandlung")
    expect(reader.get_by_role("heading", name="Kommentar schreiben")).to_be_visible()
    assert reader.locator("link[hreflang=x-default]").get_attribute("href") == site.public(
        "/blog/sleep-is-a-treatment-too/"
    )
    reader.get_by_role("link", name="Journal").first.click()
    expect(reader).to_have_url(site.public("/de/blog/"))
    expect(reader.locator("article")).to_have_count(2)


def test_arabic_stands_from_right_to_left_on_a_phone(site, open_browser):
    reader = open_browser()
    reader.set_viewport_size({"width": 360, "height": 740})
    reader.goto(site.public("/blog/sleep-is-a-treatment-too/"))
    reader.get_by_role("link", name="العربيّة").click()
    expect(reader.locator("html")).to_have_attribute("dir", "rtl")
    expect(reader.get_by_role("heading", level=1)).to_have_text("النوم علاج أيضًا")
    wider = reader.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider == 0
    assert violations(reader) == []


def test_an_address_that_leads_nowhere_is_told_in_its_language(site, reader):
    reader.goto(site.public("/de/nirgends/"))
    expect(reader.get_by_role("heading", level=1)).to_have_text("Diese Seite gibt es hier nicht")
