"""What a reader sends is stored once, or refused and not stored."""

from datetime import timedelta
from uuid import uuid4

import pytest
from wagtail.models import ModelLogEntry, Page, PageViewRestriction

from comments.models import Comment
from comments.policy import DEPTH_CAP
from comments.services import KeyReused, PageNotFound, Refused, set_policy, submit_comment
from comments.signals import thread_changed
from tests.factories.blog import StandardPageFactory, UserFactory
from tests.factories.comments import CommentFactory, a_submission

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def submit(viewer, now):
    def submit(page, *, at=now, user=None, **values):
        return submit_comment(page_id=page.pk, submission=a_submission(**values), viewer=viewer, user=user, now=at)

    return submit


@pytest.fixture
def refused(submit):
    def refused(page, **values):
        before = Comment.objects.count()
        with pytest.raises(Refused) as caught:
            submit(page, **values)
        assert Comment.objects.count() == before
        return caught.value.refusal

    return refused


@pytest.fixture
def changes():
    seen = []

    def listen(sender, page_id, comment, change, **kwargs):
        seen.append((page_id, comment, change))

    thread_changed.connect(listen)
    yield seen
    thread_changed.disconnect(listen)


def test_a_comment_is_held_and_kept_as_it_came(submit, post, now, changes):
    sent = submit(post, body="It *hurt* me.\n\nStill does. <b>Really</b>", name="Ada", website="https://ada.example")
    comment = Comment.objects.get()
    assert (sent.comment, sent.published, sent.replayed) == (comment, False, False)
    assert comment.status == "pending"
    assert comment.body == "It *hurt* me.\n\nStill does. <b>Really</b>"
    assert "<em>hurt</em>" in comment.html
    assert "<b>" not in comment.html
    assert (comment.page_id, comment.parent, comment.depth, comment.path) == (post.pk, None, 1, "00000001")
    assert (comment.page_title, comment.page_path) == (post.title, post.url_path)
    assert (comment.author_name, comment.author_email) == ("Ada", "ada@example.org")
    assert comment.author_website == "https://ada.example"
    assert (comment.created_at, comment.revision, comment.origin) == (now, 1, "f" * 32)
    assert [finding["check"] for finding in comment.ledger] == ["read-first"]
    assert changes == []


def test_it_is_published_at_once_where_the_policy_says_so(submit, post, now, changes):
    set_policy(page=post, changes={"moderation": "afterwards"}, user=None, now=now)
    changes.clear()
    sent = submit(post)
    assert sent.published
    assert sent.comment.status == "approved"
    assert changes == [(post.pk, sent.comment.uuid, "submit")]


def test_the_log_has_one_row_without_what_was_written(submit, post, now):
    comment = submit(post, body="My secret pain.", name="Ada Secret").comment
    entry = ModelLogEntry.objects.get(action="comments.submit")
    assert (entry.object_id, entry.label, entry.timestamp) == (str(comment.pk), str(comment.uuid), now)
    assert entry.data == {"to": "pending", "findings": ["read-first"]}


def test_the_avatar_has_nothing_of_the_sender(submit, post, now):
    first = submit(post).comment
    second = submit(post, body="Another thought.", at=now + DAY).comment
    assert first.avatar_seed != second.avatar_seed
    assert len(first.avatar_seed) == 16


def test_answers_get_their_place_below_their_parent(submit, post, now):
    first, second = CommentFactory(page=post), CommentFactory(page=post)
    a = submit(post, parent=first.uuid, email="a@example.org").comment
    Comment.objects.update(status="approved")
    b = submit(post, parent=a.uuid, email="b@example.org", body="Answering an answer.").comment
    c = submit(post, parent=first.uuid, email="c@example.org", body="Another answer.").comment
    assert (first.path, second.path) == ("00000001", "00000002")
    assert [x.path for x in (a, b, c)] == ["0000000100000001", "000000010000000100000001", "0000000100000002"]
    assert [x.parent for x in (a, b, c)] == [first, a, first]
    assert [x.depth for x in (a, b, c)] == [2, 3, 2]


def test_the_same_key_and_text_is_the_same_comment(submit, post):
    key = uuid4()
    first = submit(post, key=key)
    again = submit(post, key=key)
    assert again.replayed
    assert again.comment == first.comment
    assert Comment.objects.count() == 1


def test_a_replay_tells_what_became_of_it(submit, post):
    key = uuid4()
    submit(post, key=key)
    Comment.objects.update(status="approved")
    assert submit(post, key=key).published


@pytest.mark.parametrize("changed", [{"body": "Another."}, {"name": "Bea"}, {"email": "b@example.org"}])
def test_the_same_key_with_something_else_is_an_error(submit, post, changed):
    key = uuid4()
    submit(post, key=key)
    with pytest.raises(KeyReused):
        submit(post, key=key, **changed)
    assert Comment.objects.count() == 1


def test_a_key_belongs_to_a_page(submit, post, other_post):
    key = uuid4()
    submit(post, key=key)
    assert not submit(other_post, key=key, email="b@example.org", body="Elsewhere.").replayed


@pytest.mark.parametrize("level", ["page", "section", "home"])
def test_a_closed_page_refuses_comment_and_reply(submit, refused, post, section, site, now, level):
    parent = CommentFactory(page=post)
    submit(post)
    closed = {"page": post, "section": section, "home": site.root_page}[level]
    set_policy(page=closed, changes={"state": "closed"}, user=None, now=now)
    assert refused(post, email="b@example.org").code == "comments-closed"
    assert refused(post, email="b@example.org", parent=parent.uuid).code == "comments-closed"


def test_a_page_open_later_refuses_until_then(submit, refused, post, now):
    set_policy(page=post, changes={"opens_at": now + DAY}, user=None, now=now)
    refusal = refused(post)
    assert (refusal.code, refusal.params) == ("not-yet-open", {"opens_at": now + DAY})
    assert submit(post, at=now + DAY).comment.pk


def test_a_page_closes_by_itself(submit, refused, post, section, now):
    set_policy(page=section, changes={"close_after_days": 7}, user=None, now=now)
    assert refused(post, at=now + 7 * DAY).code == "comments-closed"
    assert submit(post, at=now + 7 * DAY - timedelta(seconds=1)).comment.pk


def test_only_some_page_types_take_comments(refused, site):
    assert refused(StandardPageFactory(parent=site.root_page)).code == "page-not-commentable"


@pytest.mark.parametrize("hidden", ["draft", "restricted", "expired", "missing"])
def test_a_page_one_may_not_see_is_no_page(submit, post, section, now, hidden):
    if hidden == "draft":
        post.unpublish()
    elif hidden == "restricted":
        PageViewRestriction.objects.create(page=section, restriction_type="login")
    elif hidden == "expired":
        Page.objects.filter(pk=post.pk).update(expire_at=now)
    else:
        post.delete()
        post.pk = 1_000_000
    with pytest.raises(PageNotFound):
        submit(post)
    assert not Comment.objects.exists()


def test_a_parent_of_another_page_is_unavailable(refused, post, other_post):
    assert refused(post, parent=CommentFactory(page=other_post).uuid).code == "parent-unavailable"


def test_a_parent_that_never_was_is_unavailable(refused, post):
    assert refused(post, parent=uuid4()).code == "parent-unavailable"


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "deleted"])
def test_a_parent_nobody_reads_is_unavailable(submit, refused, post, status):
    parent = CommentFactory(page=post, **{status: True})
    assert refused(post, parent=parent.uuid).code == "parent-unavailable"
    seen = CommentFactory(page=post)
    assert submit(post, parent=seen.uuid).comment.parent == seen


def test_so_is_a_parent_below_a_hidden_one(refused, post):
    parent = CommentFactory(parent=CommentFactory(page=post, rejected=True))
    assert refused(post, parent=parent.uuid).code == "parent-unavailable"


def test_a_conversation_ends_at_the_deepest_level(submit, refused, post):
    comment = CommentFactory(page=post)
    for _ in range(DEPTH_CAP - 2):
        comment = CommentFactory(parent=comment)
    deepest = submit(post, parent=comment.uuid).comment
    assert deepest.depth == DEPTH_CAP
    Comment.objects.filter(pk=deepest.pk).update(status="approved")
    assert refused(post, parent=deepest.uuid, email="b@example.org").code == "too-deep"


def test_one_sender_waits_between_comments(submit, refused, post, other_post, now):
    submit(post)
    refusal = refused(other_post, body="Something else.", at=now + timedelta(seconds=5))
    assert (refusal.code, refusal.params) == ("too-fast", {"retry_after": 10})
    assert submit(other_post, body="Something else.", at=now + timedelta(seconds=15)).comment.pk


def test_a_clock_that_was_read_too_early_opens_no_gap(submit, refused, post, now):
    submit(post)
    assert refused(post, body="Something else.", at=now - timedelta(milliseconds=5)).code == "too-fast"


def test_a_network_has_a_limit_of_its_own(submit, refused, post, now):
    CommentFactory.create_batch(20, page=post, origin="a" * 32, created_at=now - timedelta(minutes=1))
    assert refused(post, origin="a" * 32).code == "too-fast"
    assert submit(post, origin="b" * 32).comment.pk


def test_senders_without_an_address_are_no_crowd(submit, post, now):
    CommentFactory.create_batch(20, page=post, origin="", author_email="", created_at=now)
    assert submit(post, origin="", email="").comment.pk


def test_the_same_text_again_is_refused(submit, refused, post, other_post, now):
    submit(post)
    later = now + timedelta(minutes=1)
    assert refused(post, at=later).code == "duplicate"
    assert submit(other_post, at=later).comment.pk
    assert submit(post, at=now + DAY).comment.pk


def test_it_is_refused_however_much_was_said_in_between(submit, refused, post, other_post, now):
    submit(post)
    said = {"page": other_post, "author_email": "ada@example.org"}
    for minutes in range(60):
        CommentFactory(created_at=now + timedelta(minutes=minutes), **said)
    assert refused(post, at=now + timedelta(hours=3)).code == "duplicate"


def test_much_the_same_text_from_another_is_held(submit, post, other_post, now):
    set_policy(page=post, changes={"moderation": "afterwards"}, user=None, now=now)
    submit(other_post, body="Buy  my PILLS!", email="a@example.org")
    sent = submit(post, body="buy my pills", email="b@example.org")
    assert (sent.published, sent.comment.ledger[0]["check"]) == (False, "similar-text")
    assert submit(post, body="Buy nothing.", email="c@example.org").published


def test_an_account_is_trusted_after_two_approved_comments(submit, post, other_post, now):
    set_policy(page=post, changes={"moderation": "newcomers"}, user=None, now=now)
    user = UserFactory()
    CommentFactory(page=other_post, user=user)
    assert not submit(post, user=user).published
    CommentFactory(page=other_post, user=user)
    assert submit(post, user=user, body="Another.", at=now + DAY).published


def test_an_address_nobody_confirmed_earns_no_trust(submit, post, now):
    set_policy(page=post, changes={"moderation": "newcomers"}, user=None, now=now)
    CommentFactory.create_batch(3, page=post, author_email="ada@example.org")
    assert not submit(post).published


def test_staff_is_published_at_once(submit, post):
    assert submit(post, user=UserFactory(is_staff=True)).published


def test_who_was_rejected_often_is_held(submit, post, now):
    set_policy(page=post, changes={"moderation": "afterwards"}, user=None, now=now)
    decided = {"page": post, "author_email": "ada@example.org", "decided_at": now - DAY}
    CommentFactory.create_batch(3, last_human_decision="approve", **decided)
    CommentFactory.create_batch(2, last_human_decision="reject", rejected=True, **decided)
    sent = submit(post)
    assert [finding["check"] for finding in sent.comment.ledger] == ["track-record"]
    Comment.objects.update(decided_at=now - 8 * DAY)
    assert submit(post, body="Years later.", at=now + DAY).published


@pytest.mark.parametrize(("body", "code"), [(" \n ", "empty"), ("x" * 5001, "too-long")])
def test_the_length_of_a_text_is_bounded(refused, post, body, code):
    assert refused(post, body=body).code == code


def test_the_longest_text_is_stored_whole(submit, post):
    body = "wörd " * 999 + "five!"
    assert len(body) == 5000
    assert submit(post, body=body).comment.body == body


def test_spam_is_kept_apart_and_told_like_any_other(submit, post):
    sent = submit(post, honeypot="filled")
    assert (sent.comment.status, sent.published) == ("spam", False)
