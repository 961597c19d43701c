"""What may be followed, and what the token in a mail ends."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef
from wagtail.models import Page

from comments.lifecycle import Status
from comments.models import AddressLink, Comment, Commenter, Subscription
from comments.selectors.identity import Author
from comments.selectors.own import WAITING
from comments.selectors.telling import unsubscribing_with
from comments.selectors.visibility import pages_showing_comments, public_for
from ground.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Followed:
    """What somebody wants to be told of: answers to `comment`, or everything on `page` where it is None."""

    page: Page
    comment: Comment | None


@dataclass(frozen=True, slots=True)
class Ending:
    """What an unsubscribe token ends: one subscription or mail about decisions, and, if asked, all to `commenter`.

    `commenter` is None where the address was erased, `subscription` where it ended before. `decisions` says that it is
    mail about decisions, and that some is still to come.
    """

    commenter: Commenter | None
    subscription: Subscription | None
    decisions: bool = False

    @property
    def active(self) -> bool:
        """Whether there is something left to end, beside all mail."""
        return self.subscription is not None or self.decisions


def followed_page(*, page_id: int, viewer: Viewer, now: datetime) -> Followed | None:
    """Return a page as something to be told of; None where this viewer may not see it, or it shows no comments."""
    page = pages_showing_comments(viewer, now=now).filter(pk=page_id).first()
    return None if page is None else Followed(page, None)


def followed_comment(*, uuid: UUID, author: Author, viewer: Viewer, now: datetime) -> Followed | None:
    """Return a comment as something to be told of, if this viewer may see it, or if it is the author's own and waits.

    At most two statements.
    """
    comment = public_for(viewer, now=now).select_related("page").filter(uuid=uuid).first()
    if comment is None and not author.is_nobody:
        pages = pages_showing_comments(viewer, now=now).filter(pk=OuterRef("page_id"))
        own = Comment.objects.filter(author.wrote(), Exists(pages), uuid=uuid, status__in=WAITING)
        comment = own.select_related("page").first()
    return None if comment is None or comment.page is None else Followed(comment.page, comment)


def followed_with(link: AddressLink, *, viewer: Viewer, now: datetime) -> Followed | None:
    """Return what whoever confirms with `link` will be told of; None if nothing, or if it can't be seen any more."""
    if link.told_of_page_id is None:
        return None
    there = followed_page(page_id=link.told_of_page_id, viewer=viewer, now=now)
    if there is None or link.told_of_comment_id is None:
        return there
    comment = Comment.objects.filter(pk=link.told_of_comment_id, page=there.page).exclude(status=Status.DELETED).first()
    return None if comment is None else Followed(there.page, comment)


def ending_of(token: str, *, now: datetime) -> Ending:
    """Return what `token` would end, and end nothing. At most two statements.

    Raises `InvalidToken` for what is no such token.
    """
    named = unsubscribing_with(token, now=now)
    commenter = Commenter.objects.filter(uuid=named.commenter).first()
    if named.subscription is None:
        told = Comment.objects.filter(commenter=commenter, tell_decision=True)
        return Ending(commenter, None, decisions=commenter is not None and told.exists())
    theirs = Subscription.objects.filter(commenter=commenter, uuid=named.subscription)
    return Ending(commenter, None if commenter is None else theirs.select_related("page", "comment").first())
