"""The screens of the admin with the most scripts, in a real browser: its policy is on, and stops nothing of ours."""

from playwright.sync_api import expect

from tests.journeys.test_marketer_writes_a_post import a_picture

SCREENS = (
    "reader-comments/",
    "reader-comments/rules/",
    "reader-comments/statistics/",
    "system/",
    "account/",
    "settings/website/sitebrand/",
    "snippets/blog/reference/paste/",
    "reports/site-history/",
    "redirects/add/",
    "workflows/add/",
    "groups/new/",
)

DIALOGS = ("Choose an image", "Choose a document", "Choose a page")

STRANGER = """
() => {
  const picture = new Image();
  picture.src = 'https://stranger.example/picture.png';
  document.body.append(picture);
  const script = document.createElement('script');
  script.src = 'https://stranger.example/script.js';
  document.body.append(script);
}
"""


def add_every_block(page):
    """Put one block of each kind into the body."""
    adds, options = page.locator("button.c-sf-add-button"), page.locator("[role=option]")
    adds.last.click()
    kinds = [text.strip() for text in options.all_inner_texts()]
    page.keyboard.press("Escape")
    assert len(kinds) == 14
    for number in range(len(kinds)):
        there = adds.count()
        adds.last.click()
        options.nth(number).click()
        expect(adds).not_to_have_count(there)


def open_every_dialog(page):
    for name in DIALOGS:
        page.get_by_role("button", name=name).last.click()
        dialog = page.get_by_role("dialog")
        expect(dialog.locator("img, td").first).to_be_visible()
        dialog.get_by_role("button", name="Close").click()
        dialog.wait_for(state="hidden")


def test_nothing_of_the_admins_own_is_stopped_and_a_stranger_is(sign_in, site, listen):
    page = sign_in("admin")
    complaints, foreign = listen(page), []
    origins = (site.stack.admin_url, site.stack.public_url, "data:", "blob:")
    page.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(origins) else None)

    [[index]] = site.stored("SELECT page_ptr_id FROM blog_blogindexpage ORDER BY page_ptr_id LIMIT 1")
    page.goto(site.admin(f"/admin/pages/add/blog/blogpostpage/{index}/"))
    add_every_block(page)
    open_every_dialog(page)

    page.goto(site.admin("/admin/images/multiple/add/"))
    page.set_input_files("input[type=file]", [a_picture()])
    page.locator("#upload-list li").get_by_role("button", name="Update").wait_for()

    for screen in SCREENS:
        assert page.goto(site.admin(f"/admin/{screen}")).status == 200, screen
    assert (complaints, foreign) == ([], [])

    with page.expect_console_message(lambda message: "stranger.example/script.js" in message.text):
        page.evaluate(STRANGER)
    assert len([each for each in complaints if "Content Security Policy" in each]) == 2
