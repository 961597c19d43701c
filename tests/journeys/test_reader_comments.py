"""A reader answers a post; a moderator approves it; the next reader sees it."""

import re
import time
from uuid import uuid4

import requests
from playwright.sync_api import expect

POST = "/blog/good-days-bad-days/"
HELD = re.compile("Thank you. Your comment .* moderator")
SOON = 10
"""Seconds in which an approved comment must be on the page: outbox, purge and a new rendering."""


def write(page, *, body, name, email):
    page.get_by_label("Comment", exact=True).fill(body)
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("E-mail", exact=True).fill(email)
    page.get_by_role("button", name="Send comment").click()


def test_a_comment_is_held_then_approved_then_seen(site, reader, sign_in, open_browser):
    word = uuid4().hex
    reader.goto(site.public(POST))
    body = f"The second week was the *hardest* for me {word}.\n\nMy address: https://example.org/"
    write(reader, body=body, name=f"Reader {word[:6]}", email=f"{word}@example.org")
    expect(reader.get_by_role("status").filter(has_text=HELD)).to_be_visible()

    before = open_browser(java_script=False)
    before.goto(site.public(POST))
    expect(before.locator("#comments")).not_to_contain_text(word)

    moderator = sign_in("moderator")
    moderator.get_by_role("link", name=re.compile("Reader comments")).first.click()
    row = moderator.get_by_role("row").filter(has_text=word)
    expect(row).to_have_count(1)
    with moderator.expect_request(lambda request: "/decide/" in request.url) as decided:
        row.get_by_role("button", name=re.compile("Approve")).click()
    assert decided.value.method == "POST"
    expect(moderator.get_by_text("The comment is approved.")).to_be_visible()
    expect(moderator.get_by_role("row").filter(has_text=word)).to_have_count(0)

    deadline = time.monotonic() + SOON
    while word not in requests.get(site.public(POST), timeout=10).text and time.monotonic() < deadline:
        time.sleep(0.2)
    after = open_browser(java_script=False)
    after.goto(site.public(POST))
    comment = after.get_by_role("article").filter(has_text=word)
    expect(comment).to_be_visible()
    expect(comment.locator("em")).to_have_text("hardest")
    expect(comment.get_by_role("link", name="https://example.org/")).to_have_attribute("rel", re.compile("nofollow"))


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(site, reader):
    reader.goto(site.public(POST))
    before = site.comments_stored()
    body = f"Kept, whatever happens {uuid4().hex}"
    write(reader, body=body, name="Anna", email="anna@invalid")
    expect(reader.locator("#comment-email-error")).not_to_be_empty()
    expect(reader.get_by_label("Comment", exact=True)).to_have_value(body)
    assert site.comments_stored() == before


def test_a_reply_is_held_under_the_comment_it_answers(site, reader):
    word = uuid4().hex
    reader.goto(site.public(POST))
    reader.get_by_role("link", name=re.compile("^Reply to ")).first.click()
    expect(reader.get_by_role("heading", name=re.compile("^Answer "))).to_be_visible()
    write(reader, body=f"I was told the same {word}", name="Ben", email=f"{word}@example.org")
    expect(reader.get_by_role("status").filter(has_text=HELD)).to_be_visible()
    [(parent, status)] = site.stored("SELECT parent_id, status FROM comments_comment WHERE body LIKE ?", f"%{word}")
    assert parent is not None
    assert status == "pending"
