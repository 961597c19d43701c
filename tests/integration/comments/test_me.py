"""A reader sees all they wrote, and how it stands."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from comments.models import Subscription
from comments.selectors.identity import reader_token
from comments.services import set_policy
from tests.factories.comments import CommentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

API = "/api/site/v1/"


class TestMe:
    @pytest.fixture
    def me(self, client, site, commenter, moment):
        headers = {"X-Reader-Token": reader_token(commenter, now=moment)}

        def me(status=200, /, **query):
            response = client.get(f"{API}me/", query, headers=headers)
            assert response.status_code == status, response.content
            return response.json()

        return me

    def test_every_comment_is_told_how_it_stands(self, me, written, post, other_post, commenter, now):
        made = {
            "published": written("commenter")[0],
            "waiting": written("commenter", pending=True)[0],
            "waiting too": written("commenter", spam=True)[0],
            "rejected": written("commenter", rejected=True)[0],
            "hidden": written("commenter", parent=CommentFactory(page=post, rejected=True))[0],
            "hidden too": written("commenter", page=other_post)[0],
        }
        set_policy(page=other_post, changes={"state": "hidden"}, user=None, now=now)
        found = {each["id"]: each for each in me()["comments"]}
        assert {name: found[str(comment.uuid)]["status"] for name, comment in made.items()} == {
            name: name.removesuffix(" too") for name in made
        }
        assert all(each["message"] for each in found.values())
        assert found[str(made["published"].uuid)]["page"] == {"title": "A walk", "path": "/news/a-walk/"}

    def test_what_was_sent_under_the_address_is_there_and_marked(self, me, written, commenter, post):
        own, _ = written("commenter")
        sent, _ = written(author_email=commenter.email)
        CommentFactory(page=post, author_email="bea@example.org")
        CommentFactory(page=post, deleted=True)
        assert {each["id"]: each["confirmed"] for each in me()["comments"]} == {
            str(own.uuid): True,
            str(sent.uuid): False,
        }

    def test_it_comes_in_parts_without_gap_or_repetition(self, me, commenter, post, moment):
        same = {"page": post, "created_at": moment}
        confirmed = CommentFactory.create_batch(25, commenter=commenter, author_email=commenter.email, **same)
        sent = CommentFactory.create_batch(20, author_email=commenter.email, **same)
        seen, cursor = [], ""
        for _ in range(3):
            part = me(cursor=cursor)
            seen += [each["id"] for each in part["comments"]]
            cursor = part["next"]
        assert cursor is None
        assert len(seen) == len(set(seen)) == 45
        assert set(seen) == {str(comment.uuid) for comment in confirmed + sent}

    @pytest.mark.parametrize("cursor", ["x", "0" * 32, "\u00b2" * 32])
    def test_a_cursor_not_made_here_is_refused(self, me, cursor):
        assert me(400, cursor=cursor)["code"] == "unknown-cursor"

    def test_a_cursor_of_somebody_elses_comment_is_refused(self, me, post):
        me(400, cursor=CommentFactory(page=post).uuid.hex)

    def test_of_a_hidden_page_not_even_the_title_is_told(self, me, written, commenter, post):
        written("commenter")
        Subscription.objects.create(page=post, commenter=commenter, created_at=timezone.now())
        assert me()["subscriptions"][0]["page"] == {"title": "A walk", "path": "/news/a-walk/"}
        Page.objects.filter(pk=post.pk).update(live=False, title="A secret")
        found = me()
        assert (found["comments"][0]["page"], found["comments"][0]["status"]) == (None, "hidden")
        assert found["subscriptions"] == []

    def test_it_costs_the_same_for_few_and_for_many(self, me, commenter, post):
        counts = []
        for number in (1, 19):
            CommentFactory.create_batch(number, page=post, commenter=commenter)
            me()
            with CaptureQueriesContext(connection) as captured:
                me()
            counts.append(len(captured))
        assert counts[0] == counts[1] <= 5

    @pytest.mark.parametrize(
        ("method", "path"),
        [("get", "me/"), ("patch", "me/"), ("get", "me/export/"), ("post", "me/erase/"), ("post", "me/sign-out/")],
    )
    def test_nobody_is_told_anything_without_signing_in(self, client, site, method, path):
        data = {"name": "Bea"} if method == "patch" else {}
        kind = {} if method == "get" else {"content_type": "application/json"}
        response = getattr(client, method)(f"{API}{path}", data=data, **kind)
        assert (response.status_code, response.json()["code"]) == (403, "identity-required")
