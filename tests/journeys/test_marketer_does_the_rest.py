"""What else marketing does in the admin, in a real browser: no console error, and readers see what became of it."""

import re
import time
from uuid import uuid4

import pytest
import requests
from playwright.sync_api import expect

SOON = 20
"""Seconds on a busy machine from saving to the page: outbox, purge and a new rendering."""

SCREENS = (
    "pages/",
    "images/",
    "documents/",
    "redirects/",
    "redirects/add/",
    "reports/blog/credentials/",
    "reports/blog/reviews/",
    "reports/search/searches/",
    "reports/search/fruitless/",
    "search/synonyms/",
    "settings/website/sitebrand/",
    *(
        f"snippets/{model}/"
        for model in ("blog/author", "blog/category", "blog/series", "blog/reference", "taggit/tag")
    ),
    *(f"snippets/{model}/add/" for model in ("blog/author", "blog/category", "blog/series", "blog/reference")),
    "snippets/blog/reference/paste/",
)

BLOCKS = (
    *("Heading", "Quote", "Callout", "Questions and answers", "Divider", "Picture", "Gallery", "Film or other site"),
    *("Table", "Code", "Download", "Appointment button", "Related posts"),
)

PAPER = """@article{{walk, title = {{Ten minutes on foot {word}}}, author = {{Moser, Anna}}, journal = {{Gait}},
  year = {{2024}}, volume = {{3}}, pages = {{1--9}}, doi = {{10.5555/{word}}}}}"""


@pytest.fixture
def marketer(sign_in):
    return sign_in("marketer")


@pytest.fixture
def complaints(marketer, listen):
    return listen(marketer)


def until(true):
    deadline = time.monotonic() + SOON
    while not true() and time.monotonic() < deadline:
        time.sleep(0.3)
    assert true()


def test_every_screen_opens_without_a_complaint(site, marketer, complaints):
    for screen in SCREENS:
        answer = marketer.goto(site.admin(f"/admin/{screen}"))
        assert answer.status == 200
        assert marketer.url.startswith(site.admin(f"/admin/{screen}")), "nobody was sent elsewhere"
        expect(marketer.locator("main h1, main h2, header h1").first).to_be_attached()
    assert complaints == []


def test_papers_are_pasted(site, marketer, complaints):
    word = uuid4().hex[:8]
    marketer.goto(site.admin("/admin/snippets/blog/reference/paste/"))
    marketer.locator("[name=text]").fill(PAPER.format(word=word))
    marketer.get_by_role("button", name="Show what would be added").click()
    assert site.stored("SELECT 1 FROM blog_reference WHERE doi = ?", f"10.5555/{word}") == []
    marketer.get_by_role("button", name="Add 1 reference").click()
    until(lambda: site.stored("SELECT 1 FROM blog_reference WHERE doi = ?", f"10.5555/{word}"))
    marketer.goto(site.admin(f"/admin/snippets/blog/reference/?q={word}"))
    expect(marketer.get_by_role("link", name=re.compile(f"Ten minutes on foot {word}"))).to_be_visible()
    assert complaints == []


def test_an_author_has_credentials(site, marketer, complaints):
    word = uuid4().hex[:8]
    marketer.goto(site.admin("/admin/snippets/blog/author/add/"))
    marketer.locator("[name=name]").fill(f"Ada {word}")
    marketer.get_by_role("button", name=re.compile("Add credential", re.IGNORECASE)).click()
    marketer.locator("[name='credentials-0-letters']").fill("PT")
    marketer.locator("[name='credentials-0-meaning']").fill("Physiotherapist")
    marketer.locator("footer button[type=submit]").first.click()
    until(lambda: site.stored("SELECT 1 FROM blog_author WHERE name = ?", f"Ada {word}"))
    stored = "SELECT letters FROM blog_credential JOIN blog_author ON author_id = blog_author.id WHERE name = ?"
    assert site.stored(stored, f"Ada {word}") == [("PT",)]
    assert complaints == []


def test_a_renamed_tag_leads_on_from_its_earlier_address(site, marketer, complaints):
    ((tag, slug),) = site.stored(
        "SELECT taggit_tag.id, slug FROM taggit_tag JOIN blog_posttag ON tag_id = taggit_tag.id ORDER BY slug LIMIT 1"
    )
    before, word = f"/blog/tag/{slug}/", uuid4().hex[:8]
    assert requests.get(site.public(before), timeout=10).status_code == 200
    marketer.goto(site.admin(f"/admin/snippets/taggit/tag/edit/{tag}/"))
    marketer.locator("[name=slug]").fill(f"renamed-{word}")
    marketer.locator("footer button[type=submit]").first.click()
    after = f"/blog/tag/renamed-{word}/"
    until(lambda: requests.get(site.public(before), timeout=10, allow_redirects=False).headers.get("location") == after)
    assert requests.get(site.public(after), timeout=10).status_code == 200
    assert complaints == []


def test_every_kind_of_block_can_be_added(site, marketer, complaints):
    marketer.goto(site.admin(f"/admin/pages/add/blog/blogpostpage/{site.resolve('/blog/')['page']['id']}/"))
    for name in BLOCKS:
        marketer.locator("button.c-sf-add-button:visible").last.click()
        marketer.get_by_role("option", name=name, exact=True).click()
        expect(marketer.locator(".w-combobox")).to_have_count(0)  # a menu that is closing still has its options
    added = marketer.locator("[data-streamfield-child]")
    expect(added.nth(len(BLOCKS) - 1)).to_be_attached()
    assert complaints == []
