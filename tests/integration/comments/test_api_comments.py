"""The comments API as a client meets it: shapes, codes, headers, and no failure of ours on any input."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment
from comments.selectors.identity import reader_token
from comments.services import set_policy
from ground.address import origin_hash, signature
from ground.outbox import OutboxMessage
from tests.factories.blog import AuthorFactory, BlogPostPageFactory, UserFactory
from tests.factories.comments import CommenterFactory, CommentFactory

pytestmark = pytest.mark.django_db

LIMITS = {"body_min": 2, "body_max": 5000, "name_max": 60}


def url(page):
    return f"/api/site/v1/pages/{page.pk}/comments/"


@pytest.fixture
def say(now):
    def say(page, **changes):
        return set_policy(page=page, changes=changes, user=None, now=now)

    return say


def test_a_thread_has_exactly_the_promised_shape(read, post):
    top = CommentFactory(page=post, body="Well *said*.", author_website="https://ada.example")
    answer = CommentFactory(parent=top, deleted=True)
    below = CommentFactory(parent=answer)
    found = read(post)
    assert found["policy"] == {
        "state": "open",
        "accepts": True,
        "code": None,
        "message": "",
        "who": "anyone",
        "moderation": "everything",
        "max_depth": 4,
        "votes": True,
        "opens_at": None,
        "closes_at": None,
        "limits": LIMITS,
    }
    [root] = found.pop("comments")
    assert {name: found[name] for name in ("page", "count", "next")} == {"page": post.pk, "count": 2, "next": None}
    [tombstone] = root.pop("replies")
    assert root == {
        "id": str(top.uuid),
        "parent": None,
        "depth": 1,
        "tombstone": False,
        "author": {
            "name": top.author_name,
            "website": "https://ada.example",
            "is_staff": False,
            "is_author": False,
            "seed": top.avatar_seed,
        },
        "html": "<p>Well <em>said</em>.</p>\n",
        "created_at": top.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "edited_at": None,
        "score": 0,
        "pinned": False,
        "reply_count": 1,
        "more": None,
        "path": f"/news/a-walk/#comment-{top.uuid}",
        "waiting": False,
    }
    assert (tombstone["tombstone"], tombstone["author"], tombstone["html"]) == (True, None, "")
    assert [reply["id"] for reply in tombstone["replies"]] == [str(below.uuid)]


def test_nothing_private_leaves(client, post):
    CommentFactory(page=post, author_email="secret@example.org", origin="0123456789abcdef" * 2)
    text = client.get(url(post)).content.decode()
    for secret in ("secret@example.org", "0123456789abcdef", "email", "origin", "ledger", "digest"):
        assert secret not in text


def test_a_closed_page_says_so(read, say, post, section):
    say(section, state="closed")
    policy = read(post)["policy"]
    assert (policy["state"], policy["accepts"], policy["code"]) == ("closed", False, "comments-closed")
    assert policy["message"] == "Commenting has been turned off."
    say(section, message="We moved to the forum.")
    assert read(post)["policy"]["message"] == "We moved to the forum."


def test_a_page_that_opens_later_says_when(read, say, post):
    opens_at = timezone.now().replace(microsecond=0) + timedelta(days=2)
    say(post, opens_at=opens_at, closes_at=opens_at + timedelta(days=1))
    policy = read(post)["policy"]
    assert (policy["state"], policy["accepts"], policy["code"]) == ("closed", False, "not-yet-open")
    assert policy["opens_at"] == opens_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert policy["closes_at"] == (opens_at + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert policy["message"].startswith("Comments open on ")


def test_a_hidden_page_shows_its_policy_and_no_comment(read, say, post):
    CommentFactory(page=post)
    say(post, state="hidden")
    found = read(post)
    assert (found["policy"]["state"], found["policy"]["accepts"]) == ("hidden", False)
    assert (found["count"], found["comments"]) == (0, [])


def test_a_held_comment_is_acknowledged_and_nowhere_to_be_seen(send, read, client, post):
    answer = send(post, body="Please wait for me.")
    comment = Comment.objects.get()
    assert answer.pop("author_token")
    assert answer == {
        "status": "held",
        "message": "Thank you. Your comment will appear once a moderator has read it.",
        "id": str(comment.uuid),
    }
    assert read(post)["comments"] == []
    assert client.get(f"/api/site/v1/comments/{comment.uuid}/").status_code == 404


def test_what_became_of_a_held_comment_is_not_told(send, post):
    key = str(uuid4())
    held = send(post, key=key)
    for status in ("rejected", "spam"):
        Comment.objects.update(status=status)
        assert send(post, key=key) == held


def test_a_comment_published_at_once_comes_back_as_readers_see_it(send, read, client, say, post):
    say(post, moderation="afterwards")
    answer = send(post, 201, name="Ada", body="At *once*.")
    assert (answer["status"], answer["message"]) == ("published", "Thank you. Your comment is published.")
    assert read(post)["comments"] == [answer["comment"]]
    alone = client.get(f"/api/site/v1/comments/{answer['comment']['id']}/").json()
    assert alone == {**answer["comment"], "page": post.pk, "own": None, "above": [], "cursor": alone["cursor"]}


def test_an_answer_hangs_on_its_parent(send, say, read, post):
    say(post, moderation="afterwards")
    top = CommentFactory(page=post)
    answer = send(post, 201, parent=str(top.uuid))
    assert read(post)["comments"][0]["replies"] == [answer["comment"]]


def test_sending_twice_stores_once(send, post):
    key = str(uuid4())
    assert send(post, key=key) == send(post, key=key)
    assert Comment.objects.count() == 1
    problem = send(post, 409, key=key, body="Something else.")
    assert (problem["code"], problem["errors"][0]["field"]) == ("key-reused", "key")


def test_what_is_posted_is_told_to_caches_only_when_seen(send, say, post):
    OutboxMessage.objects.all().delete()
    send(post)
    assert not OutboxMessage.objects.filter(topic="website.purge").exists()
    say(post, moderation="afterwards")
    OutboxMessage.objects.all().delete()
    send(post, 201, email="b@example.org", body="Something else.")
    purges = OutboxMessage.objects.filter(topic="website.purge")
    assert [message.payload["keys"] for message in purges] == [[f"comments:{post.pk}", "threads"]]


@pytest.mark.parametrize("level", ["page", "section"])
def test_a_closed_page_refuses_comment_and_reply(send, say, post, section, level):
    top = CommentFactory(page=post)
    say(post if level == "page" else section, state="closed")
    for fields in ({}, {"parent": str(top.uuid)}):
        problem = send(post, 403, **fields)
        assert (problem["code"], problem["type"]) == ("comments-closed", "/problems/comments-closed")
        assert problem["title"] == problem["message"] == "Commenting has been turned off."
    assert Comment.objects.count() == 1


def test_refusals_have_their_own_codes(send, post, other_post):
    assert send(post, 403, parent=str(uuid4()))["code"] == "parent-unavailable"
    assert send(post, 403, parent=str(CommentFactory(page=other_post).uuid))["code"] == "parent-unavailable"
    problem = send(post, 400, body=" \n\t ")
    assert (problem["code"], problem["errors"][0]["field"]) == ("empty", "body")


def test_too_fast_says_how_long_to_wait(client, send, form, post):
    send(post)
    response = client.post(url(post), data=form(body="And another."), content_type="application/json")
    problem = response.json()
    assert (response.status_code, problem["code"]) == (429, "too-fast")
    assert 0 < problem["retry_after"] <= 15
    assert response["Retry-After"] == str(problem["retry_after"])
    assert str(problem["retry_after"]) in problem["title"]


def test_the_same_again_is_a_conflict(send, post):
    CommentFactory(page=post, author_email="ada@example.org", body="A thought.", created_at=timezone.now())
    assert send(post, 409)["code"] == "duplicate"


@pytest.mark.parametrize("state", ["draft", "missing", "standard"])
def test_where_there_is_nothing_to_see_there_is_nothing_to_say(client, form, post, state, site):
    if state == "draft":
        post.unpublish()
    elif state == "missing":
        post.pk = 2**31 - 1
    else:
        post = site.root_page
    assert client.get(url(post)).status_code == 404
    sent = client.post(url(post), data=form(), content_type="application/json")
    assert sent.status_code == (403 if state == "standard" else 404)
    assert sent.headers["Content-Type"] == "application/problem+json"
    assert not Comment.objects.exists()


def test_only_the_hash_of_a_network_is_kept(client, form, post):
    stamp = int(timezone.now().timestamp())
    signed = f"198.51.100.7;{stamp};{signature(address='198.51.100.7', seconds=stamp)}"
    client.post(url(post), data=form(), content_type="application/json", headers={"X-Reader-Address": signed})
    comment = Comment.objects.get()
    assert comment.origin == origin_hash("198.51.100.200")
    assert "198.51.100" not in json.dumps(list(Comment.objects.values()), default=str)


def test_an_unsigned_address_is_not_believed(client, form, post):
    claimed = {"X-Reader-Address": "198.51.100.7", "X-Forwarded-For": "198.51.100.7"}
    client.post(url(post), data=form(), content_type="application/json", headers=claimed)
    assert Comment.objects.get().origin == origin_hash("127.0.0.1")


def test_a_login_gives_nothing_here(client, send, post):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    send(post)
    assert Comment.objects.get().user is None


BROKEN = {
    "body missing": ({"body": ...}, "body"),
    "body too long": ({"body": "x" * 5001}, "body"),
    "body too short": ({"body": "x"}, "body"),
    "body number": ({"body": 1}, "body"),
    "body null": ({"body": None}, "body"),
    "body list": ({"body": ["a", "b"]}, "body"),
    "body with NUL": ({"body": "a\x00b"}, "body"),
    "body with half a character": ({"body": "a\ud800b"}, "body"),
    "name empty": ({"name": ""}, "name"),
    "name too long": ({"name": "x" * 61}, "name"),
    "name with NUL": ({"name": "a\x00"}, "name"),
    "name object": ({"name": {"a": 1}}, "name"),
    "email none": ({"email": "ada"}, "email"),
    "email too long": ({"email": "a" * 300 + "@example.org"}, "email"),
    "email of a header": ({"email": "a@example.org\nBcc: b@example.org"}, "email"),
    "email with half a character": ({"email": "a\udfff@example.org"}, "email"),
    "website of a script": ({"website": "javascript:alert(1)"}, "website"),
    "website too long": ({"website": "https://" + "x" * 300}, "website"),
    "website boolean": ({"website": True}, "website"),
    "parent no uuid": ({"parent": "1"}, "parent"),
    "parent huge": ({"parent": 10**30}, "parent"),
    "key missing": ({"key": ...}, "key"),
    "key no uuid": ({"key": "x"}, "key"),
    "status": ({"status": "approved"}, "status"),
    "user": ({"user": 1}, "user"),
    "is_staff": ({"is_staff": True}, "is_staff"),
}


INVISIBLE = {
    "a name of spaces": ({"name": "   "}, "name"),
    "a name of joiners": ({"name": "\u200c\u200d"}, "name"),
    "a name of fillers": ({"name": "\u3164\u3164"}, "name"),
    "a body of nothing": ({"body": "\u200b\u200b\u200b"}, "body"),
    "a body of fillers": ({"body": "\u3164\u2800\u3164"}, "body"),
    "a body that renders to nothing": ({"body": "[]()"}, "body"),
}


@pytest.mark.parametrize("case", INVISIBLE)
def test_what_nobody_could_see_is_refused_beside_its_field(client, form, post, case):
    fields, named = INVISIBLE[case]
    response = client.post(url(post), data=json.dumps(form(**fields)), content_type="application/json")
    assert response.status_code == 400, response.content
    assert [error["field"] for error in response.json()["errors"]] == [named]
    assert response.json()["errors"][0]["message"]
    assert not Comment.objects.exists()


@pytest.mark.parametrize("case", BROKEN)
def test_a_field_that_is_wrong_is_named(client, form, post, case):
    fields, named = BROKEN[case]
    sent = {name: value for name, value in form(**fields).items() if value is not ...}
    response = client.post(url(post), data=json.dumps(sent), content_type="application/json")
    assert response.status_code == 400, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["code"] == "invalid"
    assert [error["field"] for error in problem["errors"]] == [named]
    assert problem["errors"][0]["message"]
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"1",
        b'"text"',
        b"\xff\xfe",
        b"[" * 30_000,
        b'{"body":' * 5_000,
        b'{"body": ' + b"9" * 5_000 + b"}",
        b'{"body": 1e999}',
        b"body=A+form&name=Ada",
        b"{}",
    ],
    ids=range(13),
)
def test_a_body_that_is_no_comment_is_a_problem_of_the_sender(client, post, raw):
    response = client.post(url(post), data=raw, content_type="application/json")
    assert response.status_code == 400, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    assert not Comment.objects.exists()


def test_a_body_too_long_is_not_even_read(client, form, post):
    response = client.post(url(post), data=form(body="x" * 70_000), content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (413, "too-large")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("pages/99999999999999999999/comments/", 400),
        ("pages/0/comments/", 400),
        ("pages/x/comments/", 400),
        ("pages/{}/comments/?sort=worst", 400),
        ("pages/{}/comments/?cursor=x", 400),
        ("pages/{}/comments/?cursor=%00", 400),
        ("pages/{}/comments/?cursor=" + "c" * 5000, 400),
        ("pages/{}/comments/?page=2", 400),
        ("pages/{}/comments/?site=nowhere.example", 400),
        ("pages/comments/counts/", 400),
        ("pages/comments/counts/?pages=", 400),
        ("pages/comments/counts/?pages=1,x", 400),
        ("pages/comments/counts/?pages=1,,2", 400),
        ("pages/comments/counts/?pages=%C2%B2", 400),
        ("pages/comments/counts/?pages=99999999999", 400),
        ("pages/comments/counts/?pages=" + ",".join(["1"] * 101), 400),
        ("comments/1/", 400),
        ("comments/00000000-0000-4000-8000-000000000000/", 404),
        ("comments/00000000-0000-4000-8000-000000000000/?x=1", 400),
    ],
)
def test_what_is_asked_wrong_is_answered_with_a_problem(client, post, path, status):
    response = client.get(f"/api/site/v1/{path.format(post.pk)}")
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"


def test_unknown_parameters_are_refused_when_posting_too(client, form, post):
    response = client.post(url(post) + "?moderate=no", data=form(), content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "unknown-parameter")
    assert not Comment.objects.exists()


def test_counts_of_many_pages_cost_two_statements(client, section):
    pages = [BlogPostPageFactory(parent=section) for _ in range(50)]
    CommentFactory(page=pages[0])
    ask = {"pages": ",".join(str(page.pk) for page in pages)}
    client.get("/api/site/v1/pages/comments/counts/", ask)
    with CaptureQueriesContext(connection) as statements:
        found = client.get("/api/site/v1/pages/comments/counts/", ask).json()
    assert found == {"counts": {str(page.pk): int(page == pages[0]) for page in pages}}
    assert len(statements) == 2  # which site, and the counts


def test_a_single_comment_says_where_it_is(client, post):
    comment = CommentFactory(page=post, user=None)
    CommentFactory(parent=comment)
    found = client.get(f"/api/site/v1/comments/{comment.uuid}/").json()
    assert (found["page"], found["reply_count"], found["above"]) == (post.pk, 1, [])
    assert found["path"] == f"/news/a-walk/#comment-{comment.uuid}"


def test_a_single_comment_comes_with_what_it_answers(client, post):
    top = CommentFactory(page=post)
    comment = CommentFactory(parent=top)
    answer = CommentFactory(parent=comment)
    found = client.get(f"/api/site/v1/comments/{comment.uuid}/").json()
    assert [above["id"] for above in found["above"]] == [str(top.uuid)]
    assert [reply["id"] for reply in found["replies"]] == [str(answer.uuid)]
    part = client.get(url(post), {"cursor": found["cursor"]}).json()
    assert [root["id"] for root in part["comments"]] == [str(top.uuid)]
    assert part["comments"][0]["replies"][0]["id"] == str(comment.uuid)


def test_answers_can_be_kept_until_they_change(client, post):
    CommentFactory(page=post)
    first = client.get(url(post))
    assert set(first["Cache-Control"].split(", ")) == {"public", "max-age=0", "must-revalidate"}
    assert client.get(url(post), headers={"If-None-Match": first["ETag"]}).status_code == 304
    CommentFactory(page=post)
    again = client.get(url(post), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["ETag"] != first["ETag"]) == (200, True)


def test_an_acknowledgement_is_kept_by_nobody(client, form, post):
    response = client.post(url(post), data=form(), content_type="application/json")
    assert response["Cache-Control"] == "no-store"


def statements_of_a_post(client, form, post, headers=None, **fields):
    with CaptureQueriesContext(connection) as captured:
        response = client.post(url(post), data=form(**fields), content_type="application/json", headers=headers)
    assert response.status_code in (201, 202), response.content
    control = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")
    return len([query for query in captured if not query["sql"].startswith(control)])


@pytest.mark.parametrize("size", [10, 1000])
def test_a_post_costs_the_same_few_statements_at_any_size(client, form, say, section, size):
    post = BlogPostPageFactory(parent=section, authors=[AuthorFactory(user=UserFactory())])
    top = CommentFactory(page=post)
    for _ in range(size - 1):
        CommentFactory(page=post)
    statements_of_a_post(client, form, post, email="0@example.org", body="To warm up.")
    held = statements_of_a_post(client, form, post, email="a@example.org", body="Held.")
    answer = statements_of_a_post(client, form, post, email="b@example.org", body="To you.", parent=str(top.uuid))
    say(post, moderation="afterwards")
    public = statements_of_a_post(client, form, post, email="c@example.org", body="Seen at once.")
    assert (held, answer, public) == (10, 10, 11)


def test_what_a_post_asks_is_put_together_before(client, form, post, monkeypatch):
    top = CommentFactory(page=post)
    for parent in (None, str(top.uuid)):
        statements_of_a_post(client, form, post, body="To warm up.", email=f"{parent}@example.org", parent=parent)
    built, build = [], SQLCompiler.as_sql

    def counting(compiler, *args, **kwargs):
        built.append(compiler.query)
        return build(compiler, *args, **kwargs)

    monkeypatch.setattr(SQLCompiler, "as_sql", counting)
    for number, parent in enumerate((None, str(top.uuid)), start=1):
        email = f"{number}@example.org"
        statements_of_a_post(client, form, post, body=f"Thought {number}.", email=email, parent=parent)
    assert built == []


@pytest.mark.parametrize("moderation", ["everything", "afterwards"])
def test_a_signed_in_reader_who_wants_to_be_told_costs_no_more_than_twelve(client, form, say, post, moderation):
    say(post, moderation=moderation)
    top = CommentFactory(page=post)
    statements_of_a_post(client, form, post, body="To warm up.")
    for told in (False, True):
        reader = CommenterFactory()
        headers = {"X-Reader-Token": reader_token(reader, now=timezone.now())}
        for name in (reader.name, f"Another {told}"):
            fields = {"body": f"Signed as {name}. {told}", "name": name, "parent": str(top.uuid), "tell_me": told}
            assert statements_of_a_post(client, form, post, headers, **fields) <= 12
            Comment.objects.filter(commenter=reader).update(created_at=timezone.now() - timedelta(days=2))
        guest = {"body": f"A guest. {told}", "email": f"{told}@example.org", "parent": str(top.uuid), "tell_me": told}
        assert statements_of_a_post(client, form, post, **guest) <= 12
