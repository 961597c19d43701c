"""A reader confirms an address by a mailed link, sees what waits, changes it, is forgotten; without JavaScript too."""

import email
import re
import time
from email import policy
from uuid import uuid4

import pytest
from playwright.sync_api import expect

POST = "/blog/good-days-bad-days/"
SOON = 45
"""Seconds on a busy machine until the worker has handed a mail over."""


def mailed_to(site, address):
    """The newest mail to an address, as its reader's program shows it."""
    deadline = time.monotonic() + SOON
    while time.monotonic() < deadline:
        for file in sorted((site.stack.data / "mail").glob("*"), key=lambda file: file.stat().st_mtime, reverse=True):
            for text in file.read_text("utf-8").split("-" * 79):
                message = email.message_from_string(text.strip(), policy=policy.default)
                if message["To"] == address:
                    return message.get_body(("plain",)).get_content()
        time.sleep(0.3)
    raise AssertionError(f"no mail to {address}")


@pytest.fixture
def address():
    return f"{uuid4().hex[:12]}@example.org"


def write(page, site, *, body, address):
    page.goto(site.public(POST))
    page.get_by_label("Comment", exact=True).fill(body)
    page.get_by_label("Name", exact=True).fill(f"Reader {address[:6]}")
    page.get_by_label("E-mail", exact=True).fill(address)
    page.get_by_role("button", name="Send comment").click()
    expect(page.get_by_role("status").filter(has_text="Thank you")).to_be_visible()


def test_what_waits_is_seen_and_changed_by_its_author_alone(site, reader, open_browser, address):
    body = f"The mornings were the worst {uuid4().hex}."
    write(reader, site, body=body, address=address)
    reader.goto(site.public(POST))
    mine = reader.locator(".own-waiting .comment").filter(has_text=body)
    expect(mine.get_by_text("Only you see this")).to_be_visible()
    stranger = open_browser(java_script=False)
    stranger.goto(site.public(POST))
    assert body not in stranger.content()

    mine.get_by_role("link", name="Change or delete").click()
    text = reader.get_by_label("Your text", exact=True)
    expect(text).to_have_value(body)
    text.fill("x" * 5001)
    reader.get_by_role("button", name="Save the new text").click()
    expect(reader.get_by_label("Your text", exact=True)).to_have_value("x" * 5001)
    expect(reader.locator("#own-body-error, .form-message").filter(has_text=re.compile(r"\S"))).not_to_have_count(0)
    changed = f"{body} It passed."
    reader.get_by_label("Your text", exact=True).fill(changed)
    reader.get_by_role("button", name="Save the new text").click()
    expect(reader.locator(".own-waiting .comment").filter(has_text="It passed.")).to_be_visible()

    reader.get_by_role("link", name="Change or delete").first.click()
    reader.get_by_role("button", name="Delete this comment").click()
    expect(reader.locator(".own-waiting .comment").filter(has_text=body)).to_have_count(0)
    reader.goto(site.public(POST))
    expect(reader.locator(".own-waiting .comment").filter(has_text=body)).to_have_count(0)
    assert site.stored("SELECT count(*) FROM comments_comment WHERE body LIKE ?", f"%{body}%") == [(0,)]


def test_a_mailed_link_confirms_by_a_button_and_everything_can_be_erased(site, reader, open_browser, address):
    body = f"Walking home helped {uuid4().hex}."
    write(reader, site, body=body, address=address)
    reader.goto(site.public("/identity/"))
    reader.get_by_label("E-mail address").fill(address)
    reader.get_by_role("button", name="Send me the link").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")
    (link,) = re.findall(r"http\S+/identity/confirm/\?token=\S+", mailed_to(site, address))

    scanner = open_browser(java_script=True)
    scanner.goto(link)
    assert site.stored("SELECT count(*) FROM comments_commenter WHERE email = ?", address) == [(0,)]
    reader.goto(link)
    expect(reader.get_by_text(address)).to_be_visible()
    reader.get_by_role("button", name="Yes, this is my address").click()
    reader.wait_for_url(lambda url: "/identity/confirm" not in url)
    assert site.stored("SELECT count(*) FROM comments_commenter WHERE email = ?", address) == [(1,)]
    scanner.reload()
    expect(scanner.get_by_role("heading", level=1)).to_have_text("This link leads nowhere any more")

    reader.goto(site.public("/identity/me/"))
    expect(reader.get_by_text(body)).to_be_visible()
    with reader.expect_download() as download:
        reader.get_by_role("link", name="Download everything").click()
    assert body in download.value.path().read_text("utf-8")
    reader.get_by_role("button", name="Erase everything").click()
    expect(reader.get_by_text("Please tick the box")).to_be_visible()
    reader.get_by_label("Yes, erase everything about me").check()
    reader.get_by_role("button", name="Erase everything").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("That is done")
    assert site.stored("SELECT count(*) FROM comments_commenter WHERE email = ?", address) == [(0,)]
    assert site.stored("SELECT count(*) FROM comments_comment WHERE author_email = ?", address) == [(0,)]
    reader.goto(site.public("/identity/me/"))
    expect(reader.get_by_label("E-mail address")).to_be_visible()
