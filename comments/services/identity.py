"""An address is confirmed by a mailed link, and so is whoever comes back to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.crypto import salted_hmac

from comments.lifecycle import Status
from comments.models import AddressLink, Comment, Commenter, Subscription
from comments.selectors.house import imitates_the_house
from comments.selectors.identity import LINK, LINK_LIFETIME, account_of
from comments.selectors.subscriptions import Followed, followed_with
from comments.services.attaching import attach, hold_page
from comments.services.subscribing import told_of
from comments.submission import normal_email
from ground import outbox
from ground.throttle import count_try
from ground.tokens import InvalidToken, spend_token
from ground.viewer import Viewer

LINKS = "comments.link"
"""The outbox topic that asks for a link to be mailed; the payload names the `AddressLink` by its uuid."""

CONFIRM = "comments.confirm"
"""The outbox topic that asks for such a link to the address a comment was sent under: its author wants to be told."""

LIMITS = (("address", 3, timedelta(hours=1)), ("address", 6, timedelta(days=1)), ("network", 20, timedelta(hours=1)))
"""How many links are mailed to one address, and for one network: a person needs one, and nobody's mailbox is a toy."""


class NameReserved(Exception):
    """Raised for a name that looks like that of somebody of the house."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Who confirmed their address, and with it, if that was asked, their comment and the wish to be told of answers."""

    commenter: Commenter
    comment: Comment | None
    subscription: Subscription | None


def ask_for_link(
    *,
    email: str,
    comment: UUID | None = None,
    followed: Followed | None = None,
    viewer: Viewer,
    origin: str,
    now: datetime,
) -> None:
    """Have a link mailed to `email`, with which its owner confirms the address and is signed in.

    `comment`, if it was sent under this address and is nobody's yet, is confirmed with it; of `followed` they are told
    from then on. What is done, and how much, is the same whether the address is known or not. `origin` is the keyed
    hash of the sender's network.

    Raises `ground.throttle.Throttled` when too many were asked for, by this network or to this address.
    """
    email = normal_email(email)
    keys = {"address": salted_hmac("comments.identity", email, algorithm="sha256").hexdigest(), "network": origin}
    for whose, limit, per in LIMITS:
        scope = f"comments.link.{whose}.{int(per.total_seconds())}"
        count_try(scope=scope, key=keys[whose], limit=limit, per=per, now=now)
    with transaction.atomic():
        unclaimed = Comment.objects.filter(author_email=email, commenter__isnull=True, user__isnull=True)
        found = None if comment is None else unclaimed.exclude(status=Status.DELETED).filter(uuid=comment).first()
        link = AddressLink.objects.create(
            email=email,
            comment=found,
            told_of_page=None if followed is None else followed.page,
            told_of_comment=None if followed is None else followed.comment,
            site=viewer.site,
            asked_at=now,
        )
        outbox.write(topic=LINKS, payload={"link": link.uuid.hex}, now=now)


def confirm_address(*, token: str, viewer: Viewer, now: datetime) -> Confirmed:
    """Use up a mailed link: make its owner a commenter, or find them, and give them the comment it was for.

    Raises:
        SpentToken: the link was used before.
        InvalidToken: it is no such link, its time is over, or its address was erased.
    """
    with transaction.atomic():
        claims = spend_token(token, purpose=LINK, now=now)
        link = AddressLink.objects.select_for_update().filter(uuid=UUID(claims["link"])).first()
        if link is None:
            raise InvalidToken(LINK)
        page = hold_page(comment_id=link.comment_id, viewer=viewer, now=now)
        known = Commenter.objects.select_for_update(of=("self",), no_key=True)
        commenter, _ = known.get_or_create(email=link.email, defaults={"confirmed_at": now})
        _know_account(commenter)
        comment = None
        if link.comment_id is not None:
            comment = attach(comment_id=link.comment_id, page=page, commenter=commenter, now=now)
        followed = followed_with(link, viewer=viewer, now=now)
        subscription = None if followed is None else told_of(commenter=commenter, followed=followed, now=now)
        link.delete()
    return Confirmed(commenter, comment, subscription)


def rename(*, commenter: Commenter, name: str) -> Commenter:
    """Give a commenter the name, normalised, under which they write from now on.

    Raises `NameReserved`.
    """
    if account_of(commenter) is None and imitates_the_house(name):
        raise NameReserved(name)
    commenter.name = name
    commenter.save(update_fields=["name"])
    return commenter


def sign_out(*, commenter: Commenter, now: datetime) -> None:
    """Make every token that signs this commenter in worth nothing, wherever it is."""
    Commenter.objects.filter(pk=commenter.pk).update(signed_out_at=now)


def forget_links(*, now: datetime) -> int:
    """Remove the links whose time is over at `now`; return how many."""
    return AddressLink.objects.filter(asked_at__lte=now - LINK_LIFETIME).delete()[0]


def _know_account(commenter: Commenter) -> None:
    """Note which member of staff has the confirmed address, if exactly one has."""
    staff: Any = get_user_model().objects.filter(email__iexact=commenter.email, is_active=True, is_staff=True)
    having = [account for account in staff if normal_email(account.email) == commenter.email]
    account = having[0] if len(having) == 1 else None
    if account is not None:
        Commenter.objects.filter(user=account).exclude(pk=commenter.pk).update(user=None)
    if commenter.user_id != (account and account.pk):
        commenter.user = account
        commenter.save(update_fields=["user"])
