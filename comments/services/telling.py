"""Who is to be told of a comment, and that each is told at most once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from comments.lifecycle import Status
from comments.models import STEP, Batch, Comment, ModeratorMail, Notice, Subscription
from comments.permissions import moderators_of
from comments.selectors.telling import place_if_public
from ground import outbox

NOTICES = "comments.notice"
"""The outbox topic that asks for one mail; the payload names the `Notice` by its number."""


MORE = "comments.tell"
"""The outbox topic that asks for `tell_of` to go on, `after` a commenter."""

PART = 100
"""Readers noted in one transaction, so that others wait briefly however many follow a page."""


def tell_of(*, comment: UUID, batch: UUID | None = None, after: int = 0, now: datetime) -> int:
    """Note who is to be told of a comment as it stands now, and ask for the mails; return how many notices wait.

    Of a public comment: whoever follows the page or a comment it answers, but its author. Of a moderator's decision:
    the confirmed author who asked for it, once. Of a comment that waits: the moderators who want to know at once. What
    is done again is not noted again. Nothing is noted of a decision that was undone. Readers are noted `PART` at a
    time; a message asks for those `after` the last. The statements are the same for any number of them.
    """
    with transaction.atomic():
        found = Comment.objects.select_for_update(of=("self",), no_key=True).select_related("page", "commenter")
        row = found.filter(uuid=comment, page__isnull=False).first()
        cause = None if batch is None else Batch.objects.filter(uuid=batch).first()
        if row is None or (cause is not None and cause.undone_at is not None):
            return 0
        readers = _readers(row, after=after, now=now)
        notices = [Notice(kind=Notice.Kinds.REPLY, comment=row, commenter_id=reader) for reader in readers]
        if not after:
            notices += [*_decision(row), *_waiting(row)]
        for notice in notices:
            notice.batch, notice.due_at = cause, now
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        noted = Notice.objects.filter(comment=row, sent_at__isnull=True)
        here = noted.filter(~Q(kind=Notice.Kinds.REPLY) | Q(commenter__in=readers))
        messages = [(str(pk), {"notice": pk}) for pk in here.values_list("pk", flat=True)]
        outbox.write_many(topic=NOTICES, messages=messages, now=now)
        if len(readers) == PART:
            rest = {"comment": str(comment), "batch": batch and str(batch), "after": readers[-1]}
            outbox.write(topic=MORE, payload=rest, now=now)
    return len(messages)


def claim(notice: Notice, *, now: datetime) -> bool:
    """Mark a notice as sent before its mail is handed over; False if it was before. Of many tries one succeeds."""
    return bool(Notice.objects.filter(pk=notice.pk, sent_at__isnull=True).update(sent_at=now))


def release(notice: Notice, *, claimed_at: datetime) -> None:
    """Take back `claim`: the mail server surely did not take the mail."""
    Notice.objects.filter(pk=notice.pk, sent_at=claimed_at).update(sent_at=None)


def _readers(comment: Comment, *, after: int, now: datetime) -> list[int]:
    """Return the next of the commenters who follow a public comment, in the order of their ids."""
    if place_if_public(comment, now=now) is None:
        return []
    above = [comment.path[:end] for end in range(STEP, len(comment.path), STEP)]
    followed = Q(comment__isnull=True) | Q(comment__path__in=above)
    readers = Subscription.objects.filter(followed, page=comment.page_id, commenter__gt=after)
    if comment.commenter_id is not None:
        readers = readers.exclude(commenter=comment.commenter_id)
    others = readers.exclude(commenter__email=comment.author_email)
    return list(others.order_by("commenter").values_list("commenter", flat=True).distinct()[:PART])


def _decision(comment: Comment) -> list[Notice]:
    decided = comment.last_human_decision and comment.status in (Status.APPROVED, Status.REJECTED)
    if not (comment.tell_decision and decided and comment.commenter_id is not None):
        return []
    if Notice.objects.filter(kind=Notice.Kinds.DECISION, comment=comment).exists():
        return []
    return [Notice(kind=Notice.Kinds.DECISION, comment=comment, commenter_id=comment.commenter_id)]


def _waiting(comment: Comment) -> list[Notice]:
    if comment.status != Status.PENDING:
        return []
    wanting = moderators_of(comment.page).filter(comment_mail__mode=ModeratorMail.Modes.INSTANT).exclude(email="")
    told = Notice.objects.filter(kind=Notice.Kinds.WAITING, comment=comment).values_list("user", flat=True)
    return [Notice(kind=Notice.Kinds.WAITING, comment=comment, user=user) for user in wanting.exclude(pk__in=told)]
