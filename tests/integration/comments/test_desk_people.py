"""The page of a commenter: who sees it, what it shows, what can be done there."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Site

from comments.desk.people.urls import commenter_url
from comments.models import Ban, Comment, CommenterNote, Report
from comments.services import deciding, undo
from comments.services.notes import add_note
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, UserFactory
from tests.factories.comments import CommenterFactory, CommentFactory, moderating
from tests.unit.comments.hostile import HOSTILE

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ADA = "ada@example.org"


def someone(page=None, **fields):
    """A user of the admin who moderates `page`; nothing at all with `page=False`."""
    user = UserFactory(**fields)
    group = Group.objects.create(name=f"{user.username}'s")
    group.permissions.set(Permission.objects.filter(codename="access_admin"))
    user.groups.add(group)
    return user if page is False else moderating(user, page=page)


@pytest.fixture
def moderator():
    return someone(first_name="Noor", last_name="Haddad")


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


@pytest.fixture
def news():
    return BlogIndexPageFactory(parent=Site.objects.get().root_page, title="News")


@pytest.fixture
def post(news):
    return BlogPostPageFactory(parent=news, title="A walk")


@pytest.fixture
def elsewhere():
    index = BlogIndexPageFactory(parent=Site.objects.get().root_page, title="Other")
    return BlogPostPageFactory(parent=index, title="Elsewhere")


@pytest.fixture
def ada():
    return CommenterFactory(name="Ada", email=ADA)


def text_of(response):
    main = BeautifulSoup(response.content, "html.parser").select_one("main")
    return " ".join(main.get_text(" ", strip=True).split())


# Who may


def test_only_moderators_of_one_of_the_comments_see_the_page(client, post, elsewhere):
    here = CommentFactory(page=post, author_email=ADA, body="Said here")
    CommentFactory(page=elsewhere, author_email=ADA, body="Said elsewhere")
    url = commenter_url(here)
    assert client.get(url).headers["Location"].startswith("/admin/login/")
    client.force_login(someone(False))
    assert client.get(url).headers["Location"] == "/admin/"
    client.force_login(someone(elsewhere))
    assert client.get(url).status_code == 404
    client.force_login(someone(post))
    shown = text_of(client.get(url))
    assert "Said here" in shown
    assert "Said elsewhere" not in shown
    assert "Approved: 1" in shown


def test_the_address_of_the_page_tells_nothing_about_the_reader(post, ada):
    theirs = CommentFactory(page=post, commenter=ada, author_email=ADA)
    assert commenter_url(theirs) == f"/admin/reader-comments/commenters/of/{theirs.uuid}/"
    assert commenter_url(CommentFactory(page=post, deleted=True)) is None
    assert commenter_url(CommentFactory(page=post, user=UserFactory(), author_email=ADA)) is None
    assert commenter_url(CommentFactory(page=post, author_email="", origin="")) is None


def test_a_comment_that_tells_nothing_of_its_writer_has_no_page(desk, post):
    gone = CommentFactory(page=post, author_email=ADA)
    url = commenter_url(gone)
    Comment.objects.update(author_email="", origin="")
    assert desk.get(url).status_code == 404


# What it shows


def test_the_record_of_a_commenter(desk, post, elsewhere, ada):
    now = timezone.now()
    mine = [CommentFactory(page=post, commenter=ada, author_email=ADA, author_name="Ada") for _ in range(3)]
    rejected = {"rejected": True, "decided_at": now - timedelta(days=1), "last_human_decision": "reject"}
    for _ in range(5):
        CommentFactory(page=elsewhere, commenter=ada, author_email=ADA, author_name="Ada P.", **rejected)
    CommentFactory(page=post, author_email=ADA, author_name="Not Ada")
    other = CommentFactory(page=post)
    for settled in (None, now):
        Report.objects.create(
            comment=mine[0],
            revision=1,
            reason="spam",
            reporter=f"{settled}"[:32],
            created_at=now,
            settled_at=settled,
        )
    Report.objects.create(comment=other, revision=1, reason="spam", reporter="a" * 32, created_at=now, commenter=ada)
    shown = text_of(desk.get(commenter_url(mine[0])))
    for expected in (
        "ada@example.org, confirmed",
        "Waiting: 0 · Approved: 3 · Rejected: 5 · Spam: 0",
        "Yes. 3 of the latest 50 comments approved, 2 needed on “A walk”; the address is confirmed.",
        "5 of 5 rejected. Because of this, what they write next is held.",
        "2 about their comments, 1 of them open. They reported 1 comment of others.",
        "Ada P. (5), Ada (3)",
    ):
        assert expected in shown
    assert "Not Ada" not in shown


def test_a_guest_is_known_by_address_or_else_by_network(desk, post, ada):
    guest = CommentFactory(page=post, author_email=ADA, author_name="Guest")
    CommentFactory(page=post, commenter=ada, author_email=ADA, author_name="True Ada")
    nameless = CommentFactory(page=post, author_email="", origin="a" * 32, author_name="Nameless")
    CommentFactory(page=post, author_email="", origin="a" * 32, author_name="The same")
    CommentFactory(page=post, author_email="", origin="b" * 32, author_name="Zenobia")
    shown = text_of(desk.get(commenter_url(guest)))
    assert "ada@example.org, not confirmed" in shown
    assert "No. 1 of the latest 50 comments approved" in shown
    assert "True Ada" not in shown
    shown = text_of(desk.get(commenter_url(nameless)))
    assert "The same" in shown
    assert "Zenobia" not in shown


def test_the_comments_come_in_pages_with_buttons_that_lead_back(desk, post):
    for number in range(25):
        CommentFactory(page=post, author_email=ADA, body=f"Number {number}.", pending=True)
    url = commenter_url(Comment.objects.first())
    assert "Number 24." in text_of(desk.get(url))
    second = desk.get(url, {"p": 2})
    assert "Number 0." in text_of(second)
    form = BeautifulSoup(second.content, "html.parser").select_one("form[action*=decide]")
    data = {field["name"]: field["value"] for field in form.select("input")} | {"decision": "approve"}
    assert desk.post(form["action"], data).headers["Location"] == f"{url}?p=2"
    assert desk.get(url, {"p": "many"}).status_code == 200


def test_the_page_costs_the_same_for_one_comment_and_for_many(desk, post, ada):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(commenter_url(first)).status_code == 200
        return len(queries)

    first = CommentFactory(page=post, commenter=ada, author_email=ADA)
    desk.get(commenter_url(first))
    one = cost()
    for _ in range(19):
        CommentFactory(page=post, commenter=ada, author_email=ADA)
    # Ten of them are Wagtail's own, for its frame.
    assert cost() == one <= 26


# What can be done


def act(desk, comment, action, **data):
    return desk.post(f"{commenter_url(comment)}{action}/", data)


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def hidden(response):
    """What the form that asks for confirmation sends."""
    form = soup(response).select_one("main form")
    return {field["name"]: field["value"] for field in form.select("input[type=hidden]")}


BAN = {"kind": "address", "duration": "week", "reason": "Sells watches", "clean_up": "spam", "span": "ever"}


@pytest.mark.parametrize("action", ["notes", "ban", "export", "erase"])
def test_only_who_moderates_there_can_do_anything(client, post, news, elsewhere, action):
    comment = CommentFactory(page=post, author_email=ADA)
    data = {"text": "A note", **BAN, "branch": news.pk, "counted": "1", "asked": "on"}
    assert act(client, comment, action, **data).headers["Location"].startswith("/admin/login/")
    client.force_login(someone(False))
    assert act(client, comment, action, **data).headers["Location"] == "/admin/"
    client.force_login(someone(elsewhere))
    assert act(client, comment, action, **data).status_code == 404
    assert not CommenterNote.objects.exists()
    assert not Ban.objects.exists()
    assert Comment.objects.get().status == "approved"


@pytest.mark.parametrize("action", ["notes", "ban", "export"])
def test_only_post_does_anything(desk, post, action):
    assert desk.get(f"{commenter_url(CommentFactory(page=post, author_email=ADA))}{action}/").status_code == 405


def test_notes_are_kept_shown_and_removed(desk, post, elsewhere, client):
    comment = CommentFactory(page=post, author_email=ADA)
    CommentFactory(page=elsewhere, author_email=ADA)
    assert "The note is kept." in text_of(
        desk.post(f"{commenter_url(comment)}notes/", {"text": "<b>Argues"}, follow=True)
    )
    shown = text_of(desk.get(commenter_url(comment)))
    assert "<b>Argues" in shown
    assert "Noor Haddad" in shown
    note = CommenterNote.objects.get()
    client.force_login(someone(elsewhere))
    assert act(client, comment, f"notes/{note.uuid}/remove").status_code == 404
    client.force_login(someone(post))
    assert "Argues" in text_of(client.get(commenter_url(comment)))
    answer = client.post(f"{commenter_url(comment)}notes/{note.uuid}/remove/", follow=True)
    assert "a branch that you do not moderate" in text_of(answer)
    desk.force_login(someone())
    act(desk, comment, f"notes/{note.uuid}/remove")
    assert not CommenterNote.objects.exists()


@pytest.mark.parametrize("text", ["", "x" * 1001])
def test_a_note_that_cannot_be_kept_is_shown_again(desk, post, text):
    answer = act(desk, CommentFactory(page=post, author_email=ADA), "notes", text=text)
    area = soup(answer).select_one("textarea[name=text]")
    assert area.text.strip() == text
    assert soup(answer).select_one(".w-field__errors, .error-message")
    assert not CommenterNote.objects.exists()


def test_a_ban_shows_its_numbers_first_and_is_undone_whole(desk, post, news, moderator):
    comments = [CommentFactory(page=post, author_email=ADA, **{status: True}) for status in ("pending", "approved")]
    asked = act(desk, comments[0], "ban", **BAN, branch=news.pk)
    shown = text_of(asked)
    assert "2 comments are marked as spam (Approved: 1, Waiting: 1)" in shown
    assert "the address ada@example.org" in shown
    assert "1 week" in shown
    assert not Ban.objects.exists()
    data = hidden(asked)
    CommentFactory(page=post, author_email=ADA)
    again = act(desk, comments[0], "ban", **data)
    assert "The number of comments has changed since you looked." in text_of(again)
    done = desk.post(f"{commenter_url(comments[0])}ban/", hidden(again), follow=True)
    assert "The ban holds. 3 comments were put away." in text_of(done)
    assert set(Comment.objects.values_list("status", flat=True)) == {"spam"}
    ban = Ban.objects.get()
    assert (ban.page.pk, ban.reason, ban.set_by) == (news.pk, "Sells watches", "Noor Haddad")
    assert "Sells watches" in text_of(done)
    undo = soup(done).select_one("main form[action*=undo]")
    data = {field["name"]: field["value"] for field in undo.select("input")}
    assert desk.post(undo["action"], data).headers["Location"] == commenter_url(comments[0])
    assert sorted(Comment.objects.values_list("status", flat=True)) == ["approved", "approved", "pending"]
    assert not Ban.objects.exists()


@pytest.mark.parametrize("taken_back_after", [1, 2, None])
def test_a_clean_up_that_is_taken_back_while_it_runs_leaves_the_rest_and_lifts_the_ban(
    desk, post, news, moderator, monkeypatch, taken_back_after
):
    monkeypatch.setattr(deciding, "BATCH_MAX", 2)
    comments = [CommentFactory(page=post, author_email=ADA) for _ in range(6)]
    decide_part, parts = deciding.decide_many, []

    def decide_and_undo(**asked):
        part = decide_part(**asked)
        parts.append(part)
        if len(parts) == taken_back_after:
            assert undo(batch=part.batch.uuid, user=moderator, now=timezone.now()).lifted == 1
        return part

    monkeypatch.setattr(deciding, "decide_many", decide_and_undo)
    answer = desk.post(f"{commenter_url(comments[0])}ban/", {**BAN, "branch": news.pk, "counted": "6"}, follow=True)
    statuses = set(Comment.objects.values_list("status", flat=True))
    if taken_back_after is None:
        assert (statuses, Ban.objects.get().batch.entries.count()) == ({"spam"}, 6)
        undo(batch=Ban.objects.get().batch.uuid, user=moderator, now=timezone.now())
        statuses = set(Comment.objects.values_list("status", flat=True))
    else:
        assert len(parts) == taken_back_after
        assert "Somebody took it back meanwhile: the ban is lifted" in text_of(answer)
    assert statuses == {"approved"}
    assert not Ban.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "nonsense"}, "kind"),
        ({"kind": "network"}, "kind"),
        ({"duration": "century"}, "duration"),
        ({"branch": "0"}, "branch"),
        ({"branch": ""}, "branch"),
        ({"reason": "x" * 201}, "reason"),
        ({"clean_up": "delete"}, "clean_up"),
        ({"span": "always"}, "span"),
    ],
)
def test_bad_input_is_named_and_nothing_typed_is_lost(desk, post, news, wrong, field):
    answer = act(desk, CommentFactory(page=post, author_email=ADA), "ban", **{**BAN, "branch": news.pk, **wrong})
    assert answer.status_code == 200
    assert list(answer.context["ban_form"].errors) == [field]
    assert soup(answer).select_one("input[name=reason]")["value"] == ({**BAN, **wrong})["reason"]
    assert not Ban.objects.exists()


def test_a_network_is_not_banned_for_ever(desk, post, news):
    comment = CommentFactory(page=post, author_email=ADA, origin="a" * 32)
    answer = act(desk, comment, "ban", **{**BAN, "kind": "network", "duration": "ever", "branch": news.pk})
    assert "A network can be banned for 30 days at most." in text_of(answer)


def test_nobody_bans_where_they_do_not_moderate(client, post, news):
    client.force_login(someone(post))
    answer = act(client, CommentFactory(page=post, author_email=ADA), "ban", **BAN, branch=news.pk)
    assert list(answer.context["ban_form"].errors) == ["branch"]


def test_a_ban_from_above_is_seen_and_lifted_by_those_who_may(client, desk, post, news):
    comment = CommentFactory(page=post, author_email=ADA)
    act(desk, comment, "ban", **{**BAN, "clean_up": "", "branch": news.pk}, counted="0")
    ban = Ban.objects.get()
    client.force_login(someone(post))
    page = client.get(commenter_url(comment))
    assert "on “News”" in text_of(page)
    assert not soup(page).select("form[action*=lift]")
    act(client, comment, f"bans/{ban.uuid}/lift")
    assert Ban.objects.exists()
    client.force_login(someone(news))
    assert soup(client.get(commenter_url(comment))).select("form[action*=lift]")
    act(client, comment, f"bans/{ban.uuid}/lift")
    assert not Ban.objects.exists()


def test_the_export_is_a_file_of_all_that_is_kept(desk, post, moderator):
    comment = CommentFactory(page=post, author_email=ADA, body="Mine.")
    add_note(comment=comment.uuid, text="Argues well.", user=moderator, now=timezone.now())
    answer = act(desk, comment, "export")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="reader-{comment.uuid}.json"'
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    found = answer.json()
    assert (found["reader"]["email"], found["comments"][0]["body"]) == (ADA, "Mine.")
    assert found["notes"][0]["text"] == "Argues well."


def test_erasing_asks_first_and_is_final(desk, post, ada):
    comment = CommentFactory(page=post, commenter=ada, author_email=ADA, body="Mine.")
    asked = desk.get(f"{commenter_url(comment)}erase/")
    assert "Everything that is kept under ada@example.org is erased for good." in text_of(asked)
    unsure = act(desk, comment, "erase")
    assert "Please confirm that the reader asked for it." in text_of(unsure)
    assert Comment.objects.get().body == "Mine."
    done = desk.post(f"{commenter_url(comment)}erase/", {"asked": "on"}, follow=True)
    assert "1 comment was emptied" in done.content.decode()
    assert Comment.objects.get().body == ""
    assert act(desk, comment, "erase", asked="on").status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("action", ["export", "erase"])
def test_who_moderates_a_part_of_it_answers_for_nothing(client, post, elsewhere, action, method):
    comment = CommentFactory(page=post, author_email=ADA)
    CommentFactory(page=elsewhere, author_email=ADA)
    client.force_login(someone(post))
    assert "please ask an administrator" in text_of(client.get(commenter_url(comment)))
    if (action, method) == ("export", "get"):
        return
    answer = getattr(client, method)(f"{commenter_url(comment)}{action}/", {"asked": "on"}, follow=True)
    assert "Please ask an administrator" in text_of(answer)
    assert Comment.objects.get(pk=comment.pk).status == "approved"


# Words are hostile


@pytest.mark.parametrize("text", [*HOSTILE[:3], " ".join(HOSTILE)])
def test_hostile_words_build_nothing(desk, post, moderator, text):
    def page(words):
        Comment.objects.all().delete()
        CommenterNote.objects.all().delete()
        words = " ".join(words.replace("\x00", "").split())
        email = f"{words[:40]}@{words[:40]}"
        comment = CommentFactory(page=post, author_email=email, author_name=words[:60], body=words)
        add_note(comment=comment.uuid, text=words[:1000], user=moderator, now=timezone.now())
        main = soup(desk.get(commenter_url(comment))).select_one("main")
        assert words[:30] in " ".join(main.get_text().split())
        return [(each.name, sorted(each.attrs)) for each in main.find_all()]

    assert page(text) == page("innocent")
