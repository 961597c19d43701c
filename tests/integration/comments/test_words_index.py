"""The index of the desk is kept in the transactions that write comments, and goes with their words."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from comments.models import Comment, CommentDocument
from comments.selectors.finding import FTS, VECTOR, HasWords
from comments.selectors.identity import Author
from comments.services import RestoredComment, restore_thread, submit_comment
from comments.services.deleting import delete_comment
from comments.services.editing import edit_comment
from comments.services.erasing import erase_commenter
from comments.services.indexing import index_words, make_index
from tests.factories.comments import CommenterFactory, CommentFactory, a_submission

pytestmark = pytest.mark.django_db


def found(text):
    return sorted(Comment.objects.filter(HasWords(text)).values_list("author_name", flat=True))


def index_holds():
    """What the full-text index holds, which must be what the table says."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT string_agg({VECTOR}::text, ' ') FROM comments_commentdocument")  # noqa: S608 - constants
            return cursor.fetchone()[0] or ""
        cursor.execute(f"INSERT INTO {FTS}({FTS}, rank) VALUES ('integrity-check', 1)")  # noqa: S608 - constants
        cursor.execute(f"SELECT group_concat(term, ' ') FROM {FTS}_terms")  # noqa: S608 - constants
        return cursor.fetchone()[0] or ""


@pytest.fixture(autouse=True)
def terms_of_the_index(db):
    if connection.vendor == "sqlite":
        connection.cursor().execute(f"CREATE VIRTUAL TABLE temp.{FTS}_terms USING fts5vocab(main, {FTS}, row)")
        yield
        connection.cursor().execute(f"DROP TABLE temp.{FTS}_terms")
    else:
        yield


@pytest.fixture
def sent(post, viewer, now):
    def send(**values):
        commenter = CommenterFactory(email="ada@example.org")
        sent = a_submission(name="Ada", email="ada@example.org", **values)
        submitted = submit_comment(page_id=post.pk, submission=sent, viewer=viewer, commenter=commenter, now=now)
        return submitted.comment, sent, Author(commenter=commenter)

    return send


def test_what_is_submitted_edited_and_deleted(sent, viewer, now):
    comment, submission, author = sent(body="My knees are fine.")
    assert found("knee") == found("ada knees") == ["Ada"]
    changed = replace(submission, body="My elbow is fine.")
    edit_comment(comment=comment.uuid, sent=changed, seen_revision=1, author=author, viewer=viewer, now=now)
    assert (found("knee"), found("elbow")) == ([], ["Ada"])
    delete_comment(comment=comment.uuid, seen_revision=2, author=author, now=now)
    assert found("elbow") == []
    assert not CommentDocument.objects.exists()
    assert "elbow" not in index_holds()


def test_what_is_erased_is_in_no_index(sent, now):
    sent(body="My knees are fine.")
    assert "fine" in index_holds() or "flne" in index_holds()
    erase_commenter(email="ada@example.org", now=now)
    assert not CommentDocument.objects.exists()
    assert "knee" not in index_holds()


def test_what_is_restored(post, now):
    rows = [RestoredComment(uuid=a_submission().key, body="An old knee.", name="Ben", created_at=now)]
    restore_thread(page=post, comments=rows, now=now)
    assert found("ben old") == ["Ben"]


def test_what_is_not_stored_is_not_indexed(sent):
    with transaction.atomic():
        sent(body="My knees are fine.")
        transaction.set_rollback(True)
    assert "knee" not in index_holds()


def test_the_index_is_made_anew_for_comments_that_are_there(post):
    CommentFactory(page=post, author_name="Ada", body="My knee.")
    deleted = CommentFactory(page=post, deleted=True)
    CommentDocument.objects.create(comment=deleted, terms="left")
    out = StringIO()
    call_command("rebuild_comment_index", stdout=out)
    assert "The index holds 1 comments." in out.getvalue()
    assert (found("knee"), found("left")) == (["Ada"], [])
    CommentDocument.objects.all().delete()
    # PostgreSQL changes no table whose constraints wait to be checked; after `migrate` none does.
    connection.check_constraints()
    make_index(using="default")
    assert found("knee") == ["Ada"]


def test_indexing_again_changes_nothing(post):
    comment = CommentFactory(page=post, body="My knee.", author_name="Ada")
    for _ in range(2):
        index_words([comment])
    assert found("knee") == ["Ada"]
    assert "knee" in index_holds()
