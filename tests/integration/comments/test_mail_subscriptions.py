"""Being told of answers: asked for by the signed in or by a mailed link, ended by a token that can do nothing else."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from comments.models import AddressLink, Commenter, Notice, Subscription
from comments.selectors.identity import author_token, link_token, reader_token
from comments.selectors.telling import UNSUBSCRIBE_LIFETIME, unsubscribe_token
from comments.services import set_policy
from comments.services.erasing import erase_commenter
from ground import outbox
from tests.factories.comments import NOON, CommenterFactory, CommentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

API = "/api/site/v1/"


@pytest.fixture
def comment(post):
    return CommentFactory(page=post)


@pytest.fixture
def ask_to_follow(client, site):
    def follow(what, status, /, headers=None, **body):
        path = f"comments/{what.uuid}/subscribe/" if hasattr(what, "uuid") else f"pages/{what.pk}/comments/subscribe/"
        response = client.post(f"{API}{path}", data=body, content_type="application/json", headers=headers or {})
        assert response.status_code == status, response.content
        assert response["Cache-Control"] == "private, no-store" or status >= 400
        return response.json()

    return follow


@pytest.fixture
def headers(commenter, moment):
    return {"X-Reader-Token": reader_token(commenter, now=moment)}


@pytest.fixture
def subscription(commenter, comment):
    return Subscription.objects.create(commenter=commenter, page=comment.page, comment=comment, created_at=NOON)


@pytest.fixture
def stop(client, site):
    def stop(token, status=200, /, **body):
        data = {"token": token, **body}
        response = client.post(f"{API}unsubscribe/", data=data, content_type="application/json")
        assert response.status_code == status, response.content
        return response.json()

    return stop


def test_the_signed_in_are_told_at_once_and_once(ask_to_follow, comment, post, headers, commenter):
    for _ in range(2):
        assert ask_to_follow(comment, 200, headers)["status"] == "subscribed"
        assert ask_to_follow(post, 200, headers)["status"] == "subscribed"
    rows = Subscription.objects.order_by("pk").values_list("commenter", "page", "comment")
    assert list(rows) == [(commenter.pk, post.pk, comment.pk), (commenter.pk, post.pk, None)]
    assert mail.outbox == []


@pytest.mark.parametrize("whole_page", [False, True])
def test_others_are_told_once_they_have_opened_the_mailed_link(
    ask_to_follow, comment, post, confirm, client, whole_page
):
    asked = ask_to_follow(post if whole_page else comment, 202, email="Ada@Example.org")
    assert asked["status"] == "mailed"
    assert not Subscription.objects.exists()
    assert not Commenter.objects.exists()
    outbox.deliver_due(now=timezone.now() + timedelta(seconds=1))
    [message] = mail.outbox
    assert "wants to be told by mail what is answered on “A walk”" in message.body
    token = link_token(AddressLink.objects.get())
    shown = client.get(f"{API}identity/confirm/", {"token": token}).json()
    assert shown["told_of"] == {"title": "A walk", "path": "/news/a-walk/"}
    assert not Subscription.objects.exists(), "looking at a link changes nothing"
    assert confirm(token)["told_of"] == {"title": "A walk", "path": "/news/a-walk/"}
    made = Subscription.objects.get()
    assert (made.commenter.email, made.page_id) == ("Ada@example.org", post.pk)
    assert made.comment_id == (None if whole_page else comment.pk)
    confirm(token, 410)


def test_the_answer_is_the_same_for_the_known_and_the_unknown(
    ask_to_follow, post, commenter, django_assert_num_queries, client
):
    client.get(f"{API}settings/")
    answers = [ask_to_follow(post, 202, email=email) for email in (commenter.email, "nobody@example.org")]
    assert answers[0] == answers[1]
    assert AddressLink.objects.count() == 2


def test_a_link_for_something_else_subscribes_to_nothing(mailed, confirm):
    assert confirm(mailed())["told_of"] is None
    assert not Subscription.objects.exists()


def test_what_was_hidden_in_the_meantime_is_confirmed_without_it(ask_to_follow, post, confirm):
    ask_to_follow(post, 202, email="ada@example.org")
    Page.objects.filter(pk=post.pk).update(live=False)
    assert confirm(link_token(AddressLink.objects.get()))["told_of"] is None
    assert not Subscription.objects.exists()


def test_links_are_limited_for_an_address(ask_to_follow, post):
    for _ in range(3):
        ask_to_follow(post, 202, email="ada@example.org")
    assert ask_to_follow(post, 429, email="ada@example.org")["retry_after"] > 0


def test_subscriptions_are_limited_for_a_reader(ask_to_follow, comment, headers):
    for _ in range(60):
        ask_to_follow(comment, 200, headers)
    assert ask_to_follow(comment, 429, headers)["code"] == "too-fast"


@pytest.mark.parametrize("why", ["draft", "locked", "hidden", "foreign"])
def test_nothing_is_told_of_what_cannot_be_seen(ask_to_follow, comment, post, headers, why, now):
    if why == "draft":
        Page.objects.filter(pk=post.pk).update(live=False)
    elif why == "locked":
        PageViewRestriction.objects.create(page=post, restriction_type="password", password="x")
    elif why == "hidden":
        set_policy(page=post, changes={"state": "hidden"}, user=None, now=now)
    else:
        Page.objects.filter(pk=post.pk).update(path="00090001", depth=2)
    for what in (comment, post):
        ask_to_follow(what, 404, headers)
        ask_to_follow(what, 404, email="ada@example.org")


@pytest.mark.parametrize("status", ["pending", "spam", "rejected", "deleted"])
def test_a_comment_that_is_not_public_is_nobody_elses_to_follow(ask_to_follow, post, headers, status):
    hidden = CommentFactory(page=post, **{status: True})
    ask_to_follow(hidden, 404, headers)
    ask_to_follow(hidden, 404, email="ada@example.org")


def test_an_author_may_follow_their_own_that_waits(ask_to_follow, post, commenter, headers):
    own = CommentFactory(page=post, pending=True, commenter=commenter)
    ask_to_follow(own, 200, headers)
    guests = CommentFactory(page=post, pending=True)
    ask_to_follow(guests, 202, {"X-Author-Token": author_token_now(guests)}, email="ada@example.org")


def author_token_now(comment):
    comment.created_at = timezone.now()
    comment.save(update_fields=["created_at"])
    return author_token(comment)


def test_closed_threads_may_be_followed(ask_to_follow, post, headers, now):
    set_policy(page=post, changes={"state": "closed"}, user=None, now=now)
    ask_to_follow(post, 200, headers)


def test_somebody_must_be_told(ask_to_follow, post):
    assert ask_to_follow(post, 400)["errors"][0]["field"] == "email"
    assert ask_to_follow(post, 400, email="no address")["errors"][0]["field"] == "email"


# Ending it


def test_a_token_ends_its_subscription_and_no_other(stop, subscription, commenter, client):
    other = Subscription.objects.create(commenter=commenter, page=subscription.page, created_at=NOON)
    token = unsubscribe_token(subscription, now=timezone.now())
    shown = client.get(f"{API}unsubscribe/", {"token": token})
    assert shown.json() == {
        "active": True,
        "page": {"title": "A walk", "path": "/news/a-walk/"},
    }
    assert shown["Cache-Control"] == "private, no-store"
    assert Subscription.objects.count() == 2, "GET ends nothing"
    assert client.head(f"{API}unsubscribe/?token={token}").status_code == 200
    assert Subscription.objects.count() == 2
    for _ in range(2):
        assert "write to you about this" in stop(token)["message"]
    assert list(Subscription.objects.all()) == [other]
    assert client.get(f"{API}unsubscribe/", {"token": token}).json()["active"] is False


def test_a_token_can_end_everything(stop, subscription, commenter, post, comment):
    Subscription.objects.create(commenter=commenter, page=post, created_at=NOON)
    own = CommentFactory(page=post, commenter=commenter, tell_decision=True)
    Notice.objects.create(kind="reply", comment=comment, commenter=commenter, due_at=NOON)
    stranger = Subscription.objects.create(commenter=CommenterFactory(), page=post, created_at=NOON)
    token = unsubscribe_token(subscription, now=timezone.now())
    assert "no more mail" in stop(token, everything=True)["message"]
    assert list(Subscription.objects.all()) == [stranger]
    assert not Notice.objects.exists()
    own.refresh_from_db()
    assert own.tell_decision is False


def test_it_works_for_years_and_after_signing_out_and_being_erased(stop, subscription, commenter):
    token = unsubscribe_token(subscription, now=timezone.now() - UNSUBSCRIBE_LIFETIME + timedelta(days=1))
    erase_commenter(email=commenter.email, now=timezone.now())
    stop(token)


@pytest.mark.parametrize("spoil", ["", "truncated", "other purpose", "made up"])
def test_no_other_token_ends_mail(stop, subscription, commenter, spoil, headers, client):
    good = unsubscribe_token(subscription, now=timezone.now())
    bad = {
        "": "",
        "truncated": good[:-3],
        "other purpose": headers["X-Reader-Token"],
        "made up": "a:b",
    }[spoil]
    stop(bad, 400 if spoil == "" else 403)
    assert client.get(f"{API}unsubscribe/", {"token": bad}).status_code == (400 if spoil == "" else 403)
    assert Subscription.objects.exists()


def test_the_token_of_a_mail_signs_nobody_in(subscription, commenter, client, confirm):
    token = unsubscribe_token(subscription, now=timezone.now())
    assert client.get(f"{API}me/", headers={"X-Reader-Token": token}).status_code == 403
    confirm(token, 403)


def test_of_a_page_that_was_hidden_its_token_tells_nothing(subscription, commenter, client, post):
    token = unsubscribe_token(subscription, now=timezone.now())
    Page.objects.filter(pk=post.pk).update(live=False)
    assert client.get(f"{API}unsubscribe/", {"token": token}).json() == {
        "active": True,
        "page": None,
    }


def test_the_signed_in_end_their_own_and_no_others(client, subscription, headers, stranger):
    path = f"{API}me/subscriptions/{subscription.uuid}/"
    assert client.get(f"{API}me/", headers=headers).json()["subscriptions"][0]["id"] == str(subscription.uuid)
    assert client.delete(path).status_code == 403
    assert client.delete(path, headers=stranger).status_code == 404
    assert Subscription.objects.exists()
    assert client.delete(path, headers=headers).status_code == 200
    assert client.delete(path, headers=headers).status_code == 404
    assert not Subscription.objects.exists()
