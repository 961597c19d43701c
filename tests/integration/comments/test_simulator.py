"""What would happen to a text: the way of a real comment, told in words, and nothing of it stored."""

from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment
from comments.policy import RefusalCode
from comments.services import Refused, ban, save_word_list, set_policy, set_rules, submit_comment
from comments.services.simulating import Who, simulate
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, UserFactory
from tests.factories.comments import CommenterFactory, CommentFactory, a_submission, moderating

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

SIMULATOR = "/admin/reader-comments/simulator/"


@pytest.fixture
def become(post, moderator, now):
    def become(who=Who.GUEST, body="A thought about walking.", **values):
        values = {"page": post, "name": "Ada", "user": moderator, "now": now, **values}
        return simulate(who=Who(who), body=body, **values)

    return become


@pytest.fixture
def desk(client, section):
    user = UserFactory()
    group = Group.objects.create(name="admin")
    group.permissions.set(Permission.objects.filter(codename="access_admin"))
    user.groups.add(group)
    client.force_login(moderating(user, page=section))
    return client


def outcome(simulated):
    return simulated.refused.code if simulated.refused else simulated.judged.verdict.outcome


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ({}, ("hold", "hold", "hold", "publish")),
        ({"moderation": "newcomers"}, ("hold", "hold", "publish", "publish")),
        ({"moderation": "afterwards"}, ("publish", "publish", "publish", "publish")),
        (
            {"who": "confirmed", "moderation": "afterwards"},
            (RefusalCode.IDENTITY_REQUIRED, "publish", "publish", "publish"),
        ),
        ({"who": "staff"}, (*[RefusalCode.IDENTITY_REQUIRED] * 3, "publish")),
        ({"state": "closed"}, (RefusalCode.COMMENTS_CLOSED,) * 4),
    ],
)
def test_each_sender_is_judged_by_the_policy_that_holds(become, section, policy, expected, now):
    set_policy(page=section, changes=policy, user=None, now=now)
    assert tuple(outcome(become(who)) for who in Who) == expected


@pytest.mark.parametrize(
    ("body", "values"),
    [
        ("A thought.", {}),
        ("Two https://a.example https://b.example", {}),
        ("A miracle cure", {}),
        ("Play at the casino", {}),
        ("x" * 5001, {}),
        ("\u200b", {}),
        ("A thought.", {"name": ""}),
        ("A thought.", {"email": "eve@spam.example"}),
        ("Much the same", {}),
    ],
)
def test_it_says_what_becomes_of_a_real_comment(become, section, post, moderator, viewer, body, values, now):
    set_policy(page=section, changes={"moderation": "afterwards"}, user=None, now=now)
    for name, outcome_of in (("miracle", "hold"), ("casino", "spam")):
        save_word_list(page=section, name=name, outcome=outcome_of, phrases=[name], user=moderator, now=now)
    ban(kind="domain", value="spam.example", page=section, user=moderator, now=now)
    CommentFactory(page=post, body="Much the same!", created_at=now - timedelta(hours=2))
    simulated = become(body=body, **values)
    sent = a_submission(body=body, **{"name": "Ada", "email": "", **values}, origin="", key=uuid4())
    if simulated.refused:
        with pytest.raises(Refused) as caught:
            submit_comment(page_id=post.pk, submission=sent, viewer=viewer, now=now)
        assert simulated.refused == caught.value.refusal
        return
    comment = submit_comment(page_id=post.pk, submission=sent, viewer=viewer, now=now).comment
    assert simulated.judged.status == comment.status
    assert simulated.judged.checks == [finding["check"] for finding in comment.ledger]


def test_policy_rules_and_links_come_with_it(become, section, moderator, now):
    set_policy(page=section, changes={"max_links": 7}, user=None, now=now)
    set_rules(page=section, changes={"trusted_after": 9}, user=moderator, now=now)
    simulated = become("trusted", "See https://a.example and www.b.example.")
    assert simulated.links == ("https://a.example", "www.b.example.")
    assert (simulated.policy.max_links.origin.page_title, simulated.rules.trusted_after) == ("News", 9)


def test_real_readers_do_not_count_against_the_invented_one(become, post, now):
    for number in range(12):
        CommentFactory(
            page=post,
            author_email="ada@example.org",
            body="A thought about walking." if not number else f"{number}",
            created_at=now - timedelta(seconds=number + 1),
            status="rejected",
            decided_at=now,
            last_human_decision="reject",
        )
    checks = [finding.check for finding in become(email="ada@example.org").judged.verdict.findings]
    assert "track-record" not in checks
    assert "similar-text" in checks


def test_nothing_is_stored_counted_or_told(desk, post, section):
    CommenterFactory()

    def rows():
        return {model._meta.label: model._base_manager.count() for model in apps.get_models() if model._meta.managed}

    before = rows()
    for who in Who:
        for body in ("Fine.", "https://a.example " * 20, ""):
            entered = {"page": post.pk, "who": who.value, "body": body, "name": "Ada", "email": "ada@example.org"}
            with CaptureQueriesContext(connection) as captured:
                assert desk.post(SIMULATOR, entered).status_code == 200
            written = [each["sql"] for each in captured if each["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
            assert written == []
    assert rows() == before
    assert not Comment.objects.exists()


def test_the_sentence_the_origins_and_what_was_typed_are_shown(desk, section, post, now):
    set_policy(page=section, changes={"moderation": "afterwards"}, user=None, now=now)
    body = "  Look: https://a.example <img src=x onerror=alert(1)>"
    entered = {"page": post.pk, "who": "newcomer", "body": body, "name": "Ada", "website": "https://ada.example"}
    page = BeautifulSoup(desk.post(SIMULATOR, entered).content, "html.parser")
    told = page.select_one("#simulated").text
    assert "It would wait for a moderator." in told
    assert "Held: 1 link, 1 is the limit for newcomers." in told
    assert page.select_one("#simulated mark").text == "https://a.example"
    assert not page.select("img[onerror]")
    holds = " ".join(page.select_one("dl.comment-policy-lines").text.split())
    assert "Published at once, read afterwards from News" in holds
    assert "Links a newcomer is held at 1 from the site defaults" in holds
    assert page.select_one("[name=body]").text.removeprefix("\n") == body
    assert page.select_one("[name=who][checked]")["value"] == "newcomer"
    assert page.select_one("[name=website]")["value"] == "https://ada.example"
    assert page.select_one("[name=page]")["value"] == str(post.pk)


def test_bad_input_is_refused_by_field_and_foreign_pages_are_not_shown(desk, site, post):
    foreign = BlogPostPageFactory(parent=BlogIndexPageFactory(parent=site.root_page), title="Secret plan")
    fine = {"page": post.pk, "who": "guest", "body": "Typed text.", "name": "Ada"}
    for values, fields in (
        ({"page": ""}, {"page"}),
        ({"page": foreign.pk}, {"page"}),
        ({"page": "9" * 30}, {"page"}),
        ({"page": "x", "who": "god"}, {"page", "who"}),
        ({"body": "nul\x00"}, {"body"}),
        ({"body": "x" * 20_001}, {"body"}),
        ({"name": "x" * 61}, {"name"}),
        ({"email": "nobody"}, {"email"}),
        ({"website": "x" * 201}, {"website"}),
    ):
        response = desk.post(SIMULATOR, fine | values)
        assert response.status_code == 200
        page = BeautifulSoup(response.content, "html.parser")
        parts = [part for part in page.select("[data-field]") if part.select(".error-message")]
        named = {part.select_one("[name]")["name"] for part in parts}
        assert named == fields, values
        assert page.select_one("[name=body]").text.removeprefix("\n") == (fine | values)["body"]
        assert "Secret plan" not in response.content.decode()
    assert desk.get(SIMULATOR, {"page": foreign.pk}).status_code == 404
    assert desk.get(SIMULATOR, {"page": post.pk}).status_code == 200


def test_only_who_moderates_the_page_may_ask(post, other_post, now):
    stranger = moderating(UserFactory(), page=other_post)
    with pytest.raises(PermissionDenied):
        simulate(page=post, who=Who.GUEST, body="Hello", name="Ada", user=stranger, now=now)
