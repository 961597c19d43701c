"""A reader looks for something, narrows it down, and is helped where nothing is found."""

import re

from playwright.sync_api import expect


def look_for(reader, words):
    reader.get_by_label("What are you looking for?").fill(words)
    reader.get_by_role("button", name="Search").click()


def test_a_search_finds_a_post_and_leads_to_it(site, reader):
    reader.goto(site.public("/"))
    reader.get_by_role("link", name="Search").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Search")
    look_for(reader, "tendons -surgery")
    hits = reader.locator("article.hit")
    expect(hits.first.locator("h3")).to_have_text("Too much, too soon, and the third mistake")
    expect(hits.first.locator("mark").first).to_have_text("tendons")
    look_for(reader, "heel drops")
    expect(hits.first.locator("h3")).to_have_text("Calf raises and patience")
    hits.first.get_by_role("link").click()
    expect(reader).to_have_url(site.public("/blog/movement/calf-raises-and-patience/"))


def test_results_are_narrowed_and_widened_by_links(site, reader):
    reader.goto(site.public("/search?q=pain"))
    facets = reader.get_by_role("navigation", name="Narrow down")
    link = facets.get_by_role("link", name="Low back")
    number = int(link.locator("xpath=following-sibling::span").inner_text())
    link.click()
    expect(reader).to_have_url(re.compile("category=low-back"))
    expect(reader.locator("article.hit")).to_have_count(number)
    reader.get_by_role("link", name="Without the filter Low back").click()
    expect(reader).to_have_url(site.public("/search?q=pain"))


def test_a_slip_and_a_search_in_vain_are_helped(site, reader):
    reader.goto(site.public("/search"))
    look_for(reader, "aciles")
    expect(reader.get_by_text("Nothing was found for “aciles”.")).to_be_visible()
    reader.get_by_role("link", name="achilles").click()
    expect(reader.locator("article.hit").first).to_be_visible()
    assert reader.locator("meta[name=robots]").get_attribute("content") == "noindex"


def test_the_field_suggests_and_the_keyboard_chooses(site, open_browser):
    reader = open_browser()
    reader.goto(site.public("/search"))
    field = reader.get_by_role("combobox", name="What are you looking for?")
    field.press_sequentially("slee")
    options = reader.get_by_role("option")
    expect(options).to_have_text([re.compile("sleep"), re.compile("Sleep is a treatment, too")])
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "search-suggestion-1")
    field.press("Escape")
    expect(options).to_have_count(0)
    field.press_sequentially("p")
    expect(options).to_have_count(2)
    field.press("ArrowUp")
    field.press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Sleep is a treatment, too")
