"""A marketer changes name and colour of the site; what can't be read is refused, the rest is public at once."""

import time
from uuid import uuid4

from playwright.sync_api import expect

AT_ONCE = 10
"""Seconds on a busy machine from saving to the page: outbox, purge and a new rendering."""

PLUM = "#7a1f5c"
PALE = "#d9b8cc"


def open_tab(page, name):
    page.get_by_role("tab", name=name).click()


def reload_until(page, name):
    deadline = time.monotonic() + AT_ONCE
    while not page.locator(".site-name", has_text=name).count() and time.monotonic() < deadline:
        time.sleep(0.2)
        page.reload()


def test_a_marketer_changes_name_and_colour(site, sign_in, open_browser):
    name = f"Alder {uuid4().hex[:6]}"
    reader = open_browser()
    problems = []
    reader.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    reader.goto(site.public("/"))
    stored = site.stored("SELECT name, light_accent FROM website_sitebrand")

    marketer = sign_in("marketer")
    marketer.goto(site.admin("/admin/settings/website/sitebrand/"))
    marketer.get_by_role("textbox", name="Name", exact=True).fill(name)
    open_tab(marketer, "Colours")
    accent = marketer.locator("[name=light_accent]")
    accent.fill(PALE)
    marketer.get_by_role("button", name="Save").click()
    open_tab(marketer, "Colours")
    refused = marketer.get_by_text("Links and focus rings on the ground: a contrast of 1.")
    expect(refused).to_contain_text("at least 4.5:1 is needed")
    assert site.stored("SELECT name, light_accent FROM website_sitebrand") == stored

    accent.fill(PLUM.upper().removeprefix("#"))
    marketer.get_by_role("button", name="Save").click()
    expect(marketer.get_by_text("Brand updated")).to_be_visible()

    reload_until(reader, name)
    expect(reader.locator(".site-name")).to_have_text(name)
    link = reader.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--link').trim()")
    assert link == PLUM
    sheet = reader.locator("link[rel=stylesheet][href^='/brand.']").get_attribute("href")
    assert "immutable" in reader.request.get(site.public(sheet)).headers["cache-control"]
    assert problems == []
