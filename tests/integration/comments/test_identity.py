"""A mailed link confirms an address, once; whoever confirmed it is known by a token, and no address is told of."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from comments.models import AddressLink, Comment, Commenter
from comments.selectors.identity import (
    AUTHOR,
    AUTHOR_LIFETIME,
    LINK,
    LINK_LIFETIME,
    READER,
    READER_LIFETIME,
    author_token,
    commenter_with,
    link_token,
    reader_token,
)
from comments.services.identity import LINKS, forget_links
from ground.outbox import OutboxMessage
from ground.throttle import ThrottleCount
from ground.tokens import UsedToken, make_token
from tests.factories.comments import CommenterFactory, CommentFactory

API = "/api/site/v1/"


@pytest.mark.django_db
class TestAsking:
    def test_a_link_is_asked_for_and_mailed_by_the_worker(self, ask):
        assert ask("Ada@EXAMPLE.org")["message"].startswith("We have sent a link")
        link = AddressLink.objects.get()
        assert (link.email, link.comment) == ("Ada@example.org", None)
        message = OutboxMessage.objects.get(topic=LINKS)
        assert message.payload == {"link": link.uuid.hex}

    def test_known_or_not_is_the_same_to_the_last_statement(self, ask):
        CommenterFactory(email="known@example.org")
        ask("first@example.org")
        seen = []
        for email in ("known@example.org", "other@example.org"):
            with CaptureQueriesContext(connection) as captured:
                answer = ask(email)
            seen.append((answer, [query["sql"].split(" ")[0] for query in captured]))
        assert seen[0] == seen[1]
        assert AddressLink.objects.count() == OutboxMessage.objects.filter(topic=LINKS).count() == 3

    def test_a_comment_of_somebody_else_is_left_out_without_a_word(self, ask, post):
        theirs = CommentFactory(page=post, author_email="bea@example.org")
        own = CommentFactory(page=post, author_email="ada@example.org")
        gone = CommentFactory(page=post, deleted=True)
        taken = CommentFactory(page=post, author_email="ada@example.org", commenter=CommenterFactory())
        answers = [ask("ada@example.org", comment=str(own.uuid))]
        for other in (theirs, gone, taken):
            ThrottleCount.objects.all().delete()
            answers.append(ask("ada@example.org", comment=str(other.uuid)))
        assert all(answer == answers[0] for answer in answers)
        assert [link.comment for link in AddressLink.objects.order_by("pk")] == [own, None, None, None]

    def test_nobodys_mailbox_is_filled(self, ask):
        for _ in range(3):
            ask()
        refused = ask("ada@example.org", 429)
        assert (refused["code"], refused["retry_after"] > 0) == ("too-fast", True)
        assert AddressLink.objects.count() == 3
        ask("bea@example.org")

    def test_a_network_asks_for_a_few_only(self, ask):
        for number in range(20):
            ask(f"{number}@example.org")
        ask("one-more@example.org", 429)

    def test_what_is_counted_holds_no_address(self, ask):
        ask("ada@example.org")
        assert not any("ada" in count.key or "@" in count.key for count in ThrottleCount.objects.all())

    @pytest.mark.parametrize("email", ["", "ada", "ada@", "a@b\nBcc: c@d.example", "ada@exam\u202eple.org", "x" * 300])
    def test_what_is_no_address_is_named(self, ask, email):
        assert [error["field"] for error in ask(email, 400)["errors"]] == ["email"]


@pytest.mark.django_db
class TestConfirming:
    def test_looking_changes_nothing(self, client, mailed, post):
        comment = CommentFactory(page=post, author_email="ada@example.org", pending=True, body="Was it *me*?")
        token = mailed(comment=str(comment.uuid))
        before = UsedToken.objects.count(), Commenter.objects.count(), AddressLink.objects.count()
        for _ in range(3):
            response = client.get(f"{API}identity/confirm/", {"token": token})
            assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        found = response.json()
        assert found["email"] == "ada@example.org"
        assert (found["comment"]["body"], found["comment"]["confirmed"]) == ("Was it *me*?", False)
        assert found["comment"]["page"] == {"title": "A walk", "path": "/news/a-walk/"}
        assert (UsedToken.objects.count(), Commenter.objects.count(), AddressLink.objects.count()) == before

    def test_head_uses_nothing_up(self, client, mailed, confirm):
        token = mailed()
        assert client.head(f"{API}identity/confirm/", {"token": token}).status_code == 200
        confirm(token)

    def test_confirming_makes_a_commenter_and_signs_in(self, client, mailed, confirm):
        answer = confirm(mailed())
        commenter = Commenter.objects.get()
        assert commenter.email == "ada@example.org"
        assert answer["reader"]["email"] == "ada@example.org"
        me = client.get(f"{API}me/", headers={"X-Reader-Token": answer["token"]})
        assert me.json()["reader"] == answer["reader"]
        assert me["Cache-Control"] == "private, no-store"
        assert not AddressLink.objects.exists()

    def test_whoever_comes_back_is_the_same(self, mailed, confirm):
        first = confirm(mailed())
        again = confirm(mailed())
        assert first["reader"] == again["reader"]
        assert Commenter.objects.count() == 1

    def test_a_link_works_once(self, client, mailed, confirm):
        token = mailed()
        confirm(token)
        assert confirm(token, 410)["code"] == "link-used"
        assert client.get(f"{API}identity/confirm/", {"token": token}).status_code == 410

    def test_the_comment_it_was_sent_for_is_the_commenters_and_no_other(self, mailed, confirm, post):
        sent = {"page": post, "author_email": "ada@example.org", "pending": True}
        meant, other = CommentFactory(author_name="Ada", **sent), CommentFactory(**sent)
        answer = confirm(mailed(comment=str(meant.uuid)))
        commenter = Commenter.objects.get()
        meant.refresh_from_db()
        other.refresh_from_db()
        assert (meant.commenter, other.commenter) == (commenter, None)
        assert (commenter.name, meant.avatar_seed) == ("Ada", commenter.avatar_seed)
        assert (answer["comment"]["id"], answer["comment"]["status"]) == (str(meant.uuid), "waiting")

    def test_a_comment_that_went_in_the_meantime_is_not_brought_back(self, client, mailed, confirm, post):
        comment = CommentFactory(page=post, author_email="ada@example.org")
        token = mailed(comment=str(comment.uuid))
        Comment.objects.filter(pk=comment.pk).update(author_email="bea@example.org")
        assert client.get(f"{API}identity/confirm/", {"token": token}).json()["comment"] is None
        assert confirm(token)["comment"] is None
        assert not Comment.objects.filter(commenter__isnull=False).exists()

    def test_a_comment_on_a_page_that_is_hidden_by_now_tells_nothing_of_the_page(self, client, mailed, post):
        comment = CommentFactory(page=post, author_email="ada@example.org")
        token = mailed(comment=str(comment.uuid))
        Page.objects.filter(pk=post.pk).update(live=False, title="A secret")
        response = client.get(f"{API}identity/confirm/", {"token": token})
        assert response.json()["comment"]["page"] is None
        assert "secret" not in response.content.decode()

    def test_the_address_and_the_token_are_in_no_link_and_no_row(self, mailed, confirm):
        token = mailed()
        assert "ada" not in token
        confirm(token)
        stored = str(list(UsedToken.objects.values())) + str(list(OutboxMessage.objects.values()))
        assert token.split(":")[0] not in stored
        assert "ada@" not in stored

    def test_links_are_forgotten_when_their_time_is_over(self, ask, moment):
        ask()
        assert forget_links(now=moment + LINK_LIFETIME - timedelta(minutes=1)) == 0
        assert forget_links(now=moment + LINK_LIFETIME + timedelta(minutes=1)) == 1


@pytest.mark.django_db
class TestWrongTokens:
    @pytest.fixture
    def wrong(self, mailed, post, moment):
        good = mailed()
        link = AddressLink.objects.get()
        claims = {"link": link.uuid.hex}
        commenter = CommenterFactory()
        comment = CommentFactory(page=post, author_email="ada@example.org", created_at=moment)
        old = moment - LINK_LIFETIME - timedelta(seconds=1)
        return {
            "truncated": good[:-1],
            "lengthened": good + "A",
            "its body alone": good.split(":")[0],
            "expired": make_token(purpose=LINK, claims=claims, now=old, lifetime=LINK_LIFETIME),
            "for signing in": reader_token(commenter, now=moment),
            "of a comment": author_token(comment),
            "of a link as a reader": make_token(purpose=READER, claims=claims, now=moment, lifetime=LINK_LIFETIME),
            "of no link": make_token(purpose=LINK, claims={"link": "0" * 32}, now=moment, lifetime=LINK_LIFETIME),
            "nothing": ":",
            "no text of ours": "…",
            "long": "a" * 4096,
        }

    def test_none_confirms_anything(self, client, wrong, confirm):
        before = Commenter.objects.count()
        for name, token in wrong.items():
            assert confirm(token, 403)["code"] == "link-invalid", name
            response = client.get(f"{API}identity/confirm/", {"token": token})
            assert (response.status_code, response.json()["code"]) == (403, "link-invalid"), name
        assert Commenter.objects.count() == before
        assert not UsedToken.objects.exists() or AddressLink.objects.exists()

    def test_none_signs_in(self, client, site, post, moment):
        commenter = CommenterFactory()
        good = reader_token(commenter, now=moment)
        old = moment - READER_LIFETIME - timedelta(seconds=1)
        link = AddressLink.objects.create(email=commenter.email, site=site, asked_at=moment)
        comment = CommentFactory(page=post, created_at=moment)
        assert client.get(f"{API}me/", headers={"X-Reader-Token": good}).status_code == 200
        for token in (good[:-1], reader_token(commenter, now=old), link_token(link), author_token(comment), "x", ""):
            response = client.get(f"{API}me/", headers={"X-Reader-Token": token})
            assert (response.status_code, response.json()["code"]) == (403, "identity-required")
            assert response["Cache-Control"] == "private, no-store"

    def test_none_shows_a_waiting_comment(self, client, post, moment):
        comment = CommentFactory(page=post, pending=True, created_at=moment)
        good = author_token(comment)
        old = moment - AUTHOR_LIFETIME - timedelta(seconds=1)
        claims = {"comment": comment.uuid.hex}
        expired = make_token(purpose=AUTHOR, claims=claims, now=old, lifetime=AUTHOR_LIFETIME)
        link = make_token(purpose=LINK, claims=claims, now=moment, lifetime=AUTHOR_LIFETIME)
        address = f"{API}comments/{comment.uuid}/"
        assert client.get(address, headers={"X-Author-Token": good}).status_code == 200
        for token in (good[:-1], expired, link, "", ",,,", "x" * 9000):
            assert client.get(address, headers={"X-Author-Token": token}).status_code == 404


@pytest.mark.django_db
class TestSigningOut:
    def test_every_token_made_before_is_worth_nothing(self, client, site, moment):
        commenter = CommenterFactory()
        tokens = [reader_token(commenter, now=moment - timedelta(days=days)) for days in (0, 1)]
        out = client.post(f"{API}me/sign-out/", headers={"X-Reader-Token": tokens[0]})
        assert out.status_code == 200
        for token in tokens:
            assert client.get(f"{API}me/", headers={"X-Reader-Token": token}).status_code == 403
        later = timezone.now() + timedelta(milliseconds=1)
        assert commenter_with(reader_token(commenter, now=later), now=later) == commenter

    def test_a_commenter_who_was_erased_is_nobody(self, moment):
        commenter = CommenterFactory()
        token = reader_token(commenter, now=moment)
        commenter.delete()
        assert commenter_with(token, now=moment) is None


@pytest.mark.django_db
def test_no_token_and_no_address_is_ever_logged(client, mailed, confirm, caplog, post):
    for name in ("", "website.requests", "django.request"):
        caplog.set_level("INFO", logger=name)
    comment = CommentFactory(page=post, author_email="ada@example.org", created_at=timezone.now())
    author, address = author_token(comment), f"{API}comments/{comment.uuid}/"
    link = mailed(comment=str(comment.uuid))
    client.get(f"{API}identity/confirm/", {"token": link})
    client.get(f"{API}identity/confirm/", {"token": link + "x"})
    reader = confirm(link)["token"]
    confirm(link, 410)
    client.get(f"{API}me/", headers={"X-Reader-Token": reader + "x"})
    client.patch(address, data={}, content_type="application/json", headers={"X-Author-Token": author})
    client.delete(f"{address}?revision=7", headers={"X-Reader-Token": reader})
    assert caplog.records
    for secret in (link, reader, author):
        assert secret.split(":")[-1] not in caplog.text
    assert "ada@example.org" not in caplog.text
