"""Hostile words in every place where readers' words are shown, judged by a real browser: nothing of them may run."""

import json
from uuid import uuid4

import pytest
import requests
from defusedxml import ElementTree

from comments.markup import render
from comments.notifications import mail_of
from comments.notifications.plain import excerpt, harmless
from comments.submission import BODY_MAX
from tests.unit.comments.hostile_families import EVERY_HOSTILE

ARTICLE = "/blog/good-days-bad-days/"

STORE = """
import json, pathlib, sys
from datetime import timedelta
from uuid import UUID
from django.utils import timezone
from wagtail.models import Page
from comments.services import RestoredComment, Status, restore_thread

told = json.loads(pathlib.Path({file!r}).read_text())
now = timezone.now()
comments = [
    RestoredComment(
        uuid=UUID(row["uuid"]), body=row["text"], name=row["name"], email=row["name"][:200], website=row["text"][:200],
        status=Status(row["status"]), created_at=now - timedelta(seconds=len(told) - number),
    )
    for number, row in enumerate(told)
]
print(restore_thread(page=Page.objects.get(pk={page}), comments=comments, now=now))
"""

CLEAR = """
import json, pathlib
from django.db import transaction
from comments.models import Comment
from comments.signals import thread_changed

with transaction.atomic():
    told = json.loads(pathlib.Path({file!r}).read_text())
    Comment.objects.filter(uuid__in=[row["uuid"] for row in told]).delete()
    thread_changed.send(sender=Comment, page_id={page}, comment=None, change="restore")
"""
"""The other journeys share the site: hundreds that wait would push theirs off the moderators' first page."""

JUDGE = """
() => {
  const found = [];
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on')) found.push(`${element.tagName} ${name}`);
      if (/^(href|src|action|formaction|xlink:href|data)$/.test(name) &&
          !/^(https?:|mailto:|\\/|#|\\?|\\.|$)/i.test(value.trim()) && !/^[\\w%-]+\\/?$/.test(value)) found.push(value);
    }
  }
  return found;
}
"""
"""What a document has that could run: handlers, and addresses of other kinds than its own."""

TOUCH = """
() => document.querySelectorAll('*').forEach((element) =>
  ['click', 'mouseover', 'focus', 'pointerenter', 'toggle', 'error', 'load', 'animationstart'].forEach((type) => {
    if (element.matches('a, button, input, form, summary, [type=submit]') && type === 'click') return;
    element.dispatchEvent(new Event(type));
  }))
"""

FEED_FORMATS = ("rss.xml", "atom.xml")


class Judge:
    """A page of a real browser, and what it did that no text may make it do."""

    def __init__(self, page, *origins):
        self.page, self.deeds = page, []
        page.on("dialog", self._dialog)
        page.on("request", lambda asked: asked.url.startswith((*origins, "data:")) or self.deeds.append(asked.url))

    def _dialog(self, dialog):
        self.deeds.append(f"{dialog.type}: {dialog.message}")
        dialog.dismiss()

    def look(self, where):
        self.page.evaluate(TOUCH)
        found = self.page.evaluate(JUDGE)
        assert (where, found, self.deeds) == (where, [], [])

    def show(self, where, pieces):
        """Put pieces of HTML into a bare document, as a careless client would: no policy of ours protects it."""
        self.page.goto("about:blank")
        self.page.evaluate("pieces => { document.body.innerHTML = pieces.join('<hr>') }", pieces)
        self.look(where)


@pytest.fixture(scope="module")
def stored(site, tmp_path_factory):
    """Every text, approved and waiting, as body, name, address and website; by uuid."""
    rows = [
        {"uuid": str(uuid4()), "text": text, "name": " ".join(text.split())[:60], "status": status}
        for text in EVERY_HOSTILE
        for status in ("approved", "pending")
    ]
    file = tmp_path_factory.mktemp("hostile") / "rows.json"
    file.write_text(json.dumps(rows))
    page_id = site.resolve(ARTICLE)["page"]["id"]
    assert site.stack.call("shell", "-v", "0", "-c", STORE.format(file=str(file), page=page_id)).strip() == str(
        len(rows)
    )
    yield page_id, rows
    site.stack.call("shell", "-v", "0", "-c", CLEAR.format(page=page_id, file=str(file)))


def parts_of_thread(site, page_id):
    """Every part of the thread, as the API gives it."""
    cursor = ""
    while cursor is not None:
        query = {"cursor": cursor, "site": site.stack.public_url.removeprefix("http://")}
        part = requests.get(site.admin(f"/api/site/v1/pages/{page_id}/comments/"), query, timeout=10).json()
        yield part, cursor
        cursor = part["next"]


def test_nothing_runs_where_readers_read(site, stored, open_browser):
    page_id, rows = stored
    page = open_browser()
    judge = Judge(page, site.stack.public_url)
    pieces, names = [], set()
    for part, cursor in parts_of_thread(site, page_id):
        pieces += [comment["html"] for comment in part["comments"]]
        names |= {comment["author"]["name"] for comment in part["comments"] if comment["author"]}
        page.goto(site.public(ARTICLE + (f"?comments={cursor}" if cursor else "")))
        judge.look(f"the page from {cursor!r}")
    assert len(pieces) >= len(rows) / 2
    assert "<script>alert(1)</script>" in names, "a name is shown as it was written"
    judge.show("the API", pieces)


@pytest.mark.parametrize("raw", ["<img src=x onerror=alert(1)>", "<a href='javascript:alert(1)'>x</a>"])
def test_the_judge_sees_what_runs(open_browser, raw):
    with pytest.raises(AssertionError):
        Judge(open_browser(), "http://localhost").show("raw", [raw])


def is_html(element):
    """Say whether a reader of feeds takes this element's text for HTML."""
    name = element.tag.rpartition("}")[2]
    return name in {"description", "encoded"} or element.get("type") == "html"


@pytest.mark.parametrize("form", FEED_FORMATS)
def test_nothing_runs_in_a_feed_reader(site, stored, open_browser, form):
    page_id, _rows = stored
    answer = requests.get(site.public(f"/feeds/comments/{page_id}/{form}"), timeout=10)
    assert answer.status_code == 200
    html = [element for element in ElementTree.fromstring(answer.content).iter() if is_html(element)]
    assert len(html) >= 10
    pieces = [element.text or "" for element in html]
    Judge(open_browser(), site.stack.public_url).show(f"the feed {form}", pieces)


@pytest.mark.parametrize("template", ["reply", "waiting", "decision"])
def test_nothing_runs_in_a_mail(browser, template):
    ours = {"site": "Motacilla", "url": "https://blog.example/a/", "unsubscribe": "https://blog.example/b/"}
    ours |= {"desk": "https://blog.example/c/", "approved": False}
    pieces = []
    for text in EVERY_HOSTILE:
        theirs = {"name": harmless(text[:60]), "excerpt": excerpt(render(text[:BODY_MAX])), "page": text, "words": text}
        mail = mail_of(template=template, context={**ours, **theirs, "reason": text}, to="ada@example.org")
        pieces.append(mail.alternatives[0][0])
    assert len(pieces) >= 300
    with browser.new_context() as context:
        Judge(context.new_page(), "https://blog.example").show(f"the mail {template}", pieces)


@pytest.mark.parametrize("every", [30, pytest.param(1, marks=pytest.mark.full)])
def test_nothing_runs_on_the_desk(site, stored, sign_in, every):
    _page_id, rows = stored
    page = sign_in("moderator")
    judge = Judge(page, site.stack.admin_url)
    waiting = [row for row in rows if row["status"] == "pending"]
    seen = 0
    for number in range(1, len(waiting) // 20 + 2):
        page.goto(site.admin(f"/admin/reader-comments/?status=pending&p={number}"))
        seen += page.locator("td.title").count()
        own_handlers(judge, "the list")
    assert seen >= len(waiting)
    for row in waiting[::every]:
        page.goto(site.admin(f"/admin/reader-comments/inspect/{row['uuid']}/"))
        own_handlers(judge, row["text"])


def own_handlers(judge, where):
    """On the desk Wagtail's own markup is around: only what carries reader text is judged by its attributes."""
    judge.page.evaluate(TOUCH)
    assert (where, judge.deeds) == (where, [])
    assert (
        judge.page.locator("main td.title *, main .wrap-anywhere *").evaluate_all(
            "all => all.filter(one => [...one.attributes].some(({ name }) => name.startsWith('on'))).length"
        )
        == 0
    )
