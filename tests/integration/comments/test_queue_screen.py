"""What a moderator sees of the queue, and takes along from it."""

import csv
from io import BytesIO, StringIO

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from wagtail.models import Site

from blog.models import PostContributor
from comments.desk.content_policy import POLICY
from comments.desk.queue.exporting import HEADINGS, harmless
from comments.models import Batch, Comment, Report
from comments.services.indexing import rebuild_index
from tests.factories.blog import (
    AuthorFactory,
    BlogIndexPageFactory,
    BlogPostPageFactory,
    UserFactory,
)
from tests.factories.comments import NOON, CommenterFactory, CommentFactory, moderating
from tests.integration.comments.test_desk import LIST, desk, moderator, someone  # noqa: F401 - the first are fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

RESULTS = f"{LIST}results/"


@pytest.fixture
def index():
    return BlogIndexPageFactory(parent=Site.objects.get().root_page, title="News")


@pytest.fixture
def post(index):
    return BlogPostPageFactory(parent=index, title="A walk")


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser", multi_valued_attributes=None)


def plain(element):
    return " ".join(element.get_text(" ", strip=True).split())


def tabs(page):
    return [plain(link) for link in page.select(".reader-comment-tabs a")]


def finding(check, evidence=None, **params):
    return {"check": check, "outcome": "hold", "weight": 1, "evidence": evidence, "params": params}


def test_the_tabs_count_what_this_moderator_decides_about(client, index, post):
    other = BlogPostPageFactory(parent=BlogIndexPageFactory(parent=Site.objects.get().root_page))
    for page, number in ((post, 2), (other, 3)):
        for _ in range(number):
            CommentFactory(page=page, pending=True)
            CommentFactory(page=page, spam=True)
        comment = CommentFactory(page=page, approved=True)
        Report.objects.create(comment=comment, revision=1, reason="spam", reporter="a", created_at=NOON)
    for branch, waiting, total in ((index, 2, 5), (other, 3, 7), (None, 5, 12)):
        client.force_login(moderating(someone("access_admin"), page=branch))
        reported = 1 if branch else 2
        expected = [
            f"Waiting {waiting}",
            f"Reported {reported}",
            f"Approved {reported}",
            "Rejected 0",
            f"Spam {waiting}",
            f"All {total}",
        ]
        answer = client.get(LIST)
        assert tabs(soup(answer)) == expected
        assert f"Reader comments ({waiting})" in answer.content.decode()
        page = soup(client.get(LIST, {"status": "spam", "link": "yes"}))
        assert tabs(page) == [f"{words.rsplit(' ', 1)[0]} 0" for words in expected]
        assert page.select_one(".reader-comment-tabs [aria-current]").get_text(strip=True) == "Spam0"
        assert f"Reader comments ({waiting})" in str(page), "the menu counts all that waits, whatever is looked for"


def test_a_card_says_who_and_what_is_known_of_them(desk, post):  # noqa: F811 - a fixture
    author = UserFactory(is_staff=True)
    PostContributor.objects.create(post=post, author=AuthorFactory(user=author))
    ada = CommenterFactory(email="ada@example.org")
    for status in ("approved", "approved", "rejected", "spam", "deleted"):
        known = {} if status == "deleted" else {"commenter": ada, "author_email": ada.email}
        CommentFactory(page=post, **known, **{status: True})
    CommentFactory(page=post, author_name="Ada", author_email=ada.email, commenter=ada, pending=True)
    CommentFactory(page=post, author_name="Eve", author_email=ada.email, pending=True)
    CommentFactory(page=post, author_name="Kim", author_email="", user=author, pending=True)
    rows = soup(desk.get(LIST)).select("tr[data-comment]")
    assert [plain(row.select_one(".title-wrapper")) for row in rows] == [
        "Ada Confirmed address 2 approved, 2 rejected",
        "Eve Newcomer",
        "Kim Staff Author of this page",
    ]


def test_a_card_says_what_is_answered_and_shows_what_was_found(desk, post):  # noqa: F811 - a fixture
    parent = CommentFactory(page=post, approved=True, author_name="Ben", body="Who walks?")
    body = "I buy <b>pills</b> daily,\n\nand pills nightly."
    ledger = [finding("words", [6, 18], field="body", phrase="pills"), finding("of-old", [15, 24])]
    CommentFactory(page=post, parent=parent, author_name="Ada", pending=True, body=body, ledger=ledger)
    card = soup(desk.get(LIST)).select_one(".reader-comment-card")
    assert plain(card.select_one(".reader-comment-answers")) == "Answers Ben : Who walks?"
    text = card.select_one(".reader-comment-text")
    assert text.get_text() == "I buy <b>pills</b> daily, and pills nightly."
    assert [mark.get_text() for mark in text.select("mark")] == ["<b>pills</b> daily"]
    assert plain(card.select_one(".reader-comment-verdict")) == "Held: the text has the listed word “pills”; of-old."


def test_evidence_far_down_is_what_the_card_begins_with(desk, post):  # noqa: F811 - a fixture
    body = "word " * 200 + "pills"
    CommentFactory(page=post, pending=True, body=body, ledger=[finding("of-old", [1000, 1005])])
    text = soup(desk.get(LIST)).select_one(".reader-comment-text")
    assert text.get_text().startswith("…")
    assert text.get_text().endswith("word pills")
    assert text.mark.get_text() == "pills"


def test_orders(desk, post):  # noqa: F811 - a fixture
    CommentFactory(page=post, author_name="old", pending=True)
    CommentFactory(page=post, author_name="grave", weight=100, pending=True)
    CommentFactory(page=post, author_name="new", pending=True)

    def shown(**query):
        return [plain(each.a) for each in soup(desk.get(LIST, query)).select("tr[data-comment] .title-wrapper")]

    assert shown() == shown(ordering="nonsense") == ["old", "grave", "new"]
    assert shown(ordering="-created_at") == ["new", "grave", "old"]
    assert shown(ordering="priority") == ["grave", "old", "new"]
    links = soup(desk.get(LIST, {"ordering": "priority", "q": ""})).select(".reader-comment-orders a")
    assert [(link.get("aria-current"), plain(link)) for link in links] == [
        (None, "Oldest"),
        (None, "Newest"),
        ("true", "Most urgent"),
    ]


def test_a_filter_that_means_nothing_says_so_and_lists_nothing(desk, post):  # noqa: F811 - a fixture
    CommentFactory(page=post, pending=True)
    for query in ({"reason": "nonsense"}, {"written_from": "yesterday"}, {"branch": "x"}):
        page = soup(desk.get(LIST, query))
        assert plain(page.select_one("[role=alert] .error-message")).split(":")[0] in (
            "Why it is here",
            "Date",
            "Branch",
        )
        assert not page.select("tr[data-comment]")
        assert "No reader comments match what you asked for." in page.get_text()


def test_without_javascript_everything_can_be_asked_for_by_a_plain_form(desk, post):  # noqa: F811 - a fixture
    CommentFactory(page=post, rejected=True)
    page = soup(desk.get(LIST, {"status": "rejected", "ordering": "priority"}))
    form = page.select_one("noscript form[method=get]")
    fields = {field["name"] for field in form.select("[name]")}
    assert {"q", "reason", "branch", "written_from", "written_to", "age", "link", "first"} <= fields
    assert {hidden["name"]: hidden["value"] for hidden in form.select("[type=hidden]")} == {
        "status": "rejected",
        "ordering": "priority",
    }
    assert form.select_one("button[type=submit]")


def test_what_is_decided_about_together(desk, post, index):  # noqa: F811 - a fixture
    comments = [CommentFactory(page=post, pending=True, revision=2) for _ in range(21)]
    query = {"branch": index.pk, "p": 2}
    page = soup(desk.get(LIST, query))
    [box] = page.select("[name=seen]")
    assert box["value"] == f"{comments[-1].uuid}:pending:2"
    form = page.find(id=box["form"])
    assert (form["method"], form["action"]) == ("post", f"{LIST}decide-many/")
    sent = {field["name"]: field["value"] for field in form.select("input")}
    assert sent.pop("csrfmiddlewaretoken")
    assert sent == {"filter": f"branch={index.pk}", "next": f"{LIST}?branch={index.pk}&p=2", "all": "1"}
    assert [button["value"] for button in form.select("[role=group] button")] == ["approve", "reject", "spam"]
    assert "All 21 that match" in plain(form)


def test_several_are_rejected_with_one_reason(desk, post):  # noqa: F811 - a fixture
    comments = CommentFactory.create_batch(2, page=post, pending=True)
    form = soup(desk.get(LIST)).find(id="reader-comments-together")
    reason = next(option["value"] for option in form.select("[name=reason] option") if option["value"])
    [button] = form.select("details button[name=decision]")
    chosen = [f"{comment.uuid}:pending:{comment.revision}" for comment in comments]
    data = {"seen": chosen, "decision": button["value"], "reason": reason, "words": "Not about walking."}
    desk.post(form["action"], data)
    batch = Batch.objects.get()
    assert (batch.reason, batch.words, batch.entries.count()) == (reason, "Not about walking.", 2)
    assert not soup(desk.get(LIST, {"status": "rejected"})).select("#reader-comments-together details")


def test_what_was_deleted_cannot_be_chosen(desk, post):  # noqa: F811 - a fixture
    CommentFactory(page=post, deleted=True)
    page = soup(desk.get(LIST, {"status": "all"}))
    assert page.select("tr[data-comment]")
    assert not page.select("[name=seen]")


def test_the_way_to_a_waiting_comment_with_its_history(desk, post):  # noqa: F811 - a fixture
    comment = CommentFactory(page=post, pending=True)
    age = soup(desk.get(LIST)).select_one(".reader-comment-place time")
    assert age.parent["href"] == f"{LIST}inspect/{comment.uuid}/"
    assert plain(age.parent).startswith("Waiting for")


def test_the_way_to_the_page(desk, post):  # noqa: F811 - a fixture
    comment = CommentFactory(page=post, pending=True)
    assert desk.get(f"{LIST}open/{comment.uuid}/").headers["Location"].endswith(f"/a-walk/#comment-{comment.uuid}")
    Comment.objects.update(page=None)
    assert desk.get(f"{LIST}open/{comment.uuid}/").headers["Location"] == f"{LIST}inspect/{comment.uuid}/"
    desk.force_login(moderating(someone("access_admin"), page=post))
    assert desk.get(f"{LIST}open/{comment.uuid}/").status_code == 404
    desk.force_login(someone("access_admin"))
    assert desk.get(f"{LIST}open/{comment.uuid}/").headers["Location"] == "/admin/"


EVERY_FILTER = {"status": "all", "q": "thing", "reason": "read-first", "age": "day", "first": "no", "link": "no"} | {
    "written_from": "2020-01-01",
    "written_to": "2999-12-31",
    "ordering": "priority",
}


def test_the_queue_costs_no_more_with_every_filter_and_with_staff_on_it(desk, post, index):  # noqa: F811 - a fixture
    author = UserFactory(is_staff=True)
    PostContributor.objects.create(post=post, author=AuthorFactory(user=author))
    ledger = [finding("read-first")]
    guest = CommentFactory(page=post, author_email="ada@example.org", body="A thing", approved=True, ledger=ledger)
    CommentFactory(page=post, author_email="ada@example.org", body="A thing", approved=True, ledger=ledger)
    CommentFactory(page=post, user=author, author_name="Kim", body="A thing", approved=True, ledger=ledger)
    rebuild_index()
    for query, found in (
        (EVERY_FILTER | {"branch": index.pk, "by": guest.uuid}, 2),
        ({"status": "all", "branch": index.pk}, 3),
    ):
        with CaptureQueriesContext(connection) as queries:
            page = soup(desk.get(LIST, query))
        assert len(page.select("tr[data-comment]")) == found
        assert len(queries) <= 10


@pytest.mark.parametrize(
    "query", [{}, {"status": "all"}, {"q": "thing"}, {"reason": "links"}, {"ordering": "priority"}]
)
def test_the_queue_costs_the_same_for_one_and_for_twenty(desk, post, index, query):  # noqa: F811 - a fixture
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(LIST, query).status_code == 200
        return len(queries)

    CommentFactory(page=post, pending=True)
    desk.get(LIST)
    one = cost()
    for number in range(19):
        CommentFactory(page=BlogPostPageFactory(parent=index) if number % 5 == 0 else post, pending=True)
    # Seven are Wagtail's own, for its frame; ours are the branches one moderates, all counts and choices at
    # once, and the cards with all that is on them.
    assert cost() == one <= 10


# What is taken along

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", " =1", "\uff1d1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["", "1+1", "it's = fine", 3, None])
def test_other_cells_stay_what_they_are(cell):
    assert harmless(cell) == cell


def as_rows(response, kind):
    content = b"".join(response.streaming_content)
    if kind == "csv":
        return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    sheet = load_workbook(BytesIO(content)).active
    assert all(cell.data_type != "f" for row in sheet for cell in row)
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.values]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_spreadsheet_of_what_the_filter_shows(desk, post, kind):  # noqa: F811 - a fixture
    parent = CommentFactory(page=post, author_name="@Ben", body="=cmd()", approved=True)
    CommentFactory(
        page=post, parent=parent, author_name="Ada", body='One,\n"two"', author_email="a@b.example", pending=True
    )
    CommentFactory(page=post, spam=True)
    waiting = as_rows(desk.get(LIST, {"export": kind}), kind)
    assert waiting[0] == [str(heading) for heading in HEADINGS]
    [row] = waiting[1:]
    assert (row[2], row[3], row[5], row[7]) == ("Waiting", "Ada", "A walk", str(parent.uuid))
    assert row[4].replace("\r\n", "\n") == 'One,\n"two"'
    everything = as_rows(desk.get(LIST, {"export": kind, "status": "all", "ordering": "created_at", "p": 9}), kind)
    assert [row[3] for row in everything[1:3]] == ["'@Ben", "Ada"]
    assert everything[1][4] == "'=cmd()"
    assert len(everything) == 4
    assert "a@b.example" not in str(everything)
    assert as_rows(desk.get(LIST, {"export": kind, "reason": "x"}), kind) == [waiting[0]]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_spreadsheet_holds_nothing_of_other_branches_and_is_for_moderators_alone(client, index, post, kind):
    CommentFactory(page=post, pending=True)
    other = BlogIndexPageFactory(parent=Site.objects.get().root_page)
    client.force_login(moderating(someone("access_admin"), page=other))
    assert len(as_rows(client.get(LIST, {"export": kind}), kind)) == 1
    client.force_login(someone("access_admin"))
    assert client.get(LIST, {"export": kind}).headers["Location"] == "/admin/"


def test_a_spreadsheet_is_made_while_it_is_sent(desk, post, monkeypatch):  # noqa: F811 - a fixture
    told = []
    monkeypatch.setattr("comments.desk.words.verdict_sentence", lambda ledger: told.append(ledger) or "")
    for _ in range(5):
        CommentFactory(page=post, pending=True)
    lines = desk.get(LIST, {"export": "csv"}).streaming_content
    assert len([next(lines), next(lines)]) == 2
    assert len(told) == 1
    assert len(list(lines)) == 4


# What a browser may do here


def test_every_screen_of_the_desk_has_a_policy_of_its_own(desk, post):  # noqa: F811 - a fixture
    comment = CommentFactory(page=post, pending=True)
    for path in (LIST, RESULTS, f"{LIST}inspect/{comment.uuid}/", f"{LIST}open/{comment.uuid}/"):
        assert desk.get(path).headers["Content-Security-Policy"] == POLICY
    assert desk.get("/admin/").headers["Content-Security-Policy"] != POLICY
    assert "unsafe" not in POLICY
    assert "default-src 'none'" in POLICY


@pytest.mark.parametrize("path", ["?reason=links&status=all", "canned-replies/"])
def test_no_screen_needs_a_script_or_a_style_inside_the_page(desk, post, path):  # noqa: F811 - a fixture
    CommentFactory(page=post, pending=True)
    page = soup(desk.get(f"{LIST}{path}"))
    scripts = [each for each in page.select("script") if not each.get("src") and each.get("type") != "application/json"]
    assert not scripts
    assert not page.select("main [style], main style")
    assert not [name for each in page.select("main *") for name in each.attrs if name.startswith("on")]
