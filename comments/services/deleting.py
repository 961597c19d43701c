"""An author takes back what they wrote. The place in the thread stays, without a word of theirs."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from comments.lifecycle import Status
from comments.models import (
    PERSONAL_FIELDS,
    AddressLink,
    Batch,
    Comment,
    CommentDocument,
    Commenter,
    CommentRevision,
    Notice,
    Report,
    Subscription,
    Vote,
)
from comments.permissions import may_moderate, moderated_by
from comments.selectors.identity import Author
from comments.services.audit import record
from comments.services.editing import NotYours, StaleComment
from comments.services.limits import remember_taken_back
from comments.signals import thread_changed

ABOUT_A_COMMENT = (CommentDocument, CommentRevision, Report, Vote, Notice, Subscription, AddressLink)
"""What is stored about a comment in other tables, and goes with its words."""


def delete_comment(*, comment: UUID, seen_revision: int, author: Author, now: datetime) -> None:
    """Delete an author's own comment for good, whatever its status and whatever holds for its page.

    Whoever confirmed an address may also delete what was sent under it without being confirmed.

    Raises:
        NotYours: there is no such comment of this author.
        StaleComment: it was changed since the author looked.
    """
    theirs = author.wrote()
    if author.commenter is not None:
        theirs |= sent_under(author.commenter)
    with transaction.atomic():
        own = Comment.objects.select_for_update(of=("self",)).filter(theirs, uuid=comment)
        current = own.exclude(status=Status.DELETED).first()
        if current is None:
            raise NotYours
        if current.revision != seen_revision:
            raise StaleComment(current)
        blank([current], now=now)


def delete_for_author(*, comment: UUID, seen_revision: int, user: Any, now: datetime) -> None:
    """Delete a comment for good because its author asked a moderator to; the log says which moderator did.

    Raises:
        PermissionDenied: `user` may not decide anything.
        Comment.DoesNotExist: there is no such comment where `user` decides, or it is deleted already.
        StaleComment: it was changed since the moderator looked.
    """
    if not may_moderate(user):
        raise PermissionDenied
    with transaction.atomic():
        theirs = Comment.objects.select_for_update(of=("self",)).filter(moderated_by(user))
        current = theirs.exclude(status=Status.DELETED).get(uuid=comment)
        if current.revision != seen_revision:
            raise StaleComment(current)
        blank([current], user=user, now=now)


def sent_under(commenter: Commenter) -> Q:
    """Return the condition on comments that they were sent under the commenter's address and nobody confirmed them."""
    return Q(author_email=commenter.email, commenter__isnull=True)


def blank(comments: Collection[Comment], *, user: Any = None, now: datetime) -> None:
    """Make `comments` deleted ones, without anything of their authors, here and in every table about them.

    Part of the running transaction, in which their rows are held; one row in the log for each, which names `user` if
    it was not the author's own hand. Of those sent within the hour the time is kept for the rest of it, under hashes.
    """
    remember_taken_back(comments, now=now)
    ids = [comment.pk for comment in comments]
    for model in ABOUT_A_COMMENT:
        model._default_manager.filter(comment__in=ids).delete()
    # What a moderator wrote to its author may quote it.
    Batch.objects.filter(entries__comment__in=ids).exclude(words="").update(words="")
    emptied = {name: empty() for name, empty in PERSONAL_FIELDS.items()}
    numbers = {"score": 0, "weight": 0}
    plain = {**numbers, "pinned_at": None, "tell_decision": False, "edited_at": None, "last_human_decision": ""}
    Comment.objects.filter(pk__in=ids).update(status=Status.DELETED, **emptied, **plain)
    for comment in comments:
        record(subject=comment, verb="delete", user=user, data={"from": comment.status}, now=now)
    seen = [comment for comment in comments if comment.status == Status.APPROVED]
    for page_id in sorted({comment.page_id for comment in seen if comment.page_id is not None}):
        only = [comment.uuid for comment in seen if comment.page_id == page_id]
        one = only[0] if len(only) == 1 else None
        thread_changed.send(sender=Comment, page_id=page_id, comment=one, change="delete")
