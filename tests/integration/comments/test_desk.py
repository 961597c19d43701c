"""The moderators' list: who sees it, what it shows, what a click does."""

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.log_actions import registry as log_registry
from wagtail.models import Site

from comments.lifecycle import Decision, Status, available_decisions
from comments.models import Comment, CommentRevision
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, UserFactory
from tests.factories.comments import CommentFactory, moderating
from tests.unit.comments.hostile import HOSTILE

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

LIST = "/admin/reader-comments/"
READ_FIRST = {"check": "read-first", "outcome": "hold", "weight": 1, "evidence": None, "params": {"set_on": ""}}
LINKS = {
    "check": "links",
    "outcome": "hold",
    "weight": 30,
    "evidence": [4, 19],
    "params": {"count": 1, "limit": 1, "newcomer": True},
}


def someone(*codenames, **fields):
    user = UserFactory(**fields)
    group = Group.objects.create(name=f"{user.username}'s")
    group.permissions.set(Permission.objects.filter(codename__in=codenames))
    user.groups.add(group)
    return user


@pytest.fixture
def moderator():
    return moderating(someone("access_admin", first_name="Noor", last_name="Haddad"))


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


@pytest.fixture
def post():
    index = BlogIndexPageFactory(parent=Site.objects.get().root_page)
    return BlogPostPageFactory(parent=index, title="A walk")


def decide_url(comment):
    return f"{LIST}decide/{comment.uuid}/"


def inspect_url(comment):
    return f"{LIST}inspect/{comment.uuid}/"


def click(client, comment, decision, **seen):
    data = {"decision": decision, "seen_status": comment.status, "seen_revision": comment.revision} | seen
    return client.post(decide_url(comment), data, follow=True)


def told(response):
    return " ".join(str(message).strip() for message in response.context["messages"])


def soup(response):
    return BeautifulSoup(response.content, "html.parser", multi_valued_attributes=None)


def names(response):
    return [link.get_text(strip=True) for link in soup(response).select("table.listing td.title a")]


def status_of(comment):
    return Comment.objects.get(pk=comment.pk).status


# Who may


@pytest.mark.parametrize("superuser", [False, True])
def test_moderators_and_administrators_see_the_list(client, post, superuser):
    user = UserFactory(administrator=True) if superuser else moderating(someone("access_admin"))
    client.force_login(user)
    comment = CommentFactory(page=post, pending=True)
    assert client.get(LIST).status_code == 200
    assert client.get(inspect_url(comment)).status_code == 200
    assert b"Reader comments (1)" in client.get("/admin/").content


def test_others_in_the_admin_see_nothing_of_it(client, post):
    comment = CommentFactory(page=post, pending=True, author_name="Ada Park")
    client.force_login(someone("access_admin"))
    for url in (LIST, f"{LIST}results/", inspect_url(comment)):
        response = client.get(url)
        assert (response.status_code, response.headers["Location"]) == (302, "/admin/")
    assert click(client, comment, "approve").redirect_chain == [("/admin/", 302)]
    assert status_of(comment) == Status.PENDING
    assert b"reader-comments" not in client.get("/admin/").content


def test_readers_are_asked_to_sign_in(client, post):
    comment = CommentFactory(page=post, pending=True)
    for response in (client.get(LIST), client.get(inspect_url(comment)), client.post(decide_url(comment))):
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("action", ["create", "edit/1", "delete/1", "history/1"])
def test_not_even_an_administrator_writes_past_the_services(client, action):
    client.force_login(UserFactory(administrator=True))
    assert client.get(f"{LIST}{action}/").status_code == 404


# The list


def test_the_list_shows_what_a_moderator_needs(desk, post):
    CommentFactory(page=post, pending=True, author_name="Ada Park", body="I walk\n\n daily.", ledger=[READ_FIRST])
    row = soup(desk.get(LIST)).select_one("table.listing tbody tr")
    text = " ".join(row.get_text(" ", strip=True).split())
    assert "Ada Park" in text
    assert "I walk daily." in text
    assert "Held: everything on this page is read first." in text
    assert "Waiting" in text
    link = row.select_one(".reader-comment-place a")
    assert link.text == "A walk"
    there = desk.get(link["href"]).headers["Location"].partition("#comment-")
    assert there[0].endswith(post.url_path.removeprefix(Site.objects.get().root_page.url_path))
    assert there[2] == str(Comment.objects.get().uuid)


def test_what_waits_longest_comes_first_and_nothing_else(desk, post):
    for name, status in [("First", "pending"), ("Second", "pending"), ("Public", "approved"), ("Bad", "spam")]:
        CommentFactory(page=post, author_name=name, **{status: True})
    assert names(desk.get(LIST)) == ["First", "Second"]
    assert names(desk.get(LIST, {"status": "nonsense"})) == ["First", "Second"]
    assert names(desk.get(LIST, {"ordering": "-created_at"})) == ["Second", "First"]
    assert names(desk.get(LIST, {"status": "approved"})) == ["Public"]
    assert names(desk.get(f"{LIST}results/", {"status": "spam"})) == ["Bad"]


def test_an_empty_queue_says_so(desk):
    assert "Nothing is waiting: every comment has been read." in desk.get(LIST).content.decode()
    assert b"Reader comments (" not in desk.get("/admin/").content


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.DELETED])
def test_the_buttons_are_the_decisions_there_are(desk, post, status):
    CommentFactory(page=post, **{status.value: True})
    form = soup(desk.get(LIST, {"status": status.value})).select_one("table.listing form")
    assert form["method"] == "post"
    assert form.select_one("[name=csrfmiddlewaretoken]")["value"]
    offered = [button["value"] for button in form.select(".reader-comment-decisions button")]
    assert offered == [decision for decision in available_decisions(status) if decision is not Decision.DELETE]


def test_a_comment_whose_page_was_deleted_is_still_there(desk, post):
    comment = CommentFactory(page=post, pending=True)
    Comment.objects.filter(pk=comment.pk).update(page=None, page_title="A walk")
    assert "A walk (deleted page)" in desk.get(LIST).content.decode()
    assert "A walk (deleted page)" in desk.get(inspect_url(comment)).content.decode()


def test_the_list_costs_the_same_for_one_and_for_twenty(desk, post):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert desk.get(LIST).status_code == 200
        return len(queries)

    CommentFactory(page=post, pending=True)
    desk.get(LIST)
    one = cost()
    for _ in range(19):
        CommentFactory(page=post, pending=True)
    # Seven of them are Wagtail's own, for its frame: who asks, and what they may do.
    assert cost() == one <= 10


# Deciding


@pytest.mark.parametrize(
    ("decision", "status"), [("approve", Status.APPROVED), ("reject", Status.REJECTED), ("spam", Status.SPAM)]
)
def test_a_click_decides_and_is_logged(desk, post, moderator, decision, status):
    comment = CommentFactory(page=post, pending=True)
    response = click(desk, comment, decision, next=f"{LIST}?status=pending")
    assert response.redirect_chain == [(f"{LIST}?status=pending", 302)]
    assert status_of(comment) == status
    entry = log_registry.get_logs_for_instance(comment).get()
    assert (entry.action, entry.user) == (f"comments.{decision}", moderator)
    assert "The comment is" in told(response)


def test_the_form_on_the_page_is_what_decides(post, moderator):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(moderator)
    comment = CommentFactory(page=post, pending=True)
    for page in (LIST, inspect_url(comment)):
        Comment.objects.update(status=Status.PENDING)
        form = soup(browser.get(page)).select_one("form[action*=decide]")
        data = {field["name"]: field["value"] for field in form.select("input")} | {"decision": "approve"}
        assert browser.post(form["action"], data).status_code == 302
        assert status_of(comment) == Status.APPROVED
    Comment.objects.update(status=Status.PENDING)
    assert browser.post(form["action"], data | {"csrfmiddlewaretoken": ""}).status_code == 403
    assert status_of(comment) == Status.PENDING


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete"])
def test_only_post_decides(desk, post, method):
    comment = CommentFactory(page=post, pending=True)
    response = getattr(desk, method)(f"{decide_url(comment)}?decision=approve&seen_status=pending&seen_revision=1")
    assert response.status_code == 405
    assert status_of(comment) == Status.PENDING


def test_somebody_was_faster(desk, post):
    comment = CommentFactory(page=post, pending=True)
    Comment.objects.update(status=Status.REJECTED)
    response = click(desk, comment, "approve", reason="wrong", words="Sorry,\nno.")
    page = soup(response)
    assert "it was “Waiting” and is “Rejected” now" in page.select_one(".help-block").get_text()
    form = page.select_one("form[action*=decide]")
    assert form.select_one("[name=seen_status]")["value"] == "rejected"
    assert not form.select_one("textarea")
    assert status_of(comment) == Status.REJECTED


def test_the_text_changed_meanwhile(desk, post):
    comment = CommentFactory(page=post, pending=True, body="I <b>walk</b> daily.")
    CommentRevision.objects.create(comment=comment, number=1, body="I sit daily.", written_at=comment.created_at)
    Comment.objects.update(revision=2)
    page = soup(click(desk, comment, "reject", reason="wrong", words="Sorry,\nno."))
    changed = page.select_one(".help-block")
    assert "Its text has changed since you read it." in changed.get_text()
    assert changed.select_one(".deletion").text == "sit"
    assert "<b>" in "".join(piece.text for piece in changed.select(".addition"))
    assert not changed.select("b")
    form = page.select_one("form[action*=decide]")
    assert form.select_one("[name=seen_revision]")["value"] == "2"
    assert form.select_one("option[selected]")["value"] == "wrong"
    assert form.select_one("textarea").text.strip() == "Sorry,\nno."
    assert status_of(comment) == Status.PENDING


def test_a_decision_that_does_not_exist(desk, post):
    comment = CommentFactory(page=post, approved=True)
    refused = click(desk, comment, "approve")
    assert "cannot be decided about a comment which is “Approved”" in refused.content.decode()
    for nonsense in ("delete", "publish", ""):
        assert "That is no decision about a comment." in told(click(desk, comment, nonsense))
    assert "That is no decision" in told(click(desk, comment, "reject", seen_revision="many"))
    assert "That is no decision" in told(click(desk, comment, "reject", seen_status="?"))
    assert status_of(comment) == Status.APPROVED


def test_a_comment_that_does_not_exist(desk):
    assert desk.post(f"{LIST}decide/{uuid4()}/", {"decision": "approve"}).status_code == 404
    assert desk.get(f"{LIST}inspect/{uuid4()}/").status_code == 404


def test_nobody_is_led_elsewhere(desk, post):
    comment = CommentFactory(page=post, pending=True)
    response = click(desk, comment, "approve", next="https://evil.example/")
    assert response.redirect_chain == [(LIST, 302)]


# One comment


def test_the_whole_comment(desk, post):
    parent = CommentFactory(page=post, approved=True, author_name="Ben", body="Who walks?")
    comment = CommentFactory(
        page=post,
        parent=parent,
        pending=True,
        body="See www.a.example/x now",
        html="<p>See</p>",
        author_email="ada@example.org",
        author_website="https://ada.example",
        ledger=[LINKS, READ_FIRST],
    )
    page = soup(desk.get(inspect_url(comment)))
    text = " ".join(page.get_text(" ", strip=True).split())
    for expected in (
        "See www.a.example/x now",
        "Held: 1 link, 1 is the limit for newcomers; everything on this page is read first.",
        "ada@example.org",
        "https://ada.example",
        "Who walks?",
        "Nobody has decided about it yet.",
    ):
        assert expected in text
    assert page.select_one("q").text == "“www.a.example/x”"
    assert page.find("a", string="Ben")["href"] == inspect_url(parent)
    frame = page.select_one("iframe")
    assert (frame["sandbox"], frame["srcdoc"].partition("rendered.css>")[2]) == ("", "<p>See</p>")
    click(desk, comment, "approve")
    text = " ".join(soup(desk.get(inspect_url(comment))).get_text(" ", strip=True).split())
    assert "The reader comment was approved Waiting → Approved Noor Haddad" in text


def test_a_deleted_comment_says_so(desk, post):
    comment = CommentFactory(page=post, deleted=True)
    page = soup(desk.get(inspect_url(comment)))
    assert "Deleted by the author: nothing is kept." in page.get_text()
    assert not page.select("form[action*=decide], iframe")


# Words are hostile

ONE_LINE = [" ".join(text.replace("\x00", "").split()) for text in HOSTILE]


def written_everywhere(post, text):
    """A comment with `text` in every place that shows a reader's, a marketer's or a rule's words."""
    ledger = [
        {"check": text, "outcome": "hold", "evidence": [0, len(text)], "params": {}},
        {"check": "words", "outcome": "spam", "evidence": None, "params": {"field": "body", "phrase": text}},
        {"check": "read-first", "outcome": "hold", "evidence": None, "params": {"set_on": text}},
    ]
    words = {"author_name": text[:60], "author_email": text[:200], "author_website": text[:200], "body": text}
    parent = CommentFactory(page=post, approved=True, **words)
    return CommentFactory(page=post, parent=parent, pending=True, html=text, ledger=ledger, **words)


def skeleton(element):
    """The elements within, with the names of their attributes, and where they lead."""
    leads = ("href", "src", "action")
    return [
        (each.name, sorted(each.attrs), [each.get(name, "").split(":")[0][:5] for name in leads])
        for each in element.find_all()
    ]


def test_hostile_words_build_nothing_in_the_list(desk, post):
    def rows():
        return [
            skeleton(row)
            for number in range(1, len(ONE_LINE) // 20 + 2)
            for row in soup(desk.get(LIST, {"p": number})).select("table.listing tbody tr")
        ]

    written_everywhere(post, "innocent")
    innocent = rows()
    Comment.objects.filter(status=Status.PENDING).delete()
    for text in ONE_LINE:
        written_everywhere(post, text)
    hostile = rows()
    assert len(hostile) == len(ONE_LINE)
    assert all(row == innocent[0] for row in hostile)


@pytest.mark.parametrize("text", [*ONE_LINE[:3], " ".join(ONE_LINE)])
@pytest.mark.parametrize("orphaned", [False, True])
def test_hostile_words_build_nothing_on_the_page(desk, post, text, orphaned):
    def page(words):
        post.title = words[:200]
        post.save()
        comment = written_everywhere(post, words)
        if orphaned:
            Comment.objects.filter(pk=comment.pk).update(page=None, page_title=words[:200])
        main = soup(desk.get(inspect_url(comment))).select_one("main")
        return skeleton(main), main.get_text()

    innocent, _ = page("innocent")
    hostile, shown = page(text)
    assert hostile == innocent
    assert text[:60] in shown


def test_what_readers_typed_is_in_no_message(desk, post):
    comment = written_everywhere(post, ONE_LINE[0])
    assert ONE_LINE[0] not in told(click(desk, comment, "approve"))
    assert ONE_LINE[0] not in told(click(desk, comment, "reject"))
