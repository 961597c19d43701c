"""A reader takes along everything that is stored about them, and has it erased; threads keep their shape."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from comments.models import (
    AddressLink,
    Comment,
    Commenter,
    CommentRevision,
    Notice,
    Report,
    Subscription,
    Vote,
)
from comments.selectors.identity import author_token, commenter_with, link_token, reader_token
from comments.services.erasing import erase_commenter
from comments.services.identity import confirm_address
from comments.signals import thread_changed
from ground.tokens import InvalidToken
from tests.factories.comments import CommenterFactory, CommentFactory

pytestmark = pytest.mark.django_db

API = "/api/site/v1/"
SECRET = "a very own word"


@pytest.fixture
def moment():
    return timezone.now()


@pytest.fixture
def ada(post, site, moment):
    """A reader with everything a reader can have, and a thread they are in the middle of."""
    ada = CommenterFactory(name="Ada Secret", email="ada@example.org")
    top = CommentFactory(page=post, author_name="Bea")
    own = {"author_name": "Ada Secret", "author_email": ada.email, "origin": "a" * 32, "body": f"It is {SECRET}."}
    mine = CommentFactory(parent=top, commenter=ada, **own)
    CommentFactory(parent=mine, author_name="Cleo")
    CommentFactory(page=post, commenter=ada, pending=True, **own)
    CommentFactory(page=post, author_name="Ada", author_email=ada.email, created_at=moment, body=f"{SECRET} again")
    CommentRevision.objects.create(comment=mine, number=1, body=f"Before: {SECRET}", written_at=moment)
    Vote.objects.create(comment=top, voter="v" * 32, commenter=ada, created_at=moment)
    Vote.objects.create(comment=top, voter="w" * 32, created_at=moment)
    Vote.objects.create(comment=mine, voter="w" * 32, created_at=moment)
    Comment.objects.filter(pk=top.pk).update(score=2)
    report = {"revision": 1, "reason": "other", "reporter": "r" * 32, "created_at": moment}
    Report.objects.create(comment=top, note=f"{SECRET} in a note", commenter=ada, **report)
    Subscription.objects.create(commenter=ada, page=post, comment=mine, created_at=moment)
    Notice.objects.create(kind="reply", comment=top, commenter=ada, due_at=moment)
    AddressLink.objects.create(email=ada.email, site=site, asked_at=moment)
    return ada


@pytest.fixture
def others(post):
    """What must not be touched."""
    bea = CommenterFactory(email="bea@example.org")
    return CommentFactory.create_batch(2, page=post, commenter=bea, author_email=bea.email, body="Not Ada's.")


@pytest.fixture
def headers(ada, moment):
    return {"X-Reader-Token": reader_token(ada, now=moment)}


def everything():
    """All that the tables of comments hold, as text, but for the audit log's keys."""
    models = apps.get_app_config("comments").get_models()
    return str([list(model._default_manager.values()) for model in models]) + str(list(ModelLogEntry.objects.values()))


class TestExport:
    def test_it_has_everything_in_every_table(self, client, ada, headers):
        response = client.get(f"{API}me/export/", headers=headers)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        found = response.json()
        assert (found["reader"]["email"], found["reader"]["name"]) == ("ada@example.org", "Ada Secret")
        assert [each["confirmed"] for each in found["comments"]] == [True, True, False]
        assert [each["body"] for each in found["comments"][0]["revisions"]] == [f"Before: {SECRET}"]
        sizes = {name: len(rows) for name, rows in found.items() if isinstance(rows, list)}
        assert sizes == {
            "comments": 3,
            "likes": 1,
            "reports": 1,
            "subscriptions": 1,
            "notices": 1,
            "links_asked_at": 1,
        }

    def test_nothing_of_others_is_in_it(self, client, ada, others, headers):
        text = client.get(f"{API}me/export/", headers=headers).content.decode()
        for word in ("bea@example.org", "Not Ada's", "Bea", "Cleo"):
            assert word not in text

    def test_a_spammer_is_told_what_everybody_is_told(self, client, ada, post, headers):
        Comment.objects.filter(commenter=ada).update(status="spam", ledger=[{"check": "words-of-spam"}])
        text = client.get(f"{API}me/export/", headers=headers).content.decode()
        assert "spam" not in text
        assert "ledger" not in text

    def test_an_operator_gets_it_by_command_with_what_was_found(self, ada):
        out = StringIO()
        call_command("export_commenter", "ada@EXAMPLE.org", stdout=out)
        found = json.loads(out.getvalue())
        assert (len(found["comments"]), found["comments"][0]["ledger"]) == (3, [])
        assert SECRET in out.getvalue()

    def test_about_a_stranger_there_is_nothing(self, db):
        with pytest.raises(CommandError, match="Nothing is stored"):
            call_command("export_commenter", "nobody@example.org")

    def test_it_costs_the_same_for_few_and_for_many(self, client, ada, post, headers):
        counts = []
        for number in (1, 30):
            CommentFactory.create_batch(number, page=post, commenter=ada)
            with CaptureQueriesContext(connection) as captured:
                client.get(f"{API}me/export/", headers=headers)
            counts.append(len(captured))
        assert counts[0] == counts[1]


class TestErase:
    def test_nothing_of_the_reader_is_left_in_any_table(self, client, ada, headers):
        response = client.post(f"{API}me/erase/", headers=headers)
        assert response.status_code == 200
        assert "3 comments were emptied" in response.json()["message"]
        left = everything()
        for word in (SECRET, "Ada", "ada@example.org", "a" * 32, ada.uuid.hex, ada.avatar_seed):
            assert word not in left, word

    def test_the_thread_keeps_its_shape(self, client, ada, read, post, headers):
        client.post(f"{API}me/erase/", headers=headers)
        found = read(post)
        assert found["count"] == 2
        [top] = found["comments"]
        [tombstone] = top["replies"]
        assert (tombstone["tombstone"], tombstone["author"]) == (True, None)
        assert [reply["author"]["name"] for reply in tombstone["replies"]] == ["Cleo"]

    def test_likes_of_theirs_no_longer_count(self, ada, post, moment):
        erase_commenter(email=ada.email, now=moment)
        assert Comment.objects.get(author_name="Bea").score == 1

    def test_others_keep_everything(self, ada, others, moment):
        erase_commenter(email=ada.email, now=moment)
        assert Comment.objects.filter(body="Not Ada's.", status="approved").count() == 2
        assert Commenter.objects.get().email == "bea@example.org"

    def test_every_token_is_worth_nothing_afterwards(self, client, ada, site, viewer, headers, post, moment):
        guest = author_token(Comment.objects.get(author_name="Ada"))
        link = link_token(AddressLink.objects.get())
        erase_commenter(email=ada.email, now=moment)
        assert commenter_with(headers["X-Reader-Token"], now=moment) is None
        shown = client.get(f"{API}pages/{post.pk}/comments/", headers={"X-Author-Token": guest, **headers})
        assert (shown.json()["own"], shown.json()["waiting"]) == ([], [])
        with pytest.raises(InvalidToken):
            confirm_address(token=link, viewer=viewer, now=moment)
        assert not Commenter.objects.exists()

    def test_readers_pages_are_made_anew(self, ada, post, moment):
        seen = []

        def listen(sender, page_id, comment, change, **kwargs):
            seen.append((page_id, change))

        thread_changed.connect(listen)
        try:
            erase_commenter(email=ada.email, now=moment)
        finally:
            thread_changed.disconnect(listen)
        assert set(seen) == {(post.pk, "delete"), (post.pk, "vote")}

    def test_each_comment_is_in_the_log_once_without_a_word(self, ada, moment):
        erase_commenter(email=ada.email, now=moment)
        entries = ModelLogEntry.objects.filter(action="comments.delete")
        assert sorted(entry.data["from"] for entry in entries) == ["approved", "approved", "pending"]

    def test_an_address_nobody_confirmed_is_erased_by_command(self, post):
        CommentFactory(page=post, author_email="guest@example.org", body=SECRET)
        out = StringIO()
        call_command("erase_commenter", "guest@EXAMPLE.org", no_input=True, stdout=out)
        assert "1 comments were emptied" in out.getvalue()
        assert SECRET not in everything()

    def test_the_command_asks_first(self, ada, monkeypatch):
        monkeypatch.setattr("builtins.input", lambda question: "no")
        with pytest.raises(CommandError, match="Nothing was erased"):
            call_command("erase_commenter", ada.email)
        assert Commenter.objects.filter(pk=ada.pk).exists()

    def test_a_long_history_goes_in_few_statements_each(self, ada, post, moment):
        CommentFactory.create_batch(600, page=post, commenter=ada, created_at=moment - timedelta(days=1))
        assert erase_commenter(email=ada.email, now=moment) == 603
        assert not Comment.objects.exclude(status="deleted").exclude(author_name__in=["Bea", "Cleo"]).exists()

    def test_nothing_is_erased_by_looking(self, client, ada, headers):
        assert client.get(f"{API}me/erase/", headers=headers).status_code == 405
        assert Commenter.objects.filter(pk=ada.pk).exists()
