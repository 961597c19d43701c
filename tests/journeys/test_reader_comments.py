"""A reader answers a post; a moderator approves it; the next reader sees it. What else readers do with comments."""

import json
import re
import time
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
import requests
from playwright.sync_api import expect

POST = "/blog/good-days-bad-days/"
HELD = re.compile("Thank you. Your comment .* moderator")
BUSY = "/blog/treatments/reading-your-mri-report/"
ROOTS = 55
"""More than one part of a thread shows."""

FILL = """
import json, sys
from datetime import timedelta
from uuid import UUID
from django.utils import timezone
from wagtail.models import Page
from comments.services.restoring import RestoredComment, restore_thread
now, page = timezone.now(), Page.objects.get(slug="reading-your-mri-report")
comments = [
    RestoredComment(uuid=UUID(name), body=f"Thought {number}", name=f"Reader {number}", parent=parent and UUID(parent),
        created_at=now - timedelta(hours=100) + timedelta(minutes=number))
    for number, (name, parent) in enumerate(json.loads(WANTED))
]
restore_thread(page=page, comments=comments, now=now)
"""

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
    moderator.goto(site.admin(f"/admin/reader-comments/?q={word}"))
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


@pytest.fixture(scope="module")
def busy(site):
    """A thread of several parts: the ids of its new comments, the last three one below the other."""
    ids = [str(uuid4()) for _ in range(ROOTS + 2)]
    parents = [None] * ROOTS + ids[ROOTS - 1 : ROOTS + 1]
    wanted = json.dumps(list(zip(ids, parents, strict=True)))
    site.stack.call("shell", "-v", "0", "-c", f"WANTED = {wanted!r}\n{FILL}")
    return ids


def article(page, uuid):
    return page.locator(f"#comment-{uuid}")


def test_readers_find_their_way_in_a_long_thread(site, reader, busy, java_script):
    reader.goto(site.public(BUSY))
    expect(article(reader, busy[0])).to_be_visible()
    expect(article(reader, busy[-1])).to_have_count(0)
    reader.get_by_role("link", name="More comments").click()
    expect(article(reader, busy[-1])).to_be_visible()
    expect(article(reader, busy[0])).to_have_count(1 if java_script else 0)
    if java_script:
        expect(reader.get_by_role("status").filter(has_text="More comments are shown")).to_be_visible()
        assert reader.evaluate("document.activeElement.classList.contains('comment')")

    branch = reader.locator("li", has=article(reader, busy[ROOTS - 1])).last
    branch.locator("summary", has_text="2 replies").click()
    expect(article(reader, busy[-1])).to_be_hidden()

    reader.get_by_role("link", name="Newest").click()
    expect(reader.locator(".thread > li").first).to_contain_text(f"Thought {ROOTS - 1}")
    expect(reader.get_by_role("link", name="Newest")).to_have_attribute("aria-current", "true")

    place = {"comments": f"a{UUID(busy[-1]).hex}"}
    link = f"#comment-{busy[-1]}"
    reader.goto(site.public(f"{BUSY}?sort=best{link}" if java_script else f"{BUSY}?{urlencode(place)}{link}"))
    expect(article(reader, busy[-1])).to_be_in_viewport()
    expect(reader.locator(".comment:target")).to_have_attribute("id", f"comment-{busy[-1]}")
    expect(article(reader, busy[-2])).to_be_visible()


def test_a_link_to_the_comments_leads_there_on_a_phone_though_typefaces_come_late(site, browser):
    with browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="no-preference") as context:
        page = context.new_page()
        page.route("**/*.woff2", lambda route: (time.sleep(0.8), route.continue_()))
        page.goto(site.public(f"{POST}#comments"))
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(500)
        assert 0 <= page.locator("#comments").bounding_box()["y"] <= 100


def test_a_reader_likes_reports_and_follows(site, reader, open_browser, busy, java_script):
    mine = busy[3 if java_script else 4]
    name = f"Reader {busy.index(mine)}"
    heart = article(reader, mine).get_by_role("button", name=f"Like what {name} wrote")
    reader.goto(site.public(BUSY))
    expect(heart).to_have_attribute("aria-pressed", "false")
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(heart).to_contain_text("1")
    reader.goto(site.public(BUSY))
    heart.scroll_into_view_if_needed()
    expect(heart).to_have_attribute("aria-pressed", "true")
    stranger = open_browser(java_script=False)
    stranger.goto(site.public(BUSY))
    expect(article(stranger, mine).locator(".like")).to_have_attribute("aria-pressed", "false")
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", "false")
    expect(heart).not_to_contain_text("1")
    hexadecimal = mine.replace("-", "")
    score = "SELECT score FROM comments_comment WHERE replace(uuid, '-', '') = ?"
    assert site.stored(score, hexadecimal) == [(0,)]

    def ask_for(link):
        more = article(reader, mine).locator(".comment-more")
        if more.get_attribute("open") is None:
            more.locator("summary").click()
        more.get_by_role("link", name=link).click()

    ask_for("Report")
    reader.get_by_label("What should a moderator know?").fill("Look at the dose.")
    reader.get_by_role("button", name="Send the report").click()
    expect(reader.get_by_text("Please choose what is wrong with it.")).to_be_visible()
    expect(reader.get_by_label("What should a moderator know?")).to_have_value("Look at the dose.")
    reader.get_by_label("It is false or dangerous").check()
    reader.get_by_role("button", name="Send the report").click()
    expect(reader.get_by_text("A moderator will look at this comment.")).to_be_visible()
    reported = "SELECT reason, note FROM comments_report r JOIN comments_comment c ON c.id = r.comment_id"
    assert site.stored(f"{reported} WHERE replace(c.uuid, '-', '') = ?", hexadecimal) == [
        ("wrong", "Look at the dose.")
    ]
    reader.get_by_role("link", name="Back to the comment").click()
    expect(reader.locator(".panel")).to_have_count(0)

    ask_for("Tell me of answers")
    reader.get_by_label("E-mail address").fill("nobody@invalid")
    reader.get_by_role("button", name="Tell me by mail").click()
    expect(reader.locator("#follow-email-error")).not_to_be_empty()
    reader.get_by_label("E-mail address").fill(f"{uuid4().hex[:12]}@example.org")
    reader.get_by_role("button", name="Tell me by mail").click()
    expect(reader.get_by_text("We have sent you a link.")).to_be_visible()


def test_while_the_backend_is_away_pages_stand_and_nothing_typed_is_lost(site, open_browser):
    scripted, plain = open_browser(), open_browser(java_script=False)
    body, ways = f"Typed while it was away {uuid4().hex}.", {scripted: "Ada", plain: "Ben"}
    for page in ways:
        page.goto(site.public(POST))
    with site.stack.without_backend():
        for page, name in ways.items():
            page.goto(site.public(POST))
            page.get_by_label("Comment", exact=True).fill(f"{body} {name}")
            if page is scripted:
                expect(page.get_by_role("alert").filter(has_text="cannot be sent just now")).to_be_visible()
            write(page, body=f"{body} {name}", name=name, email=f"{uuid4().hex}@example.org")
            expect(page.get_by_role("alert").filter(has_text="Nothing you wrote is lost")).to_be_visible()
            expect(page.get_by_label("Comment", exact=True)).to_have_value(f"{body} {name}")
            expect(page.get_by_label("Name", exact=True)).to_have_value(name)
        expect(plain.get_by_role("heading", level=1)).to_have_text("Your comment is not sent yet")
        scripted.reload()
        expect(scripted.get_by_role("heading", level=1)).to_be_visible()
        expect(scripted.get_by_label("Comment", exact=True)).to_have_value(f"{body} Ada")
        expect(scripted.get_by_text("Your draft was kept in this browser.")).to_be_visible()
    scripted.get_by_label("Name", exact=True).fill("Ada")
    scripted.get_by_label("E-mail", exact=True).fill(f"{uuid4().hex}@example.org")
    for page in ways:
        page.get_by_role("button", name="Send comment").click()
        expect(page.get_by_role("status").filter(has_text="Thank you")).to_be_visible()
    assert site.stored("SELECT count(*) FROM comments_comment WHERE body LIKE ?", f"{body}%") == [(2,)]


def test_a_text_is_previewed_and_kept_until_it_is_accepted(site, reader, java_script):
    word = uuid4().hex
    before = site.comments_stored()
    reader.goto(site.public(BUSY))
    reader.set_viewport_size({"width": 360, "height": 740})
    reader.get_by_label("Comment", exact=True).fill(f"That is *so* <b>true</b> {word} https://example.org/{'a' * 99}")
    reader.get_by_role("button", name="Preview").click()
    expect(reader.locator(".form-preview em")).to_have_text("so")
    expect(reader.locator(".form-preview em")).to_be_in_viewport()
    expect(reader.locator(".form-preview b")).to_have_count(0)
    expect(reader.get_by_label("Comment", exact=True)).to_have_value(re.compile(word))
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert site.comments_stored() == before
    if not java_script:
        return
    reader.get_by_role("link", name=re.compile("^Reply to ")).nth(1).click()
    title = reader.get_by_role("heading", name=re.compile("^Answer "))
    expect(title).to_be_visible()
    answering = title.text_content()
    reader.goto(site.public(BUSY))
    expect(reader.get_by_text("Your draft was kept in this browser.")).to_be_visible()
    expect(title).to_have_text(answering)
    write(reader, body=f"Another {word}", name="Carla", email=f"{word}@example.org")
    expect(reader.get_by_role("status").filter(has_text="Thank you")).to_be_visible()
    expect(reader.locator(".replies .comment").filter(has_text=f"Another {word}")).to_contain_text("Only you see this")
    reader.goto(site.public(BUSY))
    expect(reader.get_by_label("Comment", exact=True)).to_have_value("")
    expect(reader.get_by_text("Your draft was kept in this browser.")).to_be_hidden()
