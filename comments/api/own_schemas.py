"""The named shapes of what readers see and say about themselves."""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from comments.api.schemas import Answer, CommentPayload, Email, Instant, Line, Text
from comments.submission import BODY_MAX, BODY_MIN, EMAIL_MAX, NAME_MAX
from ground.schemas import StrictSchema
from ground.tokens import LONGEST


class LinkBody(StrictSchema):
    """The address to which a link is to be mailed, and the comment that was sent under it, to be confirmed with it."""

    email: Email = Field(min_length=3, max_length=EMAIL_MAX)
    comment: UUID | None = None


class TokenBody(StrictSchema):
    """The token out of a mailed link."""

    token: str = Field(min_length=1, max_length=LONGEST)


class NameBody(StrictSchema):
    """The name under which a reader writes from now on."""

    name: Line = Field(min_length=1, max_length=NAME_MAX)


class EditBody(StrictSchema):
    """The new text of a comment, and the revision that its author saw."""

    body: Text = Field(min_length=BODY_MIN, max_length=BODY_MAX)
    revision: int = Field(ge=1, le=2**31 - 1)


class MessagePayload(Answer):
    """It is done; `message` says so."""

    message: str


class ReaderPayload(Answer):
    """A reader whose address is confirmed. `seed` is random: the picture drawn from it tells nothing."""

    name: str
    email: str
    seed: str
    is_staff: bool
    confirmed_at: Instant


class OwnPagePayload(Answer):
    """The page a comment is on; `path` is within the site."""

    title: str
    path: str


class OwnCommentPayload(Answer):
    """A comment as its author sees it.

    `status` is `published`, `waiting`, `rejected`, or `hidden` for a published one that readers don't see at the
    moment; `message` says it in words. `confirmed` is false for what was sent under the reader's address without being
    confirmed. `body` is what was typed. `page` is null where the page can't be seen.
    """

    id: UUID
    parent: UUID | None
    page: OwnPagePayload | None
    status: Literal["published", "waiting", "rejected", "hidden"]
    message: str
    name: str
    website: str
    body: str
    html: str
    revision: int
    created_at: Instant
    edited_at: Instant | None
    confirmed: bool
    editable_until: Instant | None


class LinkPayload(Answer):
    """What a mailed link would confirm. Asking changes nothing. On `told_of` its owner will be told of answers."""

    email: str
    expires_at: Instant
    comment: OwnCommentPayload | None
    told_of: OwnPagePayload | None


class ConfirmedPayload(Answer):
    """The address is confirmed; `token` is to be sent as `X-Reader-Token`. On `told_of` they are told of answers."""

    message: str
    token: str
    expires_at: Instant
    reader: ReaderPayload
    comment: OwnCommentPayload | None
    told_of: OwnPagePayload | None


class SubscriptionPayload(Answer):
    """What a reader is told of by mail: answers to `comment`, or everything on the page."""

    id: UUID
    page: OwnPagePayload
    comment: UUID | None
    created_at: Instant


class MePayload(Answer):
    """A reader's own: a part of their comments, the newest first, and on the first part what they are told of."""

    reader: ReaderPayload
    comments: list[OwnCommentPayload]
    next: str | None
    subscriptions: list[SubscriptionPayload]


class PermalinkPayload(CommentPayload):
    """One comment with the page it is on; `own` is what its author may see and do, null for everybody else.

    `above` is what it answers, from the root down, the nearest if they are many, each without its replies. With
    `cursor` the thread's address answers this place of it; it is null while the comment waits.
    """

    page: int
    above: list[CommentPayload]
    cursor: str | None
    own: OwnCommentPayload | None


class EditedPayload(Answer):
    """The comment was changed, and is public or waits."""

    status: Literal["published", "held"]
    message: str
    comment: OwnCommentPayload


class ExportPayload(Answer):
    """Everything that is stored about a reader, by kind, each as it is stored."""

    reader: dict[str, Any]
    comments: list[dict[str, Any]]
    likes: list[dict[str, Any]]
    reports: list[dict[str, Any]]
    subscriptions: list[dict[str, Any]]
    notices: list[dict[str, Any]]
    links_asked_at: list[Instant]
