"""What moderators do for a reader or about one: notes, handing out, erasing, and bans with a clean-up."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from comments.lifecycle import Decision
from comments.models import Ban, Batch, Comment, CommenterNote
from comments.selectors.commenters import NobodyKnown
from comments.selectors.notes import notes_about
from comments.selectors.stored import stored_about
from comments.services import BATCH_MAX, undo
from comments.services.answering_for import erase_for, hand_out
from comments.services.cleaning_up import CleanUp, ban_writer
from comments.services.erasing import erase_commenter
from comments.services.forgetting import NOTE_KEPT, forget_notes
from comments.services.notes import add_note, remove_note
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, UserFactory
from tests.factories.comments import CommenterFactory, CommentFactory, moderating

pytestmark = pytest.mark.django_db

ADA = "ada@example.org"
SPAM = CleanUp(Decision.SPAM, None)


@pytest.fixture
def elsewhere(site):
    return BlogPostPageFactory(parent=BlogIndexPageFactory(parent=site.root_page, slug="other"), slug="elsewhere")


@pytest.fixture
def here(section):
    """Who moderates the section alone."""
    return moderating(UserFactory(first_name="Noor", last_name="Haddad"), page=section)


@pytest.fixture
def written(post):
    """What one guest wrote: waiting, public, spam and old."""
    by_ada = {"author_email": ADA, "page": post}
    return [CommentFactory(**by_ada, **{status: True}) for status in ("pending", "approved", "spam")]


def statuses():
    return list(Comment.objects.filter(author_email=ADA).order_by("pk").values_list("status", flat=True))


def a_ban(comment, user, now, **values):
    return ban_writer(comment=comment.uuid, user=user, now=now, **{"kind": "address", "until": None, **values})


def test_undoing_a_clean_up_leaves_a_ban_that_held_before(written, section, here, now):
    earlier = a_ban(written[0], here, now, page=section).ban
    again = a_ban(written[0], here, now, page=section, clean_up=SPAM)
    undo(batch=again.batch.uuid, user=here, now=now)
    assert Ban.objects.get().pk == earlier.pk


class TestNotes:
    def test_a_note_is_for_the_branch_and_found_by_every_comment_of_the_address(self, post, here, elsewhere, now):
        mine = CommentFactory(page=post, author_email=ADA)
        note = add_note(comment=mine.uuid, text="  Argues well. ", user=here, now=now)
        assert (note.text, note.written_by, note.page.title) == ("Argues well.", "Noor Haddad", "News")
        assert ADA not in str(list(CommenterNote.objects.values()))
        assert list(notes_about(ADA, user=here)) == [note]
        assert list(notes_about(ADA, user=moderating(UserFactory(), page=post))) == [note]
        assert list(notes_about(ADA, user=UserFactory(is_superuser=True))) == [note]
        assert list(notes_about(ADA, user=moderating(UserFactory(), page=elsewhere))) == []
        assert list(notes_about(ADA, user=UserFactory())) == []
        assert list(notes_about("bea@example.org", user=here)) == []

    def test_the_log_knows_who_and_not_what(self, post, here, now):
        note = add_note(comment=CommentFactory(page=post, author_email=ADA).uuid, text="Secret", user=here, now=now)
        entry = ModelLogEntry.objects.get()
        assert (entry.action, entry.user, entry.data) == ("comments.note", here, {"note": str(note.uuid)})
        remove_note(note=note, user=here, now=now)
        assert PageLogEntry.objects.filter(action="comments.remove_note", user=here).count() == 1
        assert not CommenterNote.objects.exists()

    def test_who_may_not(self, post, here, elsewhere, now):
        stranger = moderating(UserFactory(), page=elsewhere)
        mine = CommentFactory(page=post, author_email=ADA)
        with pytest.raises(Comment.DoesNotExist):
            add_note(comment=mine.uuid, text="A note", user=stranger, now=now)
        note = add_note(comment=mine.uuid, text="A note", user=here, now=now)
        with pytest.raises(PermissionDenied):
            remove_note(note=note, user=stranger, now=now)

    @pytest.mark.parametrize("text", ["", "  ", "x" * 1001])
    def test_nothing_and_too_much_is_refused(self, post, here, now, text):
        mine = CommentFactory(page=post, author_email=ADA)
        with pytest.raises(ValidationError) as refused:
            add_note(comment=mine.uuid, text=text, user=here, now=now)
        assert list(refused.value.message_dict) == ["text"]

    def test_without_an_address_there_is_none(self, post, here, now):
        nameless = CommentFactory(page=post, author_email="", origin="a" * 32)
        with pytest.raises(ValidationError, match="none was given"):
            add_note(comment=nameless.uuid, text="A note", user=here, now=now)

    def test_they_are_handed_out_and_go_with_the_address_or_after_a_year(self, post, here, now):
        mine = CommentFactory(page=post, author_email=ADA)
        add_note(comment=mine.uuid, text="Argues well.", user=here, now=now)
        other = CommentFactory(page=post, author_email="bea@example.org")
        add_note(comment=other.uuid, text="Bea's.", user=here, now=now)
        assert [note["text"] for note in stored_about(email=ADA).as_dict()["notes"]] == ["Argues well."]
        erase_commenter(email=ADA, now=now)
        assert [note.text for note in CommenterNote.objects.all()] == ["Bea's."]
        assert forget_notes(now=now + NOTE_KEPT - timedelta(seconds=1)) == 0
        assert forget_notes(now=now + NOTE_KEPT) == 1


class TestAnsweringFor:
    def test_whoever_moderates_all_they_wrote_hands_it_out(self, written, here, now):
        stored = hand_out(comment=written[0].uuid, user=here, now=now)
        assert (stored.email, len(stored.comments)) == (ADA, 3)
        entry = ModelLogEntry.objects.get()
        assert (entry.action, entry.user, entry.data) == ("comments.export", here, {"comments": 3})
        assert ADA not in f"{entry.label}{entry.data}"

    def test_erased_means_everywhere(self, written, here, now):
        add_note(comment=written[0].uuid, text="A note", user=here, now=now)
        assert erase_for(comment=written[0].uuid, user=here, now=now) == 3
        assert stored_about(email=ADA).is_empty
        assert set(Comment.objects.values_list("status", flat=True)) == {"deleted"}
        entry = ModelLogEntry.objects.get(action="comments.erase")
        assert (entry.user, entry.data) == (here, {"comments": 3})
        assert ADA not in str(list(ModelLogEntry.objects.values()))
        with pytest.raises(NobodyKnown):
            erase_for(comment=written[0].uuid, user=here, now=now)

    @pytest.mark.parametrize("confirmed", [True, False])
    def test_one_comment_in_another_branch_is_enough_to_be_refused(self, written, here, elsewhere, now, confirmed):
        commenter = CommenterFactory(email=ADA) if confirmed else None
        CommentFactory(page=elsewhere, author_email="" if confirmed else ADA, commenter=commenter)
        for service in (hand_out, erase_for):
            with pytest.raises(PermissionDenied):
                service(comment=written[0].uuid, user=here, now=now)
        assert not ModelLogEntry.objects.exists()
        assert len(hand_out(comment=written[0].uuid, user=UserFactory(is_superuser=True), now=now).comments) == 4
        assert len(hand_out(comment=written[0].uuid, user=moderating(UserFactory()), now=now).comments) == 4

    def test_about_no_address_nobody_answers(self, post, now):
        nameless = CommentFactory(page=post, author_email="", origin="a" * 32)
        with pytest.raises(PermissionDenied):
            hand_out(comment=nameless.uuid, user=UserFactory(is_superuser=True), now=now)

    def test_not_about_strangers_comments(self, written, elsewhere, now):
        with pytest.raises(Comment.DoesNotExist):
            erase_for(comment=written[0].uuid, user=moderating(UserFactory(), page=elsewhere), now=now)


class TestCleanUp:
    def test_ban_and_clean_up_are_undone_as_one(self, written, section, here, now):
        banned = a_ban(written[0], here, now, page=section, clean_up=SPAM, reason="Sells watches")
        assert statuses() == ["spam", "spam", "spam"]
        assert (banned.done, banned.conflicts, banned.ban.batch) == (2, (), Batch.objects.get())
        assert (Ban.objects.get().reason, Ban.objects.get().until) == ("Sells watches", None)
        undone = undo(batch=banned.batch.uuid, user=here, now=now)
        assert undone.lifted == 1
        assert statuses() == ["pending", "approved", "spam"]
        assert not Ban.objects.exists()

    def test_who_moderates_a_part_undoes_that_part_and_no_ban_above(
        self, written, post, other_post, section, here, now
    ):
        CommentFactory(page=other_post, author_email=ADA)
        banned = a_ban(written[0], here, now, page=section, clean_up=SPAM)
        undone = undo(batch=banned.batch.uuid, user=moderating(UserFactory(), page=post), now=now)
        assert (len(undone.done), undone.lifted) == (2, 0)
        assert statuses() == ["pending", "approved", "spam", "spam"]
        assert Ban.objects.get() == banned.ban

    def test_only_what_is_young_enough_and_in_the_branch(self, post, other_post, here, section, now):
        old = CommentFactory(page=post, author_email=ADA, created_at=now - timedelta(days=8))
        young = CommentFactory(page=post, author_email=ADA, created_at=now - timedelta(days=6))
        beside = CommentFactory(page=other_post, author_email=ADA, created_at=now)
        stranger = CommentFactory(page=post, author_email="bea@example.org", created_at=now)
        week = CleanUp(Decision.REJECT, timedelta(days=7))
        assert a_ban(old, here, now, page=post, clean_up=week).done == 1
        assert [Comment.objects.get(pk=each.pk).status for each in (old, young, beside, stranger)] == [
            "approved",
            "rejected",
            "approved",
            "approved",
        ]

    def test_what_lies_in_other_branches_stays(self, written, elsewhere, here, section, now):
        theirs = CommentFactory(page=elsewhere, author_email=ADA)
        a_ban(written[0], here, now, page=section, clean_up=SPAM)
        assert Comment.objects.get(pk=theirs.pk).status == "approved"
        with pytest.raises(PermissionDenied):
            a_ban(written[0], here, now, page=Page.get_first_root_node(), clean_up=SPAM)
        with pytest.raises(Comment.DoesNotExist):
            a_ban(theirs, here, now, page=section)

    def test_without_a_clean_up_there_is_a_ban_alone(self, written, section, here, now):
        banned = a_ban(written[0], here, now, page=section)
        assert (banned.batch, banned.done, statuses()) == (None, 0, ["pending", "approved", "spam"])
        assert Ban.objects.get() == banned.ban

    @pytest.mark.parametrize(("kind", "value"), [("domain", "example.org"), ("network", "b" * 32)])
    def test_domain_and_network_of_the_writer(self, written, section, here, now, kind, value):
        Comment.objects.filter(pk=written[0].pk).update(origin="a" * 32)
        Comment.objects.filter(pk=written[1].pk).update(origin="b" * 32)
        assert a_ban(written[0], here, now, page=section, kind=kind).ban.value == value

    def test_what_cannot_be_banned_puts_nothing_away(self, written, section, here, now):
        for wrong in ({"kind": "network"}, {"until": now}):
            with pytest.raises(ValidationError):
                a_ban(written[0], here, now, page=section, clean_up=SPAM, **wrong)
        assert statuses() == ["pending", "approved", "spam"]

    def test_a_flood_is_one_batch(self, post, section, here, now):
        first = CommentFactory(page=post, author_email=ADA)
        CommentFactory.create_batch(BATCH_MAX + 20, page=post, author_email=ADA, pending=True)
        banned = a_ban(first, here, now, page=section, clean_up=SPAM)
        assert (banned.done, Batch.objects.count()) == (BATCH_MAX + 21, 1)
        assert len(undo(batch=banned.batch.uuid, user=here, now=now).done) == BATCH_MAX + 21
        assert statuses().count("pending") == BATCH_MAX + 20
