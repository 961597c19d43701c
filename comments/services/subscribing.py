"""A reader wants to be told of answers by mail, or no longer."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from comments.models import Comment, Commenter, Notice, Subscription
from comments.selectors.subscriptions import Followed, ending_of
from ground.throttle import count_try

PER_HOUR = 60
"""Subscriptions one reader makes in an hour: more than anybody reads threads."""


def subscribe(*, commenter: Commenter, followed: Followed, now: datetime) -> Subscription:
    """Tell `commenter` of answers from now on; whoever is told already stays so.

    `followed` is what a selector found for this viewer, so nobody is told of what they may not see.

    Raises:
        ground.throttle.Throttled: too many were made.
        Commenter.DoesNotExist: they were erased in the meantime.
    """
    scope, hour = "comments.subscribe", timedelta(hours=1)
    count_try(scope=scope, key=commenter.uuid.hex, limit=PER_HOUR, per=hour, now=now)
    with transaction.atomic():
        Commenter.objects.select_for_update(no_key=True).get(pk=commenter.pk)
        return told_of(commenter=commenter, followed=followed, now=now)


def told_of(*, commenter: Commenter, followed: Followed, now: datetime) -> Subscription:
    """Return the subscription of `commenter` to `followed`, made now if there is none; part of the transaction."""
    theirs = {"commenter": commenter, "page": followed.page, "comment": followed.comment}
    return Subscription.objects.get_or_create(**theirs, defaults={"created_at": now})[0]


def unsubscribe(*, token: str, everything: bool, now: datetime) -> None:
    """End what the token out of a mail names, or with `everything` all mail to its reader. Ending twice is no error.

    Raises `ground.tokens.InvalidToken` for what is no such token.
    """
    ending = ending_of(token, now=now)
    if everything and ending.commenter is not None:
        end_all(commenter=ending.commenter)
    elif ending.subscription is not None:
        ending.subscription.delete()
    elif ending.decisions and ending.commenter is not None:
        end_decisions(commenter=ending.commenter)


def end(*, commenter: Commenter, subscription: UUID) -> bool:
    """End one subscription of a reader who is signed in; tell whether there was one."""
    return bool(Subscription.objects.filter(commenter=commenter, uuid=subscription).delete()[0])


def end_decisions(*, commenter: Commenter) -> None:
    """Tell `commenter` no more of what moderators decide about the comments they wrote until now."""
    with transaction.atomic():
        about = Notice.objects.filter(commenter=commenter, kind=Notice.Kinds.DECISION)
        about.filter(sent_at__isnull=True).delete()
        Comment.objects.filter(commenter=commenter, tell_decision=True).update(tell_decision=False)


def end_all(*, commenter: Commenter) -> None:
    """Send `commenter` nothing more: no answers, no decisions, nothing that waits to be sent."""
    with transaction.atomic():
        Subscription.objects.filter(commenter=commenter).delete()
        Notice.objects.filter(commenter=commenter, sent_at__isnull=True).delete()
        Comment.objects.filter(commenter=commenter, tell_decision=True).update(tell_decision=False)
