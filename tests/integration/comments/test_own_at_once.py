"""An author in two windows, a reader who is erased while they write: no text is lost unseen, none stays behind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import AddressLink, Comment, Commenter, CommentRevision
from comments.selectors.identity import Author, link_token
from comments.services import Refused, Submitted, submit_comment
from comments.services.deleting import delete_comment
from comments.services.editing import Edited, NotYours, StaleComment, edit_comment
from comments.services.erasing import erase_commenter
from comments.services.identity import Confirmed, confirm_address
from ground.tokens import SpentToken
from tests.factories.comments import CommenterFactory, CommentFactory, a_submission
from tests.integration.comments.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

WINDOWS = 6


@pytest.fixture
def ada(site):
    return CommenterFactory(email="ada@example.org")


@pytest.fixture
def comment(ada, post):
    return CommentFactory(
        page=post, commenter=ada, author_email=ada.email, created_at=timezone.now() - timedelta(minutes=1)
    )


def changing(comment, ada, viewer, body):
    def change():
        return edit_comment(
            comment=comment.uuid,
            sent=a_submission(body=body),
            seen_revision=1,
            author=Author(commenter=ada),
            viewer=viewer,
            now=timezone.now(),
        )

    return change


def deleting(comment, ada):
    return lambda: delete_comment(
        comment=comment.uuid, seen_revision=1, author=Author(commenter=ada), now=timezone.now()
    )


def test_of_many_changes_at_once_one_is_made_and_the_others_are_told(comment, ada, viewer):
    bodies = [f"Window number {number}." for number in range(WINDOWS)]
    outcomes = at_once(*(changing(comment, ada, viewer, body) for body in bodies))
    kinds = [type(outcome) for outcome in outcomes]
    assert (kinds.count(Edited), kinds.count(StaleComment)) == (1, WINDOWS - 1)
    comment.refresh_from_db()
    assert (comment.revision, comment.body) == (2, bodies[kinds.index(Edited)])
    assert CommentRevision.objects.count() == 1


def test_a_change_and_a_delete_at_once_leave_no_text_behind(comment, ada, viewer):
    changed, deleted = at_once(changing(comment, ada, viewer, "Still here."), deleting(comment, ada))
    comment.refresh_from_db()
    if isinstance(deleted, StaleComment):
        assert isinstance(changed, Edited)
        assert comment.body == "Still here."
    else:
        assert isinstance(changed, NotYours | StaleComment)
        assert (comment.status, comment.body) == ("deleted", "")
        assert not CommentRevision.objects.exists()


def test_whoever_is_erased_while_they_write_is_erased(comment, ada, viewer):
    outcomes = at_once(
        lambda: erase_commenter(email=ada.email, now=timezone.now()),
        *(changing(comment, ada, viewer, f"Window number {number}.") for number in range(WINDOWS)),
    )
    assert outcomes[0] == 1
    assert {type(outcome) for outcome in outcomes[1:]} <= {Edited, StaleComment, NotYours}
    comment.refresh_from_db()
    assert (comment.status, comment.body, comment.commenter) == ("deleted", "", None)
    assert not CommentRevision.objects.exists()
    assert not Commenter.objects.exists()


def test_whoever_is_erased_while_they_send_leaves_nothing(ada, viewer, post):
    def sending(number):
        sent = a_submission(body=f"Thought {number}.", email=ada.email, origin=f"{number:032x}")
        return lambda: submit_comment(
            page_id=post.pk, submission=sent, viewer=viewer, commenter=ada, now=timezone.now()
        )

    outcomes = at_once(
        lambda: erase_commenter(email=ada.email, now=timezone.now()), *(sending(number) for number in range(WINDOWS))
    )
    assert isinstance(outcomes[0], int)
    assert {type(outcome) for outcome in outcomes[1:]} <= {Submitted, Refused}
    assert not Comment.objects.filter(commenter__isnull=False).exists()
    assert not Comment.objects.exclude(status="deleted").exists()


def test_one_link_opened_in_many_windows_gives_one_commenter_one_comment(site, viewer, post):
    comment = CommentFactory(page=post, author_email="bea@example.org")
    link = AddressLink.objects.create(email="bea@example.org", comment=comment, site=site, asked_at=timezone.now())
    token = link_token(link)
    outcomes = at_once(*[lambda: confirm_address(token=token, viewer=viewer, now=timezone.now())] * WINDOWS)
    kinds = [type(outcome) for outcome in outcomes]
    assert (kinds.count(Confirmed), kinds.count(SpentToken)) == (1, WINDOWS - 1)
    assert Comment.objects.get().commenter == Commenter.objects.get()


def test_many_links_of_one_address_opened_at_once_give_one_commenter(site, viewer):
    asked = {"email": "bea@example.org", "site": site, "asked_at": timezone.now()}
    tokens = [link_token(AddressLink.objects.create(**asked)) for _ in range(WINDOWS)]

    def confirming(token):
        return lambda: confirm_address(token=token, viewer=viewer, now=timezone.now())

    outcomes = at_once(*(confirming(token) for token in tokens))
    assert {type(outcome) for outcome in outcomes} == {Confirmed}
    assert {outcome.commenter.pk for outcome in outcomes} == {Commenter.objects.get().pk}
