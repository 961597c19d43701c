"""A marketer copies a post, guards it with a password, redirects an address and has an expert look; readers follow."""

import re
import time
from uuid import uuid4

import pytest
import requests
from playwright.sync_api import expect

SOON = 20
"""Seconds on a busy machine from saving to the page: outbox, purge and a new rendering."""

AUTOSAVE = 1500
"""Milliseconds after a change in which the editor saves by itself."""

ORIGINAL = "/blog/treatments/between-rest-and-surgery/"
PASSWORD = "a walk by the river"


def until(true):
    deadline = time.monotonic() + SOON
    while not true() and time.monotonic() < deadline:
        time.sleep(0.3)
    assert true()


def status_of(site, path):
    return requests.get(site.public(path), timeout=10, allow_redirects=False).status_code


def copied(site, page, slug, *, alias=False):
    """Copy the article through the admin's form; return its public path and the copy's id."""
    original = site.resolve(ORIGINAL)["page"]["id"]
    page.goto(site.admin(f"/admin/pages/{original}/copy/"))
    page.locator("[name=new_title]").fill(slug.replace("-", " ").capitalize())
    page.locator("[name=new_slug]").fill(slug)
    page.locator("[name=alias]" if alias else "[name=publish_copies]").check()
    page.get_by_role("button", name="Copy this page").click()
    expect(page.get_by_text("copied")).to_be_visible()
    path = ORIGINAL.replace("between-rest-and-surgery", slug)
    until(lambda: status_of(site, path) == 200)
    return path, site.resolve(path)["page"]["id"]


@pytest.fixture
def marketer(sign_in):
    return sign_in("marketer")


def test_a_copy_is_guarded_by_a_password(site, marketer, listen, open_browser):
    complaints = listen(marketer)
    path, page_id = copied(site, marketer, f"a-guarded-copy-{uuid4().hex[:8]}")

    marketer.goto(site.admin(f"/admin/pages/{page_id}/edit/"))
    marketer.get_by_role("button", name="Toggle status").click()
    marketer.get_by_role("button", name="Change privacy").click()
    dialog = marketer.get_by_role("dialog")
    dialog.get_by_label("Private, accessible with a shared password").check()
    dialog.locator("[name=password]").fill(PASSWORD)
    dialog.get_by_role("button", name="Save").click()
    dialog.wait_for(state="hidden")
    assert complaints == []

    until(lambda: 'type="password"' in requests.get(site.public(path), timeout=10).text)
    assert 'class="citation"' in requests.get(site.public(ORIGINAL), timeout=10).text
    assert 'class="citation"' not in requests.get(site.public(path), timeout=10).text
    for java_script in (True, False):
        reader = open_browser(java_script=java_script)
        reader.goto(site.public(path))
        reader.locator("input[type=password]").fill("something else")
        reader.keyboard.press("Enter")
        expect(reader.locator("input[type=password]")).to_be_visible()
        reader.locator("input[type=password]").fill(PASSWORD)
        reader.keyboard.press("Enter")
        expect(reader.locator("article a.citation").first).to_be_visible()


def test_an_alias_follows_its_original(site, marketer):
    path, page_id = copied(site, marketer, f"an-alias-{uuid4().hex[:8]}", alias=True)
    marketer.goto(site.admin(f"/admin/pages/{page_id}/edit/"))
    expect(marketer.get_by_text("This page is an alias of another page.")).to_be_visible()
    ((original,),) = site.stored("SELECT alias_of_id FROM wagtailcore_page WHERE id = ?", page_id)
    assert original == site.resolve(ORIGINAL)["page"]["id"]
    canonical = re.search(r'<link rel="canonical" href="([^"]+)"', requests.get(site.public(path), timeout=10).text)
    assert canonical
    assert canonical[1].endswith(ORIGINAL)


def test_a_redirect_leads_an_old_address_on(site, marketer, listen):
    complaints = listen(marketer)
    old = f"/flyer-{uuid4().hex[:8]}"
    marketer.goto(site.admin("/admin/redirects/add/"))
    marketer.locator("[name=old_path]").fill(old)
    marketer.locator("[name=redirect_link]").fill(site.public(ORIGINAL))
    marketer.locator("footer button[type=submit]").first.click()
    until(lambda: status_of(site, old) in (301, 308))
    assert requests.get(site.public(old), timeout=10).url == site.public(ORIGINAL)
    assert complaints == []


def assign_expert_review(site, admin, blog):
    """Have the posts of `blog` looked at, in the screen of the workflow."""
    ((workflow,),) = site.stored("SELECT id FROM wagtailcore_workflow WHERE name = 'Expert review'")
    admin.goto(site.admin(f"/admin/workflows/edit/{workflow}/"))
    admin.get_by_role("button", name="Choose a page").last.click()
    dialog = admin.get_by_role("dialog")
    dialog.locator("[name=q]").fill(blog["title"])
    dialog.get_by_role("row", name="English").get_by_role("link", name=blog["title"], exact=True).click()
    dialog.wait_for(state="hidden")
    admin.locator("footer button[type=submit]").first.click()
    until(lambda: site.stored("SELECT 1 FROM wagtailcore_workflowpage WHERE page_id = ?", blog["id"]))


def test_an_expert_looks_before_a_post_is_published(site, sign_in, marketer, listen):
    title = f"Looked at {uuid4().hex[:8]}"
    path = f"/blog/{title.lower().replace(' ', '-')}/"
    blog = site.resolve("/blog/")["page"]
    admin = sign_in("admin")
    complaints = [listen(admin), listen(marketer)]
    assign_expert_review(site, admin, blog)

    marketer.goto(site.admin(f"/admin/pages/add/blog/blogpostpage/{blog['id']}/"))
    marketer.locator("[name=title]").fill(title)
    marketer.locator("[name=excerpt]").fill("Read twice before it was published.")
    marketer.wait_for_timeout(AUTOSAVE)
    marketer.wait_for_load_state("networkidle")
    marketer.locator("footer").get_by_role("button", name="More actions").click()
    marketer.get_by_role("button", name="Submit to Expert review").click()
    expect(marketer.get_by_text("submitted for moderation")).to_be_visible()

    ((page_id,),) = site.stored("SELECT id FROM wagtailcore_page WHERE draft_title = ?", title)
    for approve in ("Approve with comment", "Approve and Publish"):
        assert status_of(site, path) == 404
        admin.goto(site.admin(f"/admin/pages/{page_id}/edit/"))
        admin.locator("footer").get_by_role("button", name="More actions").click()
        admin.get_by_role("button", name=approve).first.click()
        if approve == "Approve with comment":
            admin.locator("[name=comment]").fill("Checked against the cited trials.")
            admin.get_by_role("dialog").get_by_role("button", name="Approve").click()
            until(lambda: site.stored("SELECT 1 FROM wagtailcore_taskstate WHERE comment LIKE 'Checked against%'"))
    until(lambda: status_of(site, path) == 200)
    assert complaints == [[], []]
