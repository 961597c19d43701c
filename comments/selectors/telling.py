"""Whether somebody is still to be told of a comment, asked when the mail is about to be sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import Q
from wagtail.models import Site
from wagtail.users.models import UserProfile

from comments.models import STEP, Comment, Commenter, Notice, Subscription
from comments.selectors.bans import bans_on
from comments.selectors.visibility import public_for
from comments.submission import Submission
from ground.roots import place_of
from ground.tokens import InvalidToken, make_token, read_token
from ground.viewer import Viewer

UNSUBSCRIBE = "unsubscribe"
UNSUBSCRIBE_LIFETIME = timedelta(days=3650)
"""As good as for ever: whoever finds an old mail must still be able to end it."""

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Unsubscribing:
    """What a mailed link ends: one subscription, or mail about decisions; or all mail to its commenter; by uuid.

    `subscription` is None where it is mail about decisions that the link ends.
    """

    subscription: UUID | None
    commenter: UUID


def place_if_public(comment: Comment, *, now: datetime) -> tuple[Site, str] | None:
    """Return the site and the path of a comment's page, if everybody may read the comment at `now`."""
    if comment.page is None:
        return None
    place = place_of(comment.page)
    if place is None:
        return None
    everybody = public_for(Viewer.anonymous(site=place[0]), now=now, page_ids=[comment.page.pk])
    return place if everybody.filter(pk=comment.pk).exists() else None


def subscription_to(comment: Comment, *, commenter: Commenter) -> Subscription | None:
    """Return why a commenter is told of `comment`: the nearest comment above that they follow, or the page."""
    above = [comment.path[:end] for end in range(STEP, len(comment.path), STEP)]
    followed = Subscription.objects.filter(commenter=commenter, page=comment.page_id)
    rows = followed.filter(Q(comment__isnull=True) | Q(comment__path__in=above)).select_related("comment")
    return max(rows, key=lambda row: "" if row.comment is None else row.comment.path, default=None)


def is_banned(commenter: Commenter, *, comment: Comment, now: datetime) -> bool:
    """Tell whether a commenter is banned where the comment is."""
    sender = Submission(body="", name="", email=commenter.email, website="", parent=None, key=uuid4(), origin="")
    bans = bans_on(sender, now=now).values_list("page__path", flat=True)
    return comment.page is not None and comment.page.path.startswith(tuple(bans))


def language_of(user: Any) -> str:
    """Return the language that somebody with an account has chosen for the admin; empty where they chose none."""
    chosen = UserProfile.objects.filter(user=user).values_list("preferred_language", flat=True).first()
    return chosen or ""


def has_had_enough(commenter: Commenter, *, now: datetime) -> bool:
    """Tell whether a commenter was sent as many mails in a day as COMMENTS_MAILS_A_DAY allows."""
    sent = Notice.objects.filter(commenter=commenter, sent_at__gt=now - DAY).count()
    return sent >= settings.COMMENTS_MAILS_A_DAY


def unsubscribe_token(subscription: Subscription, *, now: datetime) -> str:
    """Return the token by which whoever got a mail ends what it was sent for."""
    claims = {"subscription": subscription.uuid.hex, "commenter": subscription.commenter.uuid.hex}
    return make_token(purpose=UNSUBSCRIBE, claims=claims, now=now, lifetime=UNSUBSCRIBE_LIFETIME)


def no_decisions_token(commenter: Commenter, *, now: datetime) -> str:
    """Return the token by which a commenter ends mail about what moderators decide."""
    claims = {"subscription": "", "commenter": commenter.uuid.hex}
    return make_token(purpose=UNSUBSCRIBE, claims=claims, now=now, lifetime=UNSUBSCRIBE_LIFETIME)


def unsubscribing_with(token: str, *, now: datetime) -> Unsubscribing:
    """Return what `token` ends. Raises `InvalidToken`."""
    claims = read_token(token, purpose=UNSUBSCRIBE, now=now)
    try:
        subscription = UUID(claims["subscription"]) if claims["subscription"] else None
        return Unsubscribing(subscription, UUID(claims["commenter"]))
    except (KeyError, ValueError) as error:
        raise InvalidToken(UNSUBSCRIBE) from error
