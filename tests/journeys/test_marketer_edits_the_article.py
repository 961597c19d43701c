"""A marketer changes a sentence in Wagtail's editor, publishes, and readers have it at once."""

import time
from uuid import uuid4

import requests
from playwright.sync_api import expect

ARTICLE = "/blog/treatments/between-rest-and-surgery/"
AT_ONCE = 10
"""Seconds on a busy machine from publishing to the page: outbox, purge and a new rendering."""

IN_THE_FORM = "words => [...document.querySelectorAll('input[name$=-value]')].some(one => one.value.includes(words))"
"""The editor hands its text to the form a quarter of a second after the last key."""


def test_a_changed_sentence_is_on_the_public_page(site, sign_in):
    sentence = f"Checked again by hand {uuid4().hex}."
    assert sentence not in requests.get(site.public(ARTICLE), timeout=10).text

    page_id = site.resolve(ARTICLE)["page"]["id"]
    marketer = sign_in("marketer")
    marketer.goto(site.admin(f"/admin/pages/{page_id}/edit/"))
    paragraph = marketer.locator(".public-DraftEditor-content").first
    paragraph.click()
    paragraph.press("Control+End")
    paragraph.press_sequentially(f" {sentence}")
    marketer.wait_for_function(IN_THE_FORM, arg=sentence)
    marketer.locator("footer").get_by_role("button", name="More actions").click()
    marketer.get_by_role("button", name="Publish", exact=True).click()
    expect(marketer.get_by_text("has been published")).to_be_visible()

    deadline = time.monotonic() + AT_ONCE
    while sentence not in requests.get(site.public(ARTICLE), timeout=10).text and time.monotonic() < deadline:
        time.sleep(0.2)
    text = requests.get(site.public(ARTICLE), timeout=10).text
    assert sentence in text
    assert text.count('class="citation"') == 9, "citations survive the editor"
