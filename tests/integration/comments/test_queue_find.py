"""Comments are found by an address that stands in no link, no log and no history of a browser."""

import csv
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from comments.models import Comment
from comments.services import save_word_list
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory
from tests.factories.comments import CommenterFactory, CommentFactory, moderating
from tests.integration.comments.test_desk import LIST, desk, moderator, names, someone, soup  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

FIND = f"{LIST}find/"
ADA = "ada@example.org"


def find(client, email, **data):
    return client.post(FIND, {"email": email, "filter": "", **data})


@pytest.fixture
def theirs(post):
    """One confirmed comment of Ada's under an older address, one that is not confirmed, and one of somebody else."""
    known = CommenterFactory(email=ADA)
    CommentFactory(page=post, author_name="Ada", author_email="old@example.org", commenter=known, pending=True)
    CommentFactory(page=post, author_name="Ada?", author_email=ADA, pending=True)
    CommentFactory(page=post, author_name="Ben", author_email="ben@example.org", pending=True)


def test_the_list_leads_to_what_came_under_an_address(desk, theirs):  # noqa: F811 - a fixture
    page = soup(desk.get(LIST, {"ordering": "-created_at", "p": "7"}))
    form = page.select_one(f"form[action='{FIND}']")
    assert form["method"] == "post"
    kept = form.select_one("[name=filter]")["value"]
    answer = find(desk, " ada@EXAMPLE.org ", filter=f"{kept}&by=x&_w_filter_fragment=1&export=csv")
    there = answer.headers["Location"]
    assert answer.status_code == 303
    assert there.startswith(f"{LIST}?ordering=-created_at&by=")
    assert "example" not in there
    shown = desk.get(there)
    assert names(shown) == ["Ada?", "Ada"]
    assert "example" not in soup(shown).select_one("form[action$='decide-many/'] [name=filter]")["value"]
    assert "Written by" in soup(shown).select_one(".w-active-filters").get_text()
    assert names(desk.get(f"{there}&status=spam")) == []
    lines = b"".join(desk.get(f"{there}&export=csv").streaming_content).decode("utf-8-sig")
    assert [row[3] for row in csv.reader(StringIO(lines, newline=""))][1:] == ["Ada?", "Ada"]
    query = there.partition("?")[2]
    decided = {"all": "1", "filter": query, "decision": "spam", "confirmed": timezone.now().isoformat()}
    desk.post(f"{LIST}decide-many/", decided)
    assert list(Comment.objects.filter(status="pending").values_list("author_name", flat=True)) == ["Ben"]


def test_no_address_gets_into_a_word_list_and_so_into_its_history(post, moderator):  # noqa: F811 - a fixture
    with pytest.raises(ValidationError, match="Ban the address"):
        save_word_list(
            page=post, name="No", outcome="spam", phrases=["mail ada@example.org"], user=moderator, now=timezone.now()
        )
    save_word_list(
        page=post, name="Domain", outcome="spam", phrases=["@sale.example"], user=moderator, now=timezone.now()
    )


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("nobody@example.org", "Where you moderate, nothing came under this address."),
        ("<b>@'\"", "Where you moderate, nothing came under this address."),
        ("x" * 300, "at most 254 characters"),
        ("", "Please type an e-mail address."),
        ("\x00", "Null characters are not allowed."),
    ],
)
def test_an_address_under_which_nothing_came_is_said_and_kept(desk, theirs, email, said):  # noqa: F811 - a fixture
    page = soup(find(desk, email, filter="status=all&q=knee&p=3"))
    assert said in page.select_one("#main").get_text()
    assert page.select_one("[name=email]").get("value", "") == email
    assert page.select_one("#main [name=filter]")["value"] == "status=all&q=knee"
    assert page.find("a", string="Back to the list")["href"] == f"{LIST}?status=all&q=knee"


def test_nobody_finds_what_others_moderate(client, theirs, site, post):
    other = BlogPostPageFactory(parent=BlogIndexPageFactory(parent=site.root_page))
    mine = CommentFactory(page=other, author_name="Ada here", author_email=ADA, pending=True)
    client.force_login(moderating(someone("access_admin"), page=other))
    there = find(client, ADA).headers["Location"]
    assert there.endswith(f"?by={mine.uuid}")
    assert names(client.get(there)) == ["Ada here"]
    unknown, known = (find(client, email).content for email in ("nob@example.org", "ben@example.org"))
    assert "nothing came under this address" in known.decode()
    assert len(known) == len(unknown)
    theirs = Comment.objects.get(author_name="Ben")
    assert names(client.get(LIST, {"by": theirs.uuid})) == []
    client.force_login(someone("access_admin"))
    assert find(client, ADA).headers["Location"] == "/admin/"


def test_whoever_gave_no_address_is_named_by_their_network(desk, post):  # noqa: F811 - a fixture
    first, second = (CommentFactory(page=post, author_email="", origin="a" * 32, pending=True) for _ in range(2))
    CommentFactory(page=post, author_email="", origin="b" * 32, pending=True)
    assert len(names(desk.get(LIST, {"by": first.uuid}))) == 2
    Comment.objects.filter(pk=second.pk).update(page=None)
    assert len(names(desk.get(LIST, {"by": second.uuid}))) == 2
    nobody = CommentFactory(page=post, deleted=True)
    page = soup(desk.get(LIST, {"by": nobody.uuid, "status": "all"}))
    assert "Written by" in page.select_one("[role=alert]").get_text()
