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
from comments.models import Comment, Report
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, UserFactory
from tests.factories.comments import CommenterFactory, CommentFactory, moderating

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
        "Yes. 3 comments approved, 2 needed on “A walk”; the address is confirmed.",
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
    CommentFactory(page=post, author_email="", origin="b" * 32, author_name="Another")
    shown = text_of(desk.get(commenter_url(guest)))
    assert "ada@example.org, not confirmed" in shown
    assert "No. 1 comment approved" in shown
    assert "True Ada" not in shown
    shown = text_of(desk.get(commenter_url(nameless)))
    assert "The same" in shown
    assert "Another" not in shown


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
    assert cost() == one
