"""What the editor saves by itself, and what is sent by a button, never meet on the way, however slow the server is."""

import time

import pytest
from playwright.sync_api import expect

WATCHED_AFTER = 2500
"""Milliseconds after which Wagtail's editor looks for changes."""

SAVES_ITSELF_AFTER = 1600
"""Milliseconds after a change in which it has saved by itself."""


class Way:
    """The way from one editor's browser to the server: what is sent of the form waits here until it is let go."""

    def __init__(self, site, page, post):
        self.site, self.page, self.post, self.waiting = site, page, post, []
        page.route(edit_address(site, post), self._come)

    def _come(self, route):
        if route.request.method == "POST":
            self.waiting.append(route)
        else:
            route.continue_()

    def next_one(self):
        """Return whether what comes next was sent by a button."""
        deadline = time.monotonic() + 10
        while not self.waiting:
            assert time.monotonic() < deadline, "nothing was sent"
            self.page.wait_for_timeout(50)
        return self.waiting[0].request.is_navigation_request()

    def let_go(self):
        self.waiting.pop(0).continue_()


def edit_address(site, post):
    return site.admin(f"/admin/pages/{post}/edit/")


@pytest.fixture
def way(site, sign_in):
    ((post,),) = site.stored("SELECT id FROM wagtailcore_page WHERE slug = ?", "knees-like-company")
    page = sign_in("marketer")
    page.goto(edit_address(site, post))
    page.wait_for_timeout(WATCHED_AFTER)
    return Way(site, page, post)


def change(way, words):
    way.page.locator("[name=excerpt]").fill(words)


def press(way, name):
    way.page.get_by_role("button", name=name, exact=True).click(no_wait_after=True)  # it waits for `let_go`


def test_a_form_waits_for_what_is_being_saved_and_nothing_is_saved_beside_it(way):
    change(way, "A first thought.")
    assert not way.next_one(), "the editor saves by itself"
    change(way, "A second thought.")
    way.page.locator("footer").get_by_role("button", name="More actions").click()
    press(way, "Publish")
    way.page.wait_for_timeout(SAVES_ITSELF_AFTER)
    assert len(way.waiting) == 1, "the form waits"
    way.let_go()
    assert way.next_one(), "then it is sent"
    way.page.wait_for_timeout(SAVES_ITSELF_AFTER)
    assert len(way.waiting) == 1, "and nothing else"
    way.let_go()
    expect(way.page.get_by_text("has been published")).to_be_visible()
    ((stored,),) = way.site.stored("SELECT excerpt FROM blog_blogpostpage WHERE page_ptr_id = ?", way.post)
    assert stored == "A second thought."


def test_nothing_is_saved_while_a_form_is_under_way(way):
    change(way, "A third thought.")
    press(way, "Save draft")
    assert way.next_one()
    way.page.wait_for_timeout(SAVES_ITSELF_AFTER)
    assert len(way.waiting) == 1
    way.let_go()
    expect(way.page.get_by_text("has been updated")).to_be_visible()
    assert way.page.locator("[name=excerpt]").input_value() == "A third thought."
