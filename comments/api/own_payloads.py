"""From what the selectors return about a reader to what the API answers."""

from typing import Any

from wagtail.models import Page

from comments.api import own_words
from comments.api.own_schemas import (
    ExportPayload,
    OwnCommentPayload,
    OwnPagePayload,
    ReaderPayload,
    SubscriptionPayload,
)
from comments.lifecycle import Status
from comments.models import Commenter, Subscription
from comments.selectors.identity import account_of
from comments.selectors.own import WAITING, OwnComment
from comments.selectors.stored import Item, Stored
from comments.selectors.thread import path_within
from ground.viewer import Viewer

KEPT_BACK = frozenset({"ledger", "commenter_id"})
"""What the checks found in a comment is told to nobody who writes: it would tell spammers how to get past them."""


def reader_payload(commenter: Commenter) -> ReaderPayload:
    """Return a commenter as they see themselves."""
    return ReaderPayload(
        name=commenter.name,
        email=commenter.email,
        seed=commenter.avatar_seed,
        is_staff=account_of(commenter) is not None,
        confirmed_at=commenter.confirmed_at,
    )


def own_payload(own: OwnComment) -> OwnCommentPayload:
    """Return a comment as its author sees it."""
    status, message = own_words.standing(own)
    comment = own.comment
    return OwnCommentPayload(
        id=comment.uuid,
        parent=comment.parent.uuid if comment.parent is not None else None,
        page=OwnPagePayload(title=own.page_title, path=own.page_path) if own.page_path else None,
        status=status,
        message=message,
        name=comment.author_name,
        website=comment.author_website,
        body=comment.body,
        html=comment.html,
        revision=comment.revision,
        created_at=comment.created_at,
        edited_at=comment.edited_at,
        confirmed=own.confirmed,
        editable_until=own.editable_until,
    )


def page_payload(page: Page, *, viewer: Viewer) -> OwnPagePayload:
    """Return a page that this viewer may see."""
    return OwnPagePayload(title=page.title, path=path_within(viewer, page.url_path))


def subscription_payload(subscription: Subscription, *, viewer: Viewer) -> SubscriptionPayload:
    """Return what a reader is told of by mail."""
    return SubscriptionPayload(
        id=subscription.uuid,
        page=page_payload(subscription.page, viewer=viewer),
        comment=None if subscription.comment is None else subscription.comment.uuid,
        created_at=subscription.created_at,
    )


def export_payload(stored: Stored) -> ExportPayload:
    """Return everything that is stored about a reader, but for what is kept back from everybody who writes."""
    plain = stored.as_dict()
    del plain["notes"]
    return ExportPayload(**{**plain, "comments": [_told(row) for row in stored.comments]})


def _told(row: Item) -> dict[str, Any]:
    told = {name: value for name, value in row.items() if name not in KEPT_BACK}
    if told["status"] in WAITING:
        told["status"] = Status.PENDING.value
    return told
