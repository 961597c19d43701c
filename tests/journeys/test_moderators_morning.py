"""A moderator's morning in a real browser: sixty comments wait. What it takes is printed: keystrokes and seconds."""

import json
import time
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

DESK = "/admin/reader-comments/"

WAITING = """
from datetime import timedelta
from uuid import uuid4
from django.utils import timezone
from wagtail.models import Page
from comments.lifecycle import Status
from comments.services import RestoredComment, restore_thread
now = timezone.now()
def waiting(number, name, email, body):
    at = now - timedelta(minutes=number)
    return RestoredComment(uuid=uuid4(), body=body, name=name, email=email, status=Status.PENDING, created_at=at)
comments = [
    *(waiting(100 - n, f"Morning reader {n}", f"m{n}@example.org", f"A thought of the morning, number {n}.")
      for n in range(36)),
    *(waiting(60 - n, f"Seller {n}", f"s{n}@shop.example", f"Bargainpills here, offer {n}.") for n in range(21)),
    *(waiting(30 - n, "Rowdy", "rowdy@example.org", f"You are all fools, {n}.") for n in range(3)),
]
page = Page.objects.get(slug="sleep-is-a-treatment-too")
restore_thread(page=page, comments=comments, now=now)
print(page.pk)
"""


@dataclass
class Hands:
    """What the moderator does with the keys, counted."""

    page: Page
    strokes: int = 0
    parts: list[str] = field(default_factory=list)
    since: float = field(default_factory=time.monotonic)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.strokes += 1

    def decide(self, key: str) -> None:
        """Press a key that leads to an answer of the site."""
        with self.page.expect_navigation():
            self.press(key)

    def done(self, what: str, *, number: int) -> None:
        """Note what a piece of work took."""
        seconds = time.monotonic() - self.since
        self.parts.append(f"{what}: {number} comments, {self.strokes} keystrokes, {seconds:.1f} s")
        self.strokes, self.since = 0, time.monotonic()


@pytest.fixture(scope="module")
def page_id(site):
    """The page on which sixty comments wait."""
    return int(site.stack.call("shell", "--no-imports", "--command", WAITING).split()[-1])


@pytest.fixture
def moderator(sign_in, page_id):
    return sign_in("moderator")


@pytest.fixture
def complaints(moderator, listen):
    return listen(moderator)


def statuses(site, like):
    rows = site.stored("SELECT status, count(*) FROM comments_comment WHERE body LIKE ? GROUP BY status", like)
    return dict(rows)


def test_sixty_wait(site, moderator, complaints, page_id):
    page, hands = moderator, Hands(moderator)
    page.goto(site.admin(f"{DESK}?branch={page_id}"))
    expect(page.locator("[data-comment]")).to_have_count(20)

    # One by one, by keys alone; the list comes back to where the moderator was.
    hands.press("j")
    for key in "aaras":
        hands.decide(key)
        expect(page.locator("[data-comment]:focus")).to_have_count(1)
    assert statuses(site, "A thought of the morning%") == {"approved": 3, "rejected": 1, "spam": 1, "pending": 31}
    hands.decide("u")
    assert statuses(site, "A thought of the morning%") == {"approved": 3, "rejected": 1, "pending": 32}
    hands.press("j", "x", "j", "x")
    hands.decide("a")
    expect(page.get_by_text("2 comments are approved.")).to_be_visible()
    hands.done("by keys", number=7)

    # A reason, which the author reads.
    hands.press("j", "R")
    page.locator("[data-comment] details[open] select").select_option("off-topic")
    page.locator("[data-comment] details[open] textarea").fill("Please keep to sleep. j k a")
    with page.expect_navigation():
        page.get_by_role("button", name="Reject with this").first.click()
    assert statuses(site, "A thought of the morning%")["rejected"] == 2
    assert site.stored("SELECT reason, words FROM comments_batch ORDER BY id DESC LIMIT 1") == [
        ("off-topic", "Please keep to sleep. j k a")
    ]

    # Everything that a search finds.
    hands.done("with a reason", number=1)
    page.goto(site.admin(f"{DESK}?q=bargainpills"))
    hands.press("j", "x")
    page.locator("[data-reader-comments-together] button[value=spam]").wait_for()
    expect(page.locator("[data-comment]")).to_have_count(20)
    page.locator("[data-reader-comments-all]").check()
    with page.expect_navigation():
        page.locator("[data-reader-comments-together] button[value=spam]").click()
    assert page.locator(".reader-comment-fates tbody td").all_inner_texts() == ["Waiting", "21", "Spam"]
    with page.expect_navigation():
        page.get_by_role("button", name="Spam (21)").click()
    expect(page.get_by_text("21 comments are marked as spam.")).to_be_visible()
    hands.decide("u")
    expect(page.get_by_text("21 comments stand as they did before")).to_be_visible()
    assert statuses(site, "Bargainpills%") == {"pending": 21}
    page.goto(site.admin(f"{DESK}history/"))
    expect(page.locator("table.listing tbody tr").nth(41)).to_be_visible()
    hands.done("all of a search, and back", number=21)

    # An answer that approves.
    page.goto(site.admin(f"{DESK}?branch={page_id}"))
    hands.press("j")
    hands.decide("e")
    page.locator("#id_body").fill("Thank you, that is a good question.")
    with page.expect_navigation():
        page.get_by_role("button", name="Approve and answer").click()
    expect(page.get_by_text("Your answer is published, and the comment with it.")).to_be_visible()
    assert statuses(site, "Thank you, that is a good question.") == {"approved": 1}
    hands.done("an answer", number=1)

    # A ban with what they wrote, taken back together.
    page.goto(site.admin(f"{DESK}?q=fools"))
    page.get_by_role("link", name="Rowdy").first.click()
    page.get_by_label("Their comments there").select_option("spam")
    with page.expect_navigation():
        page.get_by_role("button", name="Ban…").click()
    with page.expect_navigation():
        page.locator("main form button[type=submit]:not([data-key])").last.click()
    assert statuses(site, "You are all fools%") == {"spam": 3}
    hands.decide("u")
    assert statuses(site, "You are all fools%") == {"pending": 3}
    assert site.stored("SELECT count(*) FROM comments_ban WHERE batch_id IS NOT NULL") == [(0,)]
    hands.done("a ban with clean-up, and back", number=3)

    # What a rule would have done to what was just decided.
    page.goto(site.admin(f"{DESK}rules/{page_id}/"))
    page.locator("#id_newcomer_links").fill("2")
    with page.expect_navigation():
        page.get_by_role("button", name="Try on the last 90 days").click()
    expect(page.get_by_text("you approved, catch")).to_be_visible()
    hands.done("a rule with its dry run", number=0)

    assert complaints == []
    print("\n".join(hands.parts))  # noqa: T201 - for whoever runs it


def test_keys_are_told_and_can_be_turned_off(site, moderator, complaints):
    page = moderator
    page.goto(site.admin(DESK))
    button = page.locator("[data-comment] [data-key=a]").first
    expect(button).to_have_attribute("aria-keyshortcuts", "a")
    expect(button).to_have_attribute("title", "Approve (a)")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog").get_by_text("Next comment, previous comment")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("input[name=q]").first).to_be_focused()
    assert complaints == []
    set_keys(site, page, on=False)
    try:
        page.goto(site.admin(DESK))
        expect(page.locator("[data-comment]").first).to_be_visible()
        page.keyboard.press("j")
        expect(page.locator("[data-comment]:focus, [aria-keyshortcuts][data-key]")).to_have_count(0)
    finally:
        set_keys(site, page, on=True)


def set_keys(site, page, *, on):
    page.goto(site.admin("/admin/account/"))
    page.locator("input[name$=keyboard_shortcuts]").set_checked(on, force=True)
    with page.expect_navigation():
        page.locator("form button[type=submit]", has_text="Save").first.click()


LOOKS = ((1280, "light", "body"), (360, "dark", "main"), (1280, "dark", "main"), (360, "light", "main"))
"""Widths, schemes and parts. Around `main` stands what Wagtail puts around every screen: once is enough."""


@pytest.mark.parametrize("looks", [1, pytest.param(4, marks=pytest.mark.full)])
def test_axe_finds_nothing_on_any_screen(site, moderator, complaints, page_id, looks):
    page = moderator
    [(uuid,)] = site.stored("SELECT uuid FROM comments_comment WHERE status = 'pending' ORDER BY id LIMIT 1")
    handle = f"{uuid[:8]}-{uuid[8:12]}-{uuid[12:16]}-{uuid[16:20]}-{uuid[20:]}"
    screens = (
        "",
        f"inspect/{handle}/",
        f"answer/{handle}/",
        f"delete-for-author/{handle}/",
        f"commenters/of/{handle}/",
        "history/",
        "canned-replies/",
        "canned-replies/create/",
        f"rules/{page_id}/",
        "word-lists/add/",
        "bans/",
        "simulator/",
        "policies/",
        "orphans/",
        "statistics/",
    )
    axe, found = Axe(), {}
    for number, screen in enumerate(screens):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        answer = page.goto(site.admin(DESK + screen))
        assert answer.status == 200, screen
        for width, scheme, part in LOOKS if looks == len(LOOKS) else LOOKS[number % len(LOOKS) :][:1]:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            for violation in axe.run(page, part).response["violations"]:
                places = [node["target"] for node in violation["nodes"]]
                found[f"{screen} {width} {scheme} {violation['id']}"] = places
            wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wider > 0:
                found[f"{screen} {width} scrolls sideways"] = wider
    assert found == {}, json.dumps(found, indent=1)
    assert complaints == []
