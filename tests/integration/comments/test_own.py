"""An author sees, changes and deletes their own comment; nobody else does any of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageViewRestriction, Site

from comments.models import Comment, CommentRevision
from comments.selectors.identity import author_token, reader_token
from comments.services import set_policy
from ground.outbox import OutboxMessage
from tests.factories.blog import HomePageFactory, UserFactory
from tests.factories.comments import CommentFactory

pytestmark = pytest.mark.django_db

API = "/api/site/v1/"
MINUTE = timedelta(minutes=1)


AUTHORS = pytest.mark.parametrize("by", ["guest", "commenter"])


class TestWaiting:
    @AUTHORS
    @pytest.mark.parametrize("status", ["pending", "spam"])
    def test_its_author_sees_it_wait_and_nobody_else_does(self, client, written, stranger, post, by, status):
        comment, headers = written(by, **{status: True})
        address = f"{API}pages/{post.pk}/comments/"
        own = client.get(address, headers=headers)
        assert [each["id"] for each in own.json()["waiting"]] == [str(comment.uuid)]
        assert own.json()["waiting"][0]["waiting"] is True
        assert (own.json()["own"], own.json()["comments"], own.json()["count"]) == ([str(comment.uuid)], [], 0)
        assert own["Cache-Control"] == "private, no-store"
        for others in ({}, stranger, {"X-Author-Token": author_token(CommentFactory(page=post))}):
            found = client.get(address, headers=others).json()
            assert found["waiting"] == []
            assert str(comment.uuid) not in found["own"]
            assert client.get(f"{API}comments/{comment.uuid}/", headers=others).status_code == 404

    def test_on_another_page_or_site_nothing_waits(self, client, written, post, other_post):
        _, headers = written(pending=True)
        assert client.get(f"{API}pages/{other_post.pk}/comments/", headers=headers).json()["waiting"] == []
        Site.objects.create(hostname="other.example", port=80, root_page=HomePageFactory(slug="other"))
        elsewhere = client.get(f"{API}pages/{post.pk}/comments/?site=other.example", headers=headers)
        assert elsewhere.status_code == 404

    @pytest.mark.parametrize("hidden", ["draft", "restricted", "comments"])
    def test_where_nothing_is_shown_nothing_waits(self, client, written, post, now, hidden):
        comment, headers = written(pending=True)
        if hidden == "draft":
            Page.objects.filter(pk=post.pk).update(live=False)
        elif hidden == "restricted":
            PageViewRestriction.objects.create(page=post, restriction_type="login")
        else:
            set_policy(page=post, changes={"state": "hidden"}, user=None, now=now)
        assert client.get(f"{API}comments/{comment.uuid}/", headers=headers).status_code == 404
        thread = client.get(f"{API}pages/{post.pk}/comments/", headers=headers)
        assert thread.status_code == 404 or thread.json()["waiting"] == []

    def test_a_rejected_one_no_longer_waits(self, client, written, post):
        _, headers = written(rejected=True)
        assert client.get(f"{API}pages/{post.pk}/comments/", headers=headers).json()["waiting"] == []

    @AUTHORS
    def test_alone_it_comes_with_what_its_author_may_do(self, client, written, by):
        comment, headers = written(by, pending=True)
        found = client.get(f"{API}comments/{comment.uuid}/", headers=headers).json()
        assert (found["waiting"], found["own"]["body"], found["own"]["revision"]) == (True, "Fisrt words.", 1)
        end = (comment.created_at + 10 * MINUTE).strftime("%Y-%m-%dT%H:%M:%SZ")
        assert (found["own"]["editable_until"], found["own"]["status"]) == (end, "waiting")

    def test_a_guests_token_ends_when_somebody_confirms_the_comment(
        self, client, written, commenter, change, take_back
    ):
        comment, headers = written(pending=True)
        Comment.objects.filter(pk=comment.pk).update(commenter=commenter)
        assert client.get(f"{API}comments/{comment.uuid}/", headers=headers).status_code == 404
        change(comment, headers, 404)
        take_back(comment, headers, 404)

    def test_own_comments_cost_two_statements_more(self, client, written, post):
        _, headers = written(pending=True)
        address = f"{API}pages/{post.pk}/comments/"
        counts = []
        for sent in ({}, headers):
            client.get(address, headers=sent)
            with CaptureQueriesContext(connection) as captured:
                client.get(address, headers=sent)
            counts.append(len(captured))
        assert counts[1] - counts[0] == 2


class TestChanging:
    @AUTHORS
    def test_the_former_text_is_kept_and_the_new_one_judged(self, change, written, afterwards, changes, by):
        comment, headers = written(by)
        answer = change(comment, headers)
        assert (answer["status"], answer["comment"]["body"], answer["comment"]["revision"]) == (
            "published",
            "First words.",
            2,
        )
        comment.refresh_from_db()
        assert (comment.status, comment.html, comment.revision) == ("approved", "<p>First words.</p>\n", 2)
        assert comment.edited_at is not None
        revision = CommentRevision.objects.get()
        assert (revision.comment, revision.number, revision.body) == (comment, 1, "Fisrt words.")
        assert revision.written_at == comment.created_at
        assert changes == [(comment.page_id, comment.uuid, "edit")]
        entry = ModelLogEntry.objects.get(action="comments.edit")
        assert entry.data == {"from": "approved", "to": "approved", "revision": 1, "findings": []}

    def test_readers_see_that_it_was_edited(self, change, read, written, afterwards, post):
        comment, headers = written()
        change(comment, headers)
        assert read(post)["comments"][0]["edited_at"] is not None

    def test_what_is_found_in_the_new_text_takes_it_out_of_sight(
        self, change, read, written, afterwards, post, changes
    ):
        comment, headers = written(last_human_decision="approve", decided_at=timezone.now())
        links = "https://a.example https://b.example https://c.example"
        assert change(comment, headers, body=links)["status"] == "held"
        comment.refresh_from_db()
        assert (comment.status, comment.last_human_decision, comment.decided_at) == ("pending", "", None)
        assert read(post)["comments"] == []
        assert [change for _, _, change in changes] == ["edit"]
        told = {"comment": str(comment.uuid), "status": "pending"}
        assert OutboxMessage.objects.filter(topic="comments.submitted", payload=told).exists(), "moderators are told"

    @pytest.mark.parametrize("status", ["pending", "spam"])
    def test_a_change_brings_nothing_into_sight(self, change, written, afterwards, status):
        comment, headers = written(**{status: True})
        assert change(comment, headers)["status"] == "held"
        comment.refresh_from_db()
        assert (comment.status, comment.body) == (status, "First words.")

    def test_the_same_text_is_no_change(self, change, written, afterwards):
        comment, headers = written()
        assert change(comment, headers, body=" Fisrt words. ")["comment"]["revision"] == 1
        assert not CommentRevision.objects.exists()

    @AUTHORS
    def test_after_ten_minutes_it_stays(self, change, written, moment, by):
        comment, headers = written(by, created_at=moment - 10 * MINUTE)
        assert change(comment, headers, 403)["code"] == "too-late"
        assert not CommentRevision.objects.exists()

    @AUTHORS
    def test_once_readers_see_an_answer_it_stays(self, change, written, by):
        comment, headers = written(by)
        answer = CommentFactory(parent=comment, pending=True)
        change(comment, headers)
        Comment.objects.filter(pk=answer.pk).update(status="approved")
        assert change(comment, headers, 403, body="Something else.", revision=2)["code"] == "too-late"

    def test_what_a_moderator_rejected_stays(self, change, written):
        comment, headers = written(rejected=True)
        assert change(comment, headers, 403)["code"] == "too-late"

    @AUTHORS
    def test_nobody_else_changes_it(self, change, written, stranger, commenter, moment, post, by):
        comment, _ = written(by)
        others = [{}, stranger, {"X-Author-Token": author_token(CommentFactory(page=post, created_at=moment))}]
        if by == "guest":
            others.append({"X-Reader-Token": reader_token(commenter, now=moment)})
        for headers in others:
            assert change(comment, headers, 404)["code"] == "not-found"
        comment.refresh_from_db()
        assert comment.body == "Fisrt words."

    def test_the_owner_of_an_address_changes_nothing_unconfirmed(self, change, written, commenter, moment):
        comment, _ = written(author_email=commenter.email)
        change(comment, {"X-Reader-Token": reader_token(commenter, now=moment)}, 404)

    def test_a_stale_change_is_told_what_changed(self, change, written, afterwards):
        comment, headers = written()
        change(comment, headers)
        stale = change(comment, headers, 409, body="Other words.")
        assert (stale["code"], stale["revision"], stale["body"]) == ("stale", 2, "First words.")
        assert CommentRevision.objects.count() == 1

    @pytest.mark.parametrize(
        ("policy", "code"),
        [
            ({"state": "closed"}, "comments-closed"),
            ({"state": "hidden"}, "comments-closed"),
            ({"who": "confirmed"}, "identity-required"),
            ({"who": "staff"}, "identity-required"),
        ],
    )
    def test_the_policy_holds_for_changes_too(self, change, written, post, now, policy, code):
        comment, headers = written()
        set_policy(page=post, changes=policy, user=None, now=now)
        assert change(comment, headers, 403)["code"] == code

    @pytest.mark.parametrize("hidden", ["draft", "restricted", "expired"])
    def test_on_a_page_one_may_not_see_there_is_nothing_to_change(self, change, written, post, moment, hidden):
        comment, headers = written()
        if hidden == "restricted":
            PageViewRestriction.objects.create(page=post, restriction_type="login")
        else:
            gone = {"live": False} if hidden == "draft" else {"expire_at": moment - MINUTE}
            Page.objects.filter(pk=post.pk).update(**gone)
        change(comment, headers, 404)

    def test_a_name_that_somebody_of_the_house_has_by_now_is_refused(self, change, written):
        comment, headers = written(author_name="Noor Haddad")
        UserFactory(first_name="Noor", last_name="Haddad")
        refused = change(comment, headers, 400)
        assert [error["field"] for error in refused["errors"]] == ["name"]

    @pytest.mark.parametrize(("body", "code"), [("\u3164\u3164", "empty"), ("\u200b \u200b", "empty")])
    def test_a_text_that_shows_nothing_is_refused(self, change, written, body, code):
        comment, headers = written()
        assert change(comment, headers, 400, body=body)["code"] == code

    @pytest.mark.parametrize(
        ("data", "field"),
        [
            ({"body": "x", "revision": 1}, "body"),
            ({"body": "x" * 5001, "revision": 1}, "body"),
            ({"body": "Fine."}, "revision"),
            ({"body": "Fine.", "revision": 0}, "revision"),
            ({"body": "Fine.", "revision": 1, "status": "approved"}, "status"),
            ({"body": "Fine.", "revision": 1, "name": "Bea"}, "name"),
        ],
    )
    def test_bad_input_is_named(self, client, written, data, field):
        comment, headers = written()
        response = client.patch(
            f"{API}comments/{comment.uuid}/", data=data, content_type="application/json", headers=headers
        )
        assert response.status_code == 400
        assert [error["field"] for error in response.json()["errors"]] == [field]

    def test_there_is_an_end_to_changing(self, change, written, afterwards):
        comment, headers = written()
        for number in range(10):
            change(comment, headers, body=f"Version {number} of it.", revision=number + 1)
        assert change(comment, headers, 429, body="And one more.", revision=11)["code"] == "too-fast"

    def test_a_change_costs_the_same_few_statements_in_a_long_thread(self, change, written, afterwards, post):
        counts = []
        for number in (1, 200):
            CommentFactory.create_batch(number, page=post)
            comment, headers = written()
            change(comment, headers, body=f"To warm up {number}.")
            with CaptureQueriesContext(connection) as captured:
                change(comment, headers, body=f"Changed {number} times.", revision=2)
            counts.append(len([q for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]))
        assert counts[0] == counts[1]
        assert counts[0] <= 20


@pytest.mark.parametrize("status", ["approved", "pending", "rejected", "spam", "deleted"])
def test_what_is_not_ones_own_answers_like_what_never_was(client, written, stranger, status):
    comment, _ = written(**{status: True}, body="" if status == "deleted" else "Not yours.")
    answers = {}
    for uuid in (comment.uuid, uuid4()):
        address = f"{API}comments/{uuid}/"
        data = {"body": "Mine now.", "revision": 1}
        patched = client.patch(address, data=data, content_type="application/json", headers=stranger)
        taken = client.delete(f"{address}?revision=1", headers=stranger)
        seen = [client.get(address, headers=stranger)] if status != "approved" else []
        answers[uuid] = [
            (answer.status_code, {**answer.json(), "request_id": ""}) for answer in (patched, taken, *seen)
        ]
    first, second = answers.values()
    assert first == second
    assert {code for code, _ in first} == {404}
