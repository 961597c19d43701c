"""What is done with comments on the desk, one, many or all that match; the way back; and what was done."""

from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.utils import timezone
from wagtail.models import ModelLogEntry

from comments.desk.decisions.canned import filled
from comments.lifecycle import Decision, Status
from comments.markup import render
from comments.models import Ban, Batch, CannedReply, Comment, CommentPolicy, CommentRevision, Report
from comments.services import Seen, decide_many
from ground import outbox
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, UserFactory
from tests.factories.comments import CommentFactory, CommentPolicyFactory, moderating
from tests.integration.comments.test_desk import someone
from tests.unit.comments.hostile import HOSTILE

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

DESK = "/admin/reader-comments/"


@pytest.fixture
def moderator():
    return moderating(someone("access_admin", first_name="Noor", last_name="Haddad", email="noor@example.org"))


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


@pytest.fixture
def local(client, site):
    """A moderator of another branch, signed in, with a comment there."""
    other = BlogPostPageFactory(parent=BlogIndexPageFactory(parent=site.root_page))
    client.force_login(moderating(someone("access_admin"), page=other))
    return CommentFactory(page=other, pending=True)


def soup(response):
    return BeautifulSoup(response.content, "html.parser", multi_valued_attributes=None)


def words_of(response):
    return " ".join(soup(response).select_one("#main").get_text(" ", strip=True).split())


def as_seen(*comments):
    return [f"{comment.uuid}:{comment.status}:{comment.revision}" for comment in comments]


def together(client, comments, decision, **data):
    data = {"seen": as_seen(*comments), "decision": decision, **data}
    return client.post(f"{DESK}decide-many/", data, follow=True)


def statuses():
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def press(client, form, **data):
    """Send a form as a browser without JavaScript does."""
    fields = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    return client.post(form["action"], fields | data, follow=True)


# Many


def test_several_are_decided_at_once_and_undone_from_the_message(desk, post):
    comments = [CommentFactory(page=post, pending=True) for _ in range(3)]
    here = f"{DESK}?ordering=-created_at"
    response = together(desk, comments[:2], "spam", next=here)
    assert response.redirect_chain == [(here, 302)]
    assert "2 comments are marked as spam." in words_of(response)
    assert statuses() == ["spam", "spam", "pending"]
    undone = press(desk, soup(response).select_one(".reader-comment-toast"))
    assert undone.redirect_chain == [(here, 302)]
    assert "Undone: 2 comments stand as they did before." in words_of(undone)
    assert statuses() == ["pending"] * 3


def test_each_conflict_is_named_with_what_changed(desk, post, moderator):
    fine, edited, decided = (CommentFactory(page=post, pending=True) for _ in range(3))
    Comment.objects.filter(pk=edited.pk).update(revision=2, author_name="<b>Ed</b>")
    Comment.objects.filter(pk=decided.pk).update(status="approved")
    gone = CommentFactory.build(page=post, status="pending", page_title="", page_path="", path="", depth=1, html="")
    response = together(desk, [fine, edited, decided, gone], "reject")
    said = words_of(response)
    assert "The comment is rejected." in said
    assert "<b>Ed</b> Its text has changed since you read it." in said
    assert "it was “Waiting” and is “Approved” now" in said
    assert "It is not there any more" in said
    assert statuses() == ["rejected", "pending", "approved"]
    undone = press(desk, soup(response).select_one("form[action*=undo]"))
    assert statuses() == ["pending", "pending", "approved"]
    assert "Undone" in words_of(undone)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"seen": []}, "Please choose the comments first."),
        ({"seen": ["nonsense"]}, "can't be read"),
        ({"seen": [f"{uuid4()}:pending:x"]}, "can't be read"),
        ({"seen": [f"{uuid4()}:song:1"]}, "can't be read"),
        ({"seen": [f"{uuid4()}:pending:99999999999"]}, "can't be read"),
        ({"decision": "delete"}, "no decision"),
        ({"decision": ""}, "no decision"),
        ({"reason": "weather"}, "not one of the available choices"),
        ({"words": "x" * 1001}, "at most 1000 characters"),
        ({"all": "1", "filter": "status=spam"}, "nothing of which that could be decided"),
    ],
)
def test_what_can_not_be_understood_changes_nothing(desk, post, data, said):
    comment = CommentFactory(page=post, pending=True)
    response = (
        together(desk, [comment], "reject", **data) if "decision" not in data else together(desk, [comment], **data)
    )
    assert said in words_of(response)
    assert statuses() == ["pending"]


def test_all_that_match_are_counted_first_and_only_those_decided(desk, post):
    for status in ("pending", "pending", "approved", "rejected", "spam", "deleted"):
        CommentFactory(page=post, **{status: True})
    other = BlogPostPageFactory(parent=post.get_parent())
    elsewhere = CommentFactory(page=other, pending=True)
    asked = together(desk, [], "reject", all="1", filter=f"status=all&branch={post.get_parent().pk}", next=DESK)
    rows = [[cell.text for cell in row.select("td")] for row in soup(asked).select(".reader-comment-fates tbody tr")]
    assert rows == [
        ["Waiting", "3", "Reject"],
        ["Approved", "1", "Reject"],
        ["Rejected", "1", "Nothing: they stay as they are"],
        ["Spam", "1", "Reject"],
        ["Deleted by the author", "1", "Nothing: they stay as they are"],
    ]
    assert statuses() == ["pending", "pending", "approved", "rejected", "spam", "deleted", "pending"]
    late = CommentFactory(page=post, pending=True, created_at=timezone.now() + timedelta(seconds=1))
    Comment.objects.filter(pk=elsewhere.pk).update(edited_at=timezone.now() + timedelta(seconds=1))
    form = soup(asked).select_one("form.reader-comment-decision")
    done = press(desk, form, decision="reject", reason="repeated", words="As said.")
    assert "4 comments are rejected." in words_of(done)
    assert statuses()[:6] == ["rejected"] * 5 + ["deleted"]
    assert [Comment.objects.get(pk=each.pk).status for each in (elsewhere, late)] == ["pending", "pending"]
    batch = Batch.objects.get()
    assert (batch.reason, batch.words, batch.entries.count()) == ("repeated", "As said.", 4)


def test_what_was_typed_is_kept_when_it_is_asked_again(desk, post):
    CommentFactory(page=post, pending=True)
    again = together(
        desk, [], "reject", all="1", confirmed=timezone.now().isoformat(), words="y" * 1001, reason="wrong"
    )
    assert soup(again).select_one("textarea").text.strip() == "y" * 1001
    assert soup(again).select_one("option[selected]")["value"] == "wrong"
    assert "at most 1000 characters" in words_of(again)
    assert statuses() == ["pending"]


def test_what_readers_reported_meanwhile_is_left_and_named(desk, post):
    _fine, reported, before = (
        CommentFactory(page=post, author_name=name, approved=True) for name in ("Fine", "<i>Rep</i>", "Before")
    )
    asked = together(desk, [], "reject", all="1", filter="status=approved", next=DESK)
    form = soup(asked).select_one("form.reader-comment-decision")
    now = timezone.now()
    for comment, at in ((reported, now), (before, now - timedelta(days=1))):
        Report.objects.create(comment=comment, revision=1, reason="abuse", reporter="a" * 32, created_at=at)
    done = press(desk, form, decision="reject")
    assert "2 comments are rejected." in words_of(done)
    assert "1 comment was left as it is: Comment Why <i>Rep</i> Readers have reported it since" in words_of(done)
    assert statuses() == ["rejected", "approved", "rejected"]
    assert soup(done).select_one("form[action*=undo]")


def test_of_the_reported_ones_another_report_changes_nothing(desk, post):
    comment = CommentFactory(page=post, approved=True)
    for number, at in enumerate((timezone.now() - timedelta(days=1), timezone.now() + timedelta(seconds=1))):
        Report.objects.create(comment=comment, revision=1, reason="abuse", reporter=f"{number}" * 32, created_at=at)
    confirmed = (timezone.now() - timedelta(seconds=1)).isoformat()
    data = {"all": "1", "confirmed": confirmed}
    together(desk, [], "reject", filter="status=approved", **data)
    assert statuses() == ["approved"]
    together(desk, [], "reject", filter="status=reported", **data)
    assert statuses() == ["rejected"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"seen": []},
        {"seen": ["nonsense"]},
        {"decision": ""},
        {"reason": "weather"},
        {"words": "w" * 1001},
        {"all": "1", "filter": "status=spam"},
    ],
)
def test_what_was_typed_for_many_in_vain_stands_in_the_list_again(desk, post, wrong):
    comment, _other = CommentFactory(page=post, pending=True), CommentFactory(page=post, pending=True)
    data = {"words": "Not <b>here</b>.", "reason": "wrong", "decision": "reject", **wrong}
    page = soup(together(desk, [comment], data.pop("decision"), **data)).select_one("#reader-comments-together")
    assert page.select_one("textarea").text.strip() == data["words"]
    assert page.select_one("details").has_attr("open")
    if "reason" not in wrong:
        assert page.select_one("option[selected]")["value"] == "wrong"
    again = soup(desk.get(DESK))
    assert again.select_one("#reader-comments-together textarea").text.strip() == ""
    if "seen" not in wrong:
        page = soup(together(desk, [comment], "reject", words="w" * 1001))
        assert [box["value"] for box in page.select("[name=seen][checked]")] == as_seen(comment)
    assert statuses() == ["pending", "pending"]


def test_nobody_decides_or_undoes_outside_their_branch(client, local, post, moderator):
    theirs = CommentFactory(page=post, pending=True)
    response = together(client, [theirs, local], "approve")
    assert "It is not there any more, or somebody else decides about it." in words_of(response)
    assert [Comment.objects.get(pk=each.pk).status for each in (theirs, local)] == ["pending", "approved"]
    together(client, [], "reject", all="1", filter="status=all", confirmed=timezone.now().isoformat())
    assert Comment.objects.get(pk=theirs.pk).status == "pending"
    seen = [Seen(theirs.uuid, Status.PENDING, 1)]
    batch = decide_many(seen=seen, decision=Decision.SPAM, moderator=moderator, now=timezone.now()).batch
    client.post(f"{DESK}undo/{batch.uuid}/")
    assert Comment.objects.get(pk=theirs.pk).status == "spam"
    for place in ("inspect", "answer", "delete-for-author"):
        assert client.get(f"{DESK}{place}/{theirs.uuid}/").status_code == 404
    for place in ("decide", "pin", "close"):
        assert client.post(f"{DESK}{place}/{theirs.uuid}/").status_code == 404


@pytest.mark.parametrize("address", ["decide-many/", "undo/{0}/", "pin/{0}/", "close/{0}/", "decide/{0}/"])
def test_deeds_are_posts(desk, post, address):
    comment = CommentFactory(page=post)
    assert desk.get(DESK + address.format(comment.uuid)).status_code == 405


# Undo


def test_undo_lifts_bans_and_says_what_it_left(desk, post, moderator):
    fine, again = CommentFactory(page=post, pending=True), CommentFactory(page=post, pending=True)
    seen = [Seen(each.uuid, Status.PENDING, 1) for each in (fine, again)]
    batch = decide_many(seen=seen, decision=Decision.SPAM, moderator=moderator, now=timezone.now()).batch
    Ban.objects.create(kind="domain", value="example.org", page=post, set_at=timezone.now(), batch=batch)
    Comment.objects.filter(pk=again.pk).update(revision=2)
    response = desk.post(f"{DESK}undo/{batch.uuid}/", follow=True)
    said = words_of(response)
    assert "Undone: the comment stands as it did before. 1 ban is lifted." in said
    assert "It was decided about again, edited or deleted since." in said
    assert statuses() == ["pending", "spam"]
    assert not Ban.objects.exists()
    assert "That was undone before." in words_of(desk.post(f"{DESK}undo/{batch.uuid}/", follow=True))
    assert desk.post(f"{DESK}undo/{uuid4()}/").status_code == 404


def test_an_undone_decision_is_told_to_nobody(desk, post, commenter):
    comment = CommentFactory(page=post, pending=True, commenter=commenter, tell_decision=True)
    response = together(desk, [comment], "reject", reason="wrong")
    press(desk, soup(response).select_one(".reader-comment-toast"))
    outbox.deliver_due(now=timezone.now() + timedelta(minutes=5))
    assert mail.outbox == []


# History


def history(client, **query):
    return soup(client.get(f"{DESK}history/", query)).select("table.listing tbody tr")


def test_the_history_says_who_did_what_why_from_where_to_where(desk, post, moderator, send):
    send(post, body="Buy at www.pills.example now, www.more.example")
    comment = Comment.objects.get()
    together(desk, [comment], "reject", reason="advertising", words="No <b>shops</b>, please.")
    decision, submission = (" ".join(row.get_text(" ", strip=True).split()) for row in history(desk))
    for expected in (
        "was rejected",
        "Waiting → Rejected",
        "It is advertising",
        "No <b>shops</b>, please.",
        "Noor Haddad",
    ):
        assert expected in decision
    for expected in ("was submitted", "Waiting", "Links", "Its author"):
        assert expected in submission
    press(desk, history(desk)[0].select_one("form"))
    assert statuses() == ["pending"]
    undone, decision, _ = history(desk)
    assert "Rejected → Waiting" in undone.get_text()
    assert not decision.select("form")


def test_the_history_is_filtered_paged_and_by_right(client, desk, post, local):
    mine, theirs = CommentFactory(page=local.page, pending=True), CommentFactory(page=post, pending=True)
    admin = UserFactory(administrator=True)
    now = timezone.now()
    for comment in (mine, theirs):
        decide_many(seen=[Seen(comment.uuid, Status.PENDING, 1)], decision=Decision.SPAM, moderator=admin, now=now)
    assert [row.select_one("a").text for row in history(client)] == [mine.author_name]
    client.force_login(admin)
    assert len(history(client)) == 2
    assert len(history(client, user=admin.pk)) == 2
    assert not history(client, user="nobody")
    assert not history(client, action="comments.approve")
    assert len(history(client, action="comments.spam", timestamp_from=now.date().isoformat())) == 2
    assert not history(client, timestamp_to="2020-01-01")
    assert client.get(f"{DESK}history/", {"timestamp_from": "song", "user": "x", "p": "y"}).status_code == 200
    client.force_login(someone("access_admin"))
    assert client.get(f"{DESK}history/").status_code == 302


def test_the_history_costs_the_same_for_one_and_for_twenty(desk, post, moderator, django_assert_max_num_queries):
    for _ in range(20):
        comment = CommentFactory(page=post, pending=True)
        seen = [Seen(comment.uuid, Status.PENDING, 1)]
        decide_many(seen=seen, decision=Decision.SPAM, moderator=moderator, now=timezone.now())
    desk.get(f"{DESK}history/")
    with django_assert_max_num_queries(18):
        assert len(history(desk)) == 20


# Answering


def answering(client, comment, **data):
    page = soup(client.get(f"{DESK}answer/{comment.uuid}/"))
    form = page.select("form")[-1]
    form["action"] = f"{DESK}answer/{comment.uuid}/"
    return press(client, form, **data)


def test_an_answer_approves_and_undo_takes_the_approval_back(desk, post, moderator):
    comment = CommentFactory(page=post, pending=True)
    response = answering(desk, comment, body="Thank you.")
    assert "Your answer is published, and the comment with it." in words_of(response)
    assert statuses() == ["approved", "approved"]
    assert Comment.objects.get(parent=comment).user == moderator
    press(desk, soup(response).select_one(".reader-comment-toast"))
    assert statuses() == ["pending", "approved"]


def test_what_stands_against_an_answer_is_said_and_the_text_kept(desk, post):
    comment = CommentFactory(page=post, pending=True)
    CommentPolicy.objects.create(page=post, state="closed", set_at=timezone.now())
    response = answering(desk, comment, body="Thank you,\nAda.")
    assert "Comments on this page are closed, for answers too." in words_of(response)
    assert soup(response).select_one("textarea").text.strip() == "Thank you,\nAda."
    assert statuses() == ["pending"]
    assert "Please write an answer." in words_of(answering(desk, comment, body=" "))
    stale = answering(desk, comment, body="Thank you.", seen_revision="7")
    assert "Nothing was published; please look again." in words_of(stale)


def test_canned_replies_are_inserted_behind_what_was_typed(desk, post):
    comment = CommentFactory(page=post, pending=True, author_name="Ada [x](evil.example) *b* {page}")
    canned = CannedReply.objects.create(
        page=post.get_parent(), name="Thanks", text="Dear {name}, on {page}: {moderator}", set_at=timezone.now()
    )
    other = CannedReply.objects.create(page=post, use="reason", name="No", text="{name}", set_at=timezone.now())
    response = answering(desk, comment, body="First.", canned=canned.pk, insert="1")
    text = soup(response).select_one("textarea").text.strip()
    assert text == "First.\n\nDear Ada x (evil. example) b {page}, on A walk: Noor Haddad"
    assert "<a" not in render(text)
    for wrong in (other.pk, "x", "9" * 30):
        assert soup(answering(desk, comment, body="First.", canned=wrong, insert="1")).select_one(
            "textarea"
        ).text.strip() == ("First.")
    data = {"decision": "reject", "seen_status": "pending", "seen_revision": 1, "canned": other.pk, "words": "Hm."}
    again = desk.post(f"{DESK}decide/{comment.uuid}/", data)
    assert soup(again).select_one("textarea[name=words]").text.strip().startswith("Hm.\n\nAda")
    assert statuses() == ["pending"]


def changed(comment):
    """Somebody edits the comment and somebody else decides about it, while the moderator types."""
    CommentRevision.objects.create(comment=comment, number=1, body="I sit daily.", written_at=comment.created_at)
    Comment.objects.filter(pk=comment.pk).update(revision=2, body="I walk daily.", status="spam")


STALE = "it was “Waiting” and is “Spam” now. Its text has changed since you read it."


def test_whoever_inserts_canned_words_is_told_what_changed_meanwhile(desk, post):
    comment = CommentFactory(page=post, pending=True, body="I sit daily.")
    reason, reply = (
        CannedReply.objects.create(page=post, use=use, name="No", text="Canned.", set_at=timezone.now())
        for use in ("reason", "answer")
    )
    seen = {"seen_status": "pending", "seen_revision": 1}
    decide = {"decision": "reject", "words": "Typed.", "canned": reason.pk, **seen}
    changed(comment)
    for address, data in (
        ("decide", decide),
        ("decide", decide | {"canned": "", "words": "Typed." + "y" * 1000}),
        ("answer", {"body": "Typed.", "canned": reply.pk, "insert": "1", **seen}),
        ("answer", {"body": "", "key": uuid4(), **seen}),
    ):
        page = soup(desk.post(f"{DESK}{address}/{comment.uuid}/", data))
        told = page.select_one(".help-block")
        assert STALE in " ".join(told.get_text().split())
        assert (told.select_one(".deletion").text, told.select_one(".addition").text) == ("sit", "walk")
        words = page.select_one("textarea[name=words], textarea[name=body]").text.strip()
        assert words.startswith("Typed.") or address == "answer"
    assert Comment.objects.get().status == "spam"
    Comment.objects.update(status="rejected")
    told = soup(desk.post(f"{DESK}decide/{comment.uuid}/", decide)).select_one(".help-block")
    assert "You had written: Typed. Canned." in " ".join(told.get_text(" ").split())
    lacking = desk.post(f"{DESK}answer/{comment.uuid}/", {"body": "Typed.", "insert": "1"})
    assert "It can't be told what you saw of this comment" in words_of(lacking)


def test_nothing_is_said_to_have_changed_where_nothing_did(desk, post):
    comment = CommentFactory(page=post, pending=True)
    data = {"decision": "reject", "words": "y" * 1001, "seen_status": "pending", "seen_revision": 1}
    assert not soup(desk.post(f"{DESK}decide/{comment.uuid}/", data)).select(".help-block")


def test_no_name_makes_anything_of_a_canned_reply():
    for text in HOSTILE:
        said = BeautifulSoup(render(filled("Dear {name}.", {"name": text[:60]})), "html.parser")
        assert {element.name for element in said.find_all()} <= {"p"}


def test_canned_replies_are_written_by_branch(client, local, post):
    place = f"{DESK}canned-replies/"
    data = {"name": "Thanks", "use": "answer", "page": local.page.pk, "text": "Dear {name}"}
    refused = client.post(f"{place}create/", data | {"text": "Dear {nmae}"}, follow=True)
    assert "There is no place “{nmae}”." in words_of(refused)
    refused = client.post(f"{place}create/", data | {"page": post.pk}, follow=True)
    assert "You don't moderate comments on this page." in words_of(refused)
    assert not CannedReply.objects.exists()
    client.post(f"{place}create/", data, follow=True)
    canned = CannedReply.objects.get()
    theirs = CannedReply.objects.create(page=post, name="Not mine", text="No", set_at=timezone.now())
    assert "Thanks" in words_of(client.get(place))
    assert "Not mine" not in words_of(client.get(place))
    assert soup(client.get(place)).select_one("table.listing td.title a")["href"] == f"{place}edit/{canned.pk}/"
    for query, found in (("q=thanks", True), ("q=nothing", False), ("use=answer", True), ("use=reason", False)):
        for there in (place, f"{place}results/"):
            assert ("Dear {name}" in client.get(f"{there}?{query}").content.decode()) is found
    client.post(f"{place}edit/{canned.pk}/", data | {"text": "Hello"}, follow=True)
    canned.refresh_from_db()
    assert (canned.text, canned.set_by != "") == ("Hello", True)
    for deed in ("edit", "delete"):
        assert client.post(f"{place}{deed}/{theirs.pk}/", data).status_code == 302
    client.post(f"{place}delete/{canned.pk}/")
    assert list(CannedReply.objects.values_list("name", "text")) == [("Not mine", "No")]


# Pin, close, delete


def test_pinning_says_why_not(desk, post):
    root = CommentFactory(page=post)
    reply = CommentFactory(parent=root)
    assert "stands before all others" in words_of(desk.post(f"{DESK}pin/{root.uuid}/", follow=True))
    assert "nobody would know what it answers" in words_of(desk.post(f"{DESK}pin/{reply.uuid}/", follow=True))
    assert Comment.objects.get(pk=root.pk).pinned_at
    assert "back in its place" in words_of(desk.post(f"{DESK}pin/{root.uuid}/", {"off": 1}, follow=True))
    assert not Comment.objects.filter(pinned_at__isnull=False).exists()


def test_a_page_is_closed_from_the_desk_by_who_may_and_opened_again(client, desk, post):
    comment = CommentFactory(page=post)
    assert desk.post(f"{DESK}close/{comment.uuid}/", follow=True).redirect_chain[0][0] == "/admin/"
    assert not CommentPolicy.objects.exists()
    client.force_login(UserFactory(administrator=True))
    page = soup(client.get(f"{DESK}inspect/{comment.uuid}/"))
    response = press(client, page.select_one("form[action*=close]"))
    assert CommentPolicy.objects.get().state == "closed"
    assert "Comments on “A walk” are closed." in words_of(response)
    press(client, soup(response).select_one(".reader-comment-toast"))
    assert CommentPolicy.objects.get().state is None
    assert "no such state" in words_of(client.post(f"{DESK}close/{comment.uuid}/", {"state": "x"}, follow=True))


def test_it_is_not_said_to_be_closed_where_a_page_above_keeps_it_open(client, post, section):
    client.force_login(UserFactory(administrator=True))
    CommentPolicyFactory(page=section, state="open", enforce=["state"])
    comment = CommentFactory(page=post)
    assert "A page above enforces another state" in words_of(client.post(f"{DESK}close/{comment.uuid}/", follow=True))
    assert not CommentPolicy.objects.filter(page=post).exists()


@pytest.mark.parametrize("address", ["edit/abc/", "delete/abc/", f"edit/{'9' * 30}/"])
def test_a_canned_reply_of_no_number_is_not_found(desk, address):
    assert desk.get(f"{DESK}canned-replies/{address}").status_code == 404


def test_lines_count_as_the_browser_counts_them(desk, post):
    comment = CommentFactory(page=post, pending=True)
    together(desk, [comment], "reject", reason="other", words="\r\n".join(["a"] * 500))
    assert Batch.objects.get().words == "\n".join(["a"] * 500)


def test_a_moment_that_no_clock_shows_is_asked_about_again(desk, post):
    CommentFactory(page=post, pending=True)
    data = {"all": "1", "decision": "approve", "confirmed": "0001-01-01T00:00:00+14:00"}
    assert "all comments that match" in words_of(desk.post(f"{DESK}decide-many/", data))
    assert statuses() == ["pending"]


def test_deleting_for_the_author_asks_and_is_final(desk, post, moderator):
    comment = CommentFactory(page=post, body="My <b>words</b>")
    address = f"{DESK}delete-for-author/{comment.uuid}/"
    asked = desk.get(address)
    assert "This is final." in words_of(asked)
    assert "My <b>words</b>" in words_of(asked)
    CommentRevision.objects.create(comment=comment, number=1, body="My verse", written_at=timezone.now())
    Comment.objects.update(revision=2)
    stale = desk.post(address, {"seen_revision": "1"})
    assert "Nothing was deleted" in words_of(stale)
    assert statuses() == ["approved"]
    done = press(desk, _with_action(stale, address))
    assert "nothing of it is kept" in words_of(done)
    assert statuses() == ["deleted"]
    assert ModelLogEntry.objects.get(action="comments.delete").user == moderator
    assert "It was deleted before." in words_of(desk.post(address, {"seen_revision": "2"}, follow=True))


def _with_action(response, address):
    form = soup(response).select("form")[-1]
    form["action"] = address
    return form


# The whole comment


def test_a_comment_is_shown_with_all_there_is_about_it(desk, post):
    root = CommentFactory(page=post, author_name="Root")
    parent = CommentFactory(parent=root, author_name="Parent")
    comment = CommentFactory(parent=parent, pending=True, body="Cheap pills here", ledger=LEDGER, revision=2)
    CommentFactory(parent=parent)
    CommentFactory(parent=comment)
    now = timezone.now()
    CommentRevision.objects.create(comment=comment, number=1, body="Cheap wills", ledger=LEDGER, written_at=now)
    Report.objects.create(
        comment=comment, revision=1, reason="spam", note="He <i>sells</i>", reporter="x" * 32, created_at=now
    )
    page = soup(desk.get(f"{DESK}inspect/{comment.uuid}/"))
    assert [mark.text for mark in page.select("mark")] == ["pills", "wills"]
    assert [link.text for link in page.select(".reader-comment-above a")] == ["Root", "Parent"]
    said = " ".join(page.get_text(" ", strip=True).split())
    for expected in (
        "1 other answer beside it.",
        "1 answer to it.",
        "It is advertising He <i>sells</i>",
        "about an earlier text",
    ):
        assert expected in said


LEDGER = [
    {
        "check": "words",
        "outcome": "hold",
        "weight": 1,
        "evidence": [6, 11],
        "params": {"field": "body", "phrase": "pills"},
    }
]
