"""The backend killed: readers see the last good page, and whoever writes keeps their text and is told."""

from urllib.parse import urlencode

FORM = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Origin": "https://blog.example",
    "Sec-Fetch-Site": "same-origin",
}
WORDS = "Do not lose <these> words."


def test_readers_see_the_last_good_page_and_a_form_keeps_its_text(site):
    site.start_frontend()
    form = urlencode({"body": WORDS, "name": "Rhea", "email": "rhea@example.org", "path": site.path})

    def ask(method, path, body=None, headers=()):
        return site.ask(method, path, body, headers={"Accept": "text/html", **dict(headers)}, port=site.public_port)

    status, _, page = ask("GET", site.path)
    assert status == 200
    assert "A walk" in page
    site.programs["backend"].kill()
    assert ask("GET", site.path)[::2] == (200, page)
    status, _, never_seen = ask("GET", "/news/")
    assert status in {500, 503}
    assert "Traceback" not in never_seen
    status, _, answer = ask("POST", f"/comments/{site.page}/", form, FORM)
    assert status == 503
    assert "Do not lose &lt;these&gt; words." in answer
    assert len(site.lines("frontend", "The backend is away")) == 1
    site.start_backend()
    assert ask("GET", "/news/")[0] == 200
    assert len(site.lines("frontend", "The backend is back")) == 1
    status, _, _ = ask("POST", f"/comments/{site.page}/", form, FORM)
    assert status in {302, 303}
    assert site.rows("SELECT count(*) FROM comments_comment WHERE body = ?", WORDS) == [(1,)]
