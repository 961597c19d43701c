"""The traps of the form: a field people cannot see, and a form sent sooner than anybody writes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.api.routes.form import LIFETIME, PURPOSE, form_age
from comments.models import Comment
from comments.services import set_policy
from ground.tokens import make_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_post(post):
    set_policy(page=post, changes={"moderation": "afterwards"}, user=None, now=timezone.now())
    return post


def token_of(seconds_ago, *, purpose=PURPOSE, lifetime=LIFETIME):
    shown = timezone.now() - timedelta(seconds=seconds_ago)
    return make_token(purpose=purpose, claims={"at": shown.timestamp()}, now=shown, lifetime=lifetime)


def test_what_came_with_the_trap_filled_is_spam_and_told_like_any_other(send, open_post, other_post):
    spam = send(open_post, 202, body="A trapped one.", trap="https://buy.example", email="a@example.org")
    held = send(other_post, 202, body="A plain one.", email="b@example.org")
    assert Comment.objects.get(uuid=spam["id"]).status == "spam"
    assert Comment.objects.get(uuid=held["id"]).status == "pending"
    assert {**spam, "id": ""} | {"author_token": ""} == {**held, "id": ""} | {"author_token": ""}


def test_a_form_sent_at_once_is_held(send, client, open_post):
    answer = client.get("/api/site/v1/pages/comments/form/")
    assert answer["Cache-Control"] == "no-store"
    held = send(open_post, 202, form=answer.json()["token"])
    found = Comment.objects.get(uuid=held["id"])
    assert (found.status, [finding["check"] for finding in found.ledger]) == ("pending", ["form-age"])


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("", id="without JavaScript"),
        pytest.param({"seconds_ago": 4}, id="a form read for a while"),
        pytest.param("not a token", id="no token"),
        pytest.param({"seconds_ago": 1, "purpose": "unlock"}, id="a token of another kind"),
        pytest.param({"seconds_ago": 2, "lifetime": timedelta(seconds=1)}, id="a token that ended"),
    ],
)
def test_who_took_their_time_or_has_no_javascript_is_not_held_for_it(send, open_post, token):
    send(open_post, 201, form=token if isinstance(token, str) else token_of(**token))


def test_a_clock_that_runs_ahead_makes_no_age_below_nothing():
    assert form_age(token_of(-30), now=timezone.now()) == 0.0
