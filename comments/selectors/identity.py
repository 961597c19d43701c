"""Who shows which token: readers with a confirmed address, authors of a comment, whoever opens a mailed link."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from comments.models import AddressLink, Comment, Commenter
from comments.submission import normal_email
from ground.tokens import InvalidToken, SpentToken, is_spent, make_token, read_token

READER, AUTHOR, LINK = "reader", "author", "address-link"
"""The purposes of our tokens."""

READER_LIFETIME = timedelta(days=30)
"""How long a reader stays signed in: as long as anything that tells who somebody is is kept without a reason."""

AUTHOR_LIFETIME = timedelta(hours=72)
LINK_LIFETIME = timedelta(hours=72)

AUTHOR_TOKENS = 20
"""How many comments of one guest are looked for: more than an hour's limit allows."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who asks for their own comments: a confirmed commenter, and a guest who holds the tokens of these comments.

    A guest's token is good until somebody confirms the comment as theirs: from then on it is that commenter's.
    """

    commenter: Commenter | None = None
    guest_of: frozenset[UUID] = field(default=frozenset())

    @property
    def is_nobody(self) -> bool:
        """Whether no comment can be theirs."""
        return self.commenter is None and not self.guest_of

    def wrote(self) -> Q:
        """Return the condition on comments that this author wrote them."""
        theirs = Q(uuid__in=self.guest_of, commenter__isnull=True, user__isnull=True)
        return theirs if self.commenter is None else theirs | Q(commenter=self.commenter)


def reader_token(commenter: Commenter, *, now: datetime) -> str:
    """Return the token that signs `commenter` in for `READER_LIFETIME`, until they sign out."""
    claims = {"commenter": commenter.uuid.hex, "at": now.timestamp()}
    return make_token(purpose=READER, claims=claims, now=now, lifetime=READER_LIFETIME)


def commenter_with(token: str, *, now: datetime) -> Commenter | None:
    """Return who is signed in with `token`; None for one that is worth nothing, or nothing any more. One statement."""
    try:
        claims = read_token(token, purpose=READER, now=now)
    except InvalidToken:
        return None
    commenter = Commenter.objects.select_related("user").filter(uuid=UUID(claims["commenter"])).first()
    if commenter is None:
        return None
    out = commenter.signed_out_at
    return None if out is not None and claims["at"] <= out.timestamp() else commenter


def account_of(commenter: Commenter | None) -> Any | None:
    """Return the account of the member of staff who `commenter` is, as long as it is active and has their address."""
    account = None if commenter is None else commenter.user
    if account is None or commenter is None or not (account.is_active and account.is_staff):
        return None
    return account if normal_email(account.email) == commenter.email else None


def author_token(comment: Comment) -> str | None:
    """Return the token by which a guest has their comment back; None for one that is a commenter's or an account's."""
    if comment.commenter_id is not None or comment.user_id is not None:
        return None
    claims = {"comment": comment.uuid.hex}
    return make_token(purpose=AUTHOR, claims=claims, now=comment.created_at, lifetime=AUTHOR_LIFETIME)


def comments_with(tokens: Iterable[str], *, now: datetime) -> frozenset[UUID]:
    """Return the comments whose authors hold `tokens`, of which the first `AUTHOR_TOKENS` are looked at."""
    found = set()
    for token, _ in zip(tokens, range(AUTHOR_TOKENS), strict=False):
        try:
            found.add(UUID(read_token(token, purpose=AUTHOR, now=now)["comment"]))
        except InvalidToken:
            continue
    return frozenset(found)


def link_token(link: AddressLink) -> str:
    """Return the token to be mailed for `link`, good for `LINK_LIFETIME` from when it was asked for."""
    return make_token(purpose=LINK, claims={"link": link.uuid.hex}, now=link.asked_at, lifetime=LINK_LIFETIME)


def link_with(token: str, *, now: datetime) -> AddressLink:
    """Return the link that `token` was mailed for, with its comment, and use nothing up.

    Raises:
        SpentToken: it was used before.
        InvalidToken: it is no such token, its time is over, or its address was erased.
    """
    claims = read_token(token, purpose=LINK, now=now)
    link = AddressLink.objects.select_related("comment", "told_of_page").filter(uuid=UUID(claims["link"])).first()
    if link is not None:
        return link
    raise SpentToken(LINK) if is_spent(token) else InvalidToken(LINK)
