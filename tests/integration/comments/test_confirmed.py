"""What a confirmed address is worth."""

import pytest
from django.utils import timezone
from wagtail.models import Page

from comments.models import Comment, Commenter
from comments.selectors.identity import (
    reader_token,
)
from comments.services import set_policy
from ground.outbox import OutboxMessage
from tests.factories.blog import UserFactory
from tests.factories.comments import CommenterFactory, CommentFactory

API = "/api/site/v1/"


@pytest.mark.django_db
class TestStanding:
    """What a confirmed address is worth."""

    @pytest.fixture
    def newcomers(self, post, now):
        set_policy(page=post, changes={"moderation": "newcomers"}, user=None, now=now)

    @pytest.fixture
    def trusted(self, other_post):
        commenter = CommenterFactory(email="ada@example.org", name="Ada")
        CommentFactory.create_batch(2, page=other_post, commenter=commenter, author_email=commenter.email)
        return commenter

    def test_a_trusted_reader_who_wrote_as_a_guest_need_not_wait(self, send, mailed, confirm, newcomers, trusted, post):
        held = send(post, body="It was me.")
        answer = confirm(mailed(comment=held["id"]))
        comment = Comment.objects.get(uuid=held["id"])
        assert (comment.status, answer["comment"]["status"], comment.ledger) == ("approved", "published", [])
        told = {"comment": str(comment.uuid), "status": "approved"}
        assert OutboxMessage.objects.filter(topic="comments.submitted", payload=told).exists(), "followers are told"

    def test_a_newcomer_still_waits(self, send, mailed, confirm, newcomers, post):
        held = send(post, body="It was me.")
        assert confirm(mailed(comment=held["id"]))["comment"]["status"] == "waiting"

    @pytest.mark.usefixtures("newcomers")
    def test_what_others_sent_under_the_address_earns_no_trust(self, send, mailed, confirm, post, other_post):
        CommentFactory.create_batch(3, page=other_post, author_email="ada@example.org")
        held = send(post, body="It was me.")
        assert confirm(mailed(comment=held["id"]))["comment"]["status"] == "waiting"

    @pytest.mark.parametrize("against", ["another finding", "a moderator", "closed", "hidden page"])
    def test_an_address_undoes_no_other_doubt(self, send, mailed, confirm, newcomers, trusted, post, now, against):
        body = "See https://a.example and https://b.example and https://c.example" if "finding" in against else "Me."
        held = send(post, body=body)
        token = mailed(comment=held["id"])
        if against == "a moderator":
            Comment.objects.filter(uuid=held["id"]).update(last_human_decision="hold", decided_at=now)
        if against == "closed":
            set_policy(page=post, changes={"state": "closed"}, user=None, now=now)
        if against == "hidden page":
            Page.objects.filter(pk=post.pk).update(live=False)
        assert confirm(token)["comment"]["status"] == "waiting"
        comment = Comment.objects.get(uuid=held["id"])
        assert (comment.status, comment.commenter) == ("pending", trusted)

    def test_a_signed_in_reader_writes_under_their_address(self, client, form, newcomers, trusted, post):
        fields = form(body="Signed in.")
        del fields["name"], fields["email"]
        headers = {"X-Reader-Token": reader_token(trusted, now=timezone.now())}
        response = client.post(
            f"{API}pages/{post.pk}/comments/", data=fields, content_type="application/json", headers=headers
        )
        assert response.status_code == 201, response.content
        assert response.json()["author_token"] is None
        assert response["Cache-Control"] == "private, no-store"
        comment = Comment.objects.get(body="Signed in.")
        assert (comment.commenter, comment.author_name, comment.author_email) == (trusted, "Ada", "ada@example.org")
        assert (comment.user, comment.avatar_seed) == (None, trusted.avatar_seed)

    def test_a_guest_gives_name_and_address(self, client, form, post):
        fields = form()
        del fields["name"], fields["email"]
        response = client.post(f"{API}pages/{post.pk}/comments/", data=fields, content_type="application/json")
        assert response.status_code == 400
        assert [error["field"] for error in response.json()["errors"]] == ["name", "email"]

    @pytest.mark.parametrize(("who", "word"), [("confirmed", "Ask for a link"), ("staff", "Only people who work here")])
    def test_where_guests_may_not_write_the_problem_says_what_to_do(self, send, post, now, who, word):
        set_policy(page=post, changes={"who": who}, user=None, now=now)
        refused = send(post, 403)
        assert (refused["code"], refused["who"], word in refused["title"]) == ("identity-required", who, True)
        assert not Comment.objects.exists()

    @pytest.mark.parametrize(("who", "status"), [("confirmed", 202), ("staff", 403)])
    def test_where_guests_may_not_write_commenters_may(self, client, form, post, now, who, status):
        set_policy(page=post, changes={"who": who}, user=None, now=now)
        headers = {"X-Reader-Token": reader_token(CommenterFactory(), now=timezone.now())}
        response = client.post(
            f"{API}pages/{post.pk}/comments/", data=form(), content_type="application/json", headers=headers
        )
        assert response.status_code == status

    def test_the_mark_of_staff_comes_from_an_account_with_the_confirmed_address(self, mailed, confirm):
        account = UserFactory(email="noor@EXAMPLE.org", is_staff=True)
        UserFactory(email="bea@example.org", is_staff=False)
        assert confirm(mailed("noor@example.org"))["reader"]["is_staff"]
        assert Commenter.objects.get().user == account
        assert not confirm(mailed("bea@example.org"))["reader"]["is_staff"]

    def test_an_account_that_was_closed_marks_nobody(self, client, mailed, confirm):
        account = UserFactory(email="noor@example.org", is_staff=True)
        token = confirm(mailed("noor@example.org"))["token"]
        for change in ({"is_active": False}, {"is_active": True, "email": "else@example.org"}):
            type(account).objects.filter(pk=account.pk).update(**change)
            me = client.get(f"{API}me/", headers={"X-Reader-Token": token}).json()
            assert not me["reader"]["is_staff"]

    def test_two_accounts_with_one_address_mark_nobody(self, mailed, confirm):
        UserFactory.create_batch(2, email="noor@example.org", is_staff=True)
        assert not confirm(mailed("noor@example.org"))["reader"]["is_staff"]
