"""An author takes back what they wrote: nothing of it stays, and the thread keeps its shape."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageViewRestriction

from comments.models import PERSONAL_FIELDS, AddressLink, CommentRevision, Notice, Report, Subscription, Vote
from comments.selectors.identity import author_token, reader_token
from comments.services import set_policy
from tests.factories.comments import CommentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

API = "/api/site/v1/"
AUTHORS = pytest.mark.parametrize("by", ["guest", "commenter"])


class TestDeleting:
    @AUTHORS
    @pytest.mark.parametrize("status", ["approved", "pending", "rejected", "spam"])
    def test_nothing_of_its_author_stays(self, take_back, written, commenter, post, by, status, site):
        comment, headers = written(by, **{status: True}, origin="a" * 32, ledger=[{"check": "links"}], score=1)
        CommentRevision.objects.create(comment=comment, number=0, body="Older.", written_at=comment.created_at)
        Report.objects.create(comment=comment, revision=1, reason="spam", reporter="r" * 32, created_at=timezone.now())
        Vote.objects.create(comment=comment, voter="v" * 32, created_at=timezone.now())
        Notice.objects.create(kind="decision", comment=comment, commenter=commenter, due_at=timezone.now())
        Subscription.objects.create(comment=comment, page=post, commenter=commenter, created_at=timezone.now())
        AddressLink.objects.create(comment=comment, email="ada@example.org", site=site, asked_at=timezone.now())
        take_back(comment, headers)
        comment.refresh_from_db()
        assert comment.status == "deleted"
        assert {name: getattr(comment, name) for name in PERSONAL_FIELDS} == {
            name: empty() for name, empty in PERSONAL_FIELDS.items()
        }
        assert (comment.score, comment.pinned_at, comment.tell_decision) == (0, None, False)
        for model in (CommentRevision, Report, Vote, Notice, Subscription, AddressLink):
            assert not model.objects.exists()
        entry = ModelLogEntry.objects.get(action="comments.delete")
        assert entry.data == {"from": status}

    def test_the_thread_keeps_its_shape(self, take_back, read, written, post, changes):
        comment, headers = written()
        answer = CommentFactory(parent=comment)
        take_back(comment, headers)
        [root] = read(post)["comments"]
        assert (root["tombstone"], root["author"], root["html"]) == (True, None, "")
        assert [reply["id"] for reply in root["replies"]] == [str(answer.uuid)]
        assert changes == [(post.pk, comment.uuid, "delete")]

    def test_without_answers_it_is_gone(self, take_back, read, written, post):
        comment, headers = written()
        take_back(comment, headers)
        assert (read(post)["count"], read(post)["comments"]) == (0, [])
        take_back(comment, headers, 404)

    @AUTHORS
    @pytest.mark.parametrize("where", ["long ago", "answered", "closed", "hidden", "draft", "restricted", "page gone"])
    def test_ones_own_words_can_always_be_taken_back(self, take_back, written, post, now, moment, by, where):
        created_at = moment - timedelta(days=2) if where == "long ago" else moment
        comment, headers = written(by, created_at=created_at)
        if where == "answered":
            CommentFactory(parent=comment)
        elif where in ("closed", "hidden"):
            set_policy(page=post, changes={"state": where}, user=None, now=now)
        elif where == "draft":
            Page.objects.filter(pk=post.pk).update(live=False)
        elif where == "restricted":
            PageViewRestriction.objects.create(page=post, restriction_type="login")
        elif where == "page gone":
            Page.objects.get(pk=post.pk).delete()
        take_back(comment, headers)
        comment.refresh_from_db()
        assert (comment.status, comment.body) == ("deleted", "")

    @AUTHORS
    def test_nobody_else_takes_it_back(self, take_back, written, stranger, moment, post, by):
        comment, _ = written(by)
        for headers in ({}, stranger, {"X-Author-Token": author_token(CommentFactory(page=post, created_at=moment))}):
            take_back(comment, headers, 404)
        comment.refresh_from_db()
        assert comment.status == "approved"

    def test_the_owner_of_an_address_takes_back_what_was_sent_under_it(self, take_back, written, commenter, moment):
        comment, _ = written(author_email=commenter.email)
        take_back(comment, {"X-Reader-Token": reader_token(commenter, now=moment)})
        comment.refresh_from_db()
        assert comment.status == "deleted"

    def test_a_stale_delete_is_told_what_changed(self, take_back, change, written, afterwards):
        comment, headers = written()
        change(comment, headers)
        stale = take_back(comment, headers, 409, revision=1)
        assert (stale["code"], stale["revision"]) == ("stale", 2)
        take_back(comment, headers, revision=2)

    @pytest.mark.parametrize("query", ["", "?revision=0", "?revision=x", "?revision=1&force=1"])
    def test_bad_input_is_named(self, client, written, query):
        comment, headers = written()
        assert client.delete(f"{API}comments/{comment.uuid}/{query}", headers=headers).status_code == 400
