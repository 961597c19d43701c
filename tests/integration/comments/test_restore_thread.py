"""Comments that come in bulk: as they stood, once, whole."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from wagtail.models import PageLogEntry

from comments.models import PERSONAL_FIELDS, Comment
from comments.policy import DEPTH_CAP
from comments.selectors import thread
from comments.services import CannotRestore, RestoredComment, restore_thread, set_policy
from comments.services.restoring import ROWS
from comments.signals import thread_changed
from ground.outbox import OutboxMessage
from tests.factories.blog import UserFactory
from tests.factories.comments import CommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def came(now):
    def came(number=0, **values):
        values = {
            "uuid": UUID(int=number + 1),
            "body": f"Number *{number}*.",
            "name": "Ada",
            "created_at": now + timedelta(minutes=number),
            **values,
        }
        return RestoredComment(**values)

    return came


@pytest.fixture
def restore(now):
    def restore(page, *comments):
        return restore_thread(page=page, comments=comments, now=now)

    return restore


def test_a_comment_stands_as_it_stood(restore, came, post, now):
    user = UserFactory()
    comment = came(email="ada@Example.ORG", website="https://ada.example", user=user, status="spam")
    assert restore(post, comment) == 1
    stored = Comment.objects.get()
    assert (stored.uuid, stored.status, stored.user, stored.created_at) == (comment.uuid, "spam", user, now)
    assert (stored.body, stored.author_email) == ("Number *0*.", "ada@example.org")
    assert "<em>0</em>" in stored.html
    assert (stored.page_title, stored.page_path, stored.origin) == (post.title, post.url_path, "")


def test_its_text_goes_through_the_same_cleaner(restore, came, post):
    restore(post, came(body="<script>alert(1)</script> [x](javascript:alert(1))"))
    html = Comment.objects.get().html
    assert "<script" not in html
    assert "href" not in html


def test_parents_may_come_after_their_replies(restore, came, post, viewer, now):
    top, answer, below = came(0), came(1, parent=UUID(int=1)), came(2, parent=UUID(int=2))
    late = came(3, parent=UUID(int=1), created_at=now - timedelta(days=1))
    assert restore(post, below, answer, late, top) == 4
    [root] = thread(page_id=post.pk, viewer=viewer, now=now).comments
    assert root.uuid == top.uuid
    assert [reply.uuid for reply in root.replies] == [late.uuid, answer.uuid]
    assert [reply.uuid for reply in root.replies[1].replies] == [below.uuid]


def test_doing_it_again_changes_nothing(restore, came, post):
    comments = [came(0), came(1, parent=UUID(int=1))]
    restore(post, *comments)
    Comment.objects.filter(uuid=comments[0].uuid).update(status="rejected")
    before = list(Comment.objects.order_by("pk").values())
    assert restore(post, *comments) == 0
    assert list(Comment.objects.order_by("pk").values()) == before
    assert restore(post, *comments, came(2, parent=UUID(int=2))) == 1


def test_it_joins_a_thread_that_is_there(restore, came, post):
    there = CommentFactory(page=post)
    CommentFactory(parent=there)
    restore(post, came(0), came(1, parent=there.uuid))
    assert sorted(Comment.objects.values_list("path", flat=True)) == [
        "00000001",
        "0000000100000001",
        "0000000100000002",
        "00000002",
    ]


def test_a_deleted_comment_is_a_blank_place(restore, came, post):
    restore(post, came(0, status="deleted", email="a@example.org", user=UserFactory()), came(1, parent=UUID(int=1)))
    stored = Comment.objects.get(status="deleted")
    assert {name: getattr(stored, name) for name in PERSONAL_FIELDS} == {
        name: blank() for name, blank in PERSONAL_FIELDS.items()
    }
    assert stored.replies.count() == 1


def test_no_limit_and_no_policy_stands_against_it(restore, came, post, now):
    set_policy(page=post, changes={"state": "closed"}, user=None, now=now)
    same = [came(number, body="The same.", email="a@example.org", created_at=now) for number in range(30)]
    assert restore(post, *same) == 30


def test_many_come_in_batches_each_told_and_logged_once(restore, came, post):
    heard = []

    def listen(sender, **kwargs):
        heard.append((kwargs["page_id"], kwargs["comment"], kwargs["change"]))

    thread_changed.connect(listen)
    number = 2 * ROWS + 1
    assert restore(post, *(came(n, parent=UUID(int=n) if n % 3 else None) for n in range(number))) == number
    thread_changed.disconnect(listen)
    assert heard == [(post.pk, None, "restore")] * 3
    entries = PageLogEntry.objects.filter(action="comments.restore").order_by("pk")
    assert [entry.data for entry in entries] == [{"number": ROWS}, {"number": ROWS}, {"number": 1}]
    assert {message.topic for message in OutboxMessage.objects.all()} == {"website.purge"}
    assert Comment.objects.filter(depth=3).count() == number // 3


def broken(came, case):
    return {
        "empty": [came(body=" ")],
        "too long": [came(body="x" * 5001)],
        "nameless": [came(name=" ")],
        "long name": [came(name="x" * 61)],
        "long address": [came(email="x" * 300)],
        "unknown parent": [came(parent=uuid4())],
        "circle": [came(0, parent=UUID(int=2)), came(1, parent=UUID(int=1))],
        "its own parent": [came(0, parent=UUID(int=1))],
        "too deep": [came(number, parent=UUID(int=number) if number else None) for number in range(DEPTH_CAP + 1)],
        "naive": [came(created_at=datetime(2026, 5, 1))],  # noqa: DTZ001 - a naive moment is the point
    }[case]


@pytest.mark.parametrize(
    "case",
    [
        "empty",
        "too long",
        "nameless",
        "long name",
        "long address",
        "unknown parent",
        "circle",
        "its own parent",
        "too deep",
        "naive",
    ],
)
def test_what_cannot_stand_stops_all(restore, came, post, case):
    with pytest.raises(CannotRestore) as error:
        restore(post, came(1000), *broken(came, case))
    assert str(error.value.uuid) in str(error.value)
    assert not Comment.objects.exists()


def test_a_parent_on_another_page_is_no_parent(restore, came, post, other_post):
    elsewhere = CommentFactory(page=other_post)
    with pytest.raises(CannotRestore):
        restore(post, came(parent=elsewhere.uuid))


def test_a_comment_of_another_thread_is_not_taken_over(restore, came, post, other_post):
    restore(other_post, came(0))
    with pytest.raises(CannotRestore):
        restore(post, came(0))
    assert Comment.objects.get().page_id == other_post.pk
