"""What a reader may not see is nowhere: every public address, every state of a page, every status of a comment.

What is hidden and what never was are answered alike: the same status, the same words, the same number of statements.
"""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from comments.lifecycle import HIDING
from comments.models import Comment
from comments.services import set_policy
from tests.factories.blog import BlogIndexPageFactory, HomePageFactory
from tests.factories.comments import CommentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

API = "/api/site/v1"
WORDS, NAME = "zanzibarquagga", "Xerxesine"
NEVER = 987_654

BY_PAGE = {
    "thread": f"{API}/pages/{{page}}/comments/",
    "newest": f"{API}/pages/{{page}}/comments/?sort=newest",
    "best": f"{API}/pages/{{page}}/comments/?sort=best",
    "behind it": f"{API}/pages/{{page}}/comments/?cursor=c{{hex}}",
    "its replies": f"{API}/pages/{{page}}/comments/?cursor=r{{hex}}",
    "at it": f"{API}/pages/{{page}}/comments/?cursor=a{{hex}}",
    "counts": f"{API}/pages/comments/counts/?pages={{page}}",
    "mine": f"{API}/pages/{{page}}/comments/mine/?key={{key}}",
    "page feed": "/feeds/comments/{page}/rss.xml",
    "page feed as JSON": "/feeds/comments/{page}/feed.json",
}
FORM, OWN = f"{API}/pages/comments/form/", f"{API}/me/comments/"
"""What tells of no comment, and what tells readers of their own."""

BY_COMMENT = {"permalink": f"{API}/comments/{{uuid}}/"}
OF_ALL = {
    "site feed": "/feeds/comments/site/rss.xml",
    "site feed as JSON": "/feeds/comments/site/feed.json",
    "Atom": "/feeds/comments/site/atom.xml",
}
WRITES = {
    "vote": ("post", f"{API}/comments/{{uuid}}/vote/"),
    "unvote": ("delete", f"{API}/comments/{{uuid}}/vote/?key={{key}}"),
    "report": ("post", f"{API}/comments/{{uuid}}/report/"),
}
MADE_AT = re.compile(r"<(lastBuildDate|updated)>[^<]*</\1>")
"""An empty feed tells when it was made."""

ASKED_AS = re.compile(r'"request_id": ?"[^"]*"')
"""An error tells by which id its request stands in the log."""

BODIES = {"vote": {"key": str(uuid4())}, "report": {"key": str(uuid4()), "reason": "spam"}}


def restricted(kind, where):
    def apply(post):
        page = post if where == "itself" else post.get_parent()
        PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")

    return apply


def to_another_site(post):
    home = HomePageFactory(slug="other")
    Site.objects.create(hostname="other.example", port=80, root_page=home)
    Page.objects.get(pk=post.pk).move(BlogIndexPageFactory(parent=home), pos="last-child")


PAGE_STATES = {
    "draft": lambda post: post.unpublish(),
    "expired": lambda post: Page.objects.filter(pk=post.pk).update(expire_at=timezone.now() - timedelta(minutes=1)),
    "scheduled": lambda post: Page.objects.filter(pk=post.pk).update(
        live=False, go_live_at=timezone.now() + timedelta(days=1)
    ),
    "behind a password": restricted("password", "itself"),
    "behind a login": restricted("login", "itself"),
    "for a group": restricted("groups", "itself"),
    "below a password": restricted("password", "its parent"),
    "below a login": restricted("login", "its parent"),
    "deleted": lambda post: Page.objects.get(pk=post.pk).delete(),
    "on another site": to_another_site,
}


@pytest.fixture
def ask(client):
    """Return status, body and number of statements; of what was asked about, nothing may come back."""

    def ask(method, address, data=None, **names):
        address = address.format(**names)
        kind = {"content_type": "application/json"} if method == "post" else {}
        with CaptureQueriesContext(connection) as captured:
            answer = getattr(client, method)(address, data, **kind)
        body = answer.content.decode()
        for name in ("uuid", "hex", "page"):
            body = re.sub(rf"(?<![\w-]){names[name]}(?![\w-])", name, body)
        body = ASKED_AS.sub("", MADE_AT.sub("", body))
        reading = [each for each in captured if each["sql"].startswith(("SELECT", "WITH"))]
        return answer.status_code, body, len(reading)

    return ask


@pytest.fixture
def asked(ask):
    """Ask every address about a page and a comment, by the address's name."""

    def asked(page, uuid):
        names = {"page": page, "uuid": uuid, "hex": uuid.hex, "key": uuid4()}
        reads = {name: ask("get", address, **names) for name, address in {**BY_PAGE, **BY_COMMENT, **OF_ALL}.items()}
        writes = {name: ask(method, at, BODIES.get(name), **names) for name, (method, at) in WRITES.items()}
        return {**reads, **writes}

    return asked


def told(comment):
    return (WORDS, NAME, str(comment.uuid), comment.uuid.hex, comment.avatar_seed or WORDS)


def assert_alike(hidden, missing, comment):
    for name in missing:
        assert hidden[name] == missing[name], name
        assert not any(word in hidden[name][1] for word in told(comment)), name


@pytest.fixture
def secret(post):
    return CommentFactory(page=post, body=f"What {WORDS} said.", author_name=NAME)


def test_it_is_there_to_begin_with(asked, post, secret):
    found = asked(post.pk, secret.uuid)
    shows = {name for name, (_, body, _) in found.items() if WORDS in body}
    assert shows == {"thread", "newest", "best", "its replies", "at it", "permalink", *OF_ALL, "page feed"} | {
        "page feed as JSON"
    }
    assert {status for status, *_ in found.values()} == {200, 202}


@pytest.mark.parametrize("state", PAGE_STATES)
def test_nothing_is_told_of_comments_on_a_page_one_may_not_see(asked, client, post, secret, state):
    CommentFactory(parent=secret, body=f"And {WORDS} too.", author_name=NAME)
    PAGE_STATES[state](post)
    asked(NEVER, uuid4())
    assert_alike(asked(post.pk, secret.uuid), asked(NEVER, uuid4()), secret)
    screen = client.get(f"{API}/resolve/?path=/news/a-walk/")
    listing = client.get(f"{API}/resolve/?path=/news/")
    for answer in (screen, listing):
        assert not any(word in answer.content.decode() for word in told(secret))
        assert '"comment_count": 2' not in answer.content.decode()


STATUSES = {
    **{f"{status} itself": [status] for status in ("pending", "rejected", "spam", "deleted")},
    **{f"below {status}": [status, "approved"] for status in sorted(HIDING)},
    **{f"two below {status}": ["approved", status, "approved", "approved"] for status in sorted(HIDING)},
    "below deleted below pending": ["pending", "deleted", "approved"],
}


@pytest.mark.parametrize("line", STATUSES)
def test_nothing_is_told_of_a_comment_that_is_not_public(asked, client, post, other_post, now, line):
    parent, beside = None, None
    for place, status in enumerate(STATUSES[line]):
        words = {} if status == "deleted" else {"body": f"What {WORDS} said.", "author_name": NAME}
        if place == 0 and status == "approved":
            words = {"body": "Seen by all.", "author_name": "Seen"}
            beside = CommentFactory(page=other_post, created_at=now, **words)
        above = {"page": post} if parent is None else {"parent": parent}
        pin = {"pinned_at": now} if place == 0 and status != "approved" else {}
        parent = CommentFactory(**above, **{status: True}, **words, **pin)
    asked(NEVER, uuid4())
    hidden = asked(post.pk, parent.uuid)
    for name in (*BY_COMMENT, *WRITES):
        assert hidden[name] == asked(post.pk, uuid4())[name], name
    for name, (_, body, _) in hidden.items():
        assert not any(word in body for word in told(parent)), name
    visible = 0 if beside is None else 1
    thread = client.get(BY_PAGE["thread"].format(page=post.pk)).json()
    assert (thread["count"], len(thread["comments"])) == (visible, visible)
    assert [root["reply_count"] for root in thread["comments"]] == [0] * visible
    assert client.get(BY_PAGE["counts"].format(page=post.pk)).json() == {"counts": {str(post.pk): visible}}
    assert client.get(f"{API}/resolve/?path=/news/a-walk/").json()["comment_count"] == visible
    if not visible:
        empty = asked(other_post.pk, uuid4())
        for name in ("thread", "newest", "best", "counts", "mine", "at it"):
            assert hidden[name] == empty[name], name


def test_nothing_is_told_where_the_policy_hides_comments(asked, client, post, other_post, secret, now):
    for page in (post, other_post):
        set_policy(page=page, changes={"state": "hidden"}, user=None, now=now)
    asked(NEVER, uuid4())
    assert_alike(asked(post.pk, secret.uuid), asked(other_post.pk, uuid4()), secret)
    assert client.get(f"{API}/resolve/?path=/news/a-walk/").json()["comment_count"] == 0


def test_an_editors_session_sees_no_more(asked, admin_client, post, secret):
    Comment.objects.filter(pk=secret.pk).update(status="pending")
    for address in (*BY_PAGE.values(), *BY_COMMENT.values(), *OF_ALL.values()):
        names = {"page": post.pk, "uuid": secret.uuid, "hex": secret.uuid.hex, "key": uuid4()}
        answer = admin_client.get(address.format(**names)).content.decode()
        assert WORDS not in answer
        assert NAME not in answer


def test_every_public_get_about_comments_is_tried_here():
    from website.api import site_api
    from website.urls import urlpatterns

    paths = site_api.get_openapi_schema()["paths"]
    gets = {path.replace("{page_id}", "{page}") for path, methods in paths.items() if "get" in methods}
    about = {path for path in gets if "/comments/" in path and path.startswith(API)}
    tried = {address.partition("?")[0] for address in (*BY_PAGE.values(), *BY_COMMENT.values())}
    assert about - {FORM, OWN} == {path for path in tried if path.startswith(API)}
    feeds = {str(each.pattern) for each in urlpatterns if "feeds/comments" in str(each.pattern)}
    assert feeds == {"feeds/comments/site/<feed_file:file>", "feeds/comments/<int:page_id>/<feed_file:file>"}
