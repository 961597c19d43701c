"""The named shapes of the comments API: what a thread answers, and what a reader may send."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from comments.submission import BODY_MAX, BODY_MIN, EMAIL_MAX, NAME_MAX, WEBSITE_MAX, disguises, is_web_address
from ground.schemas import StrictSchema


def _to_whole_second(value: datetime) -> datetime:
    return value.astimezone(UTC).replace(microsecond=0)


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise PydanticCustomError(
            "null_character", "{words}", {"words": _("This contains a character that is no text.")}
        )
    return text


def _legible(text: str) -> str:
    if disguises(text):
        raise PydanticCustomError(
            "illegible",
            "{words}",
            {"words": _("This contains characters that can't be seen, or that change how the others are read.")},
        )
    return text


def _email(text: str) -> str:
    try:
        validate_email(text.strip())
    except ValidationError:
        raise PydanticCustomError(
            "email", "{words}", {"words": _("Please give an e-mail address such as ada@example.org.")}
        ) from None
    return text


def _website(text: str) -> str:
    if text.strip() and not is_web_address(text.strip()):
        raise PydanticCustomError(
            "website", "{words}", {"words": _("Please give an address that starts with https:// or http://.")}
        )
    return text


Instant = Annotated[AwareDatetime, AfterValidator(_to_whole_second)]
"""A moment in UTC to the second: JSON encoders disagree about fractions and offsets, not about `…T10:00:00Z`."""

Text = Annotated[str, AfterValidator(_without_nul)]

Line = Annotated[Text, AfterValidator(_legible)]
"""Text in which nothing hides: what stands in a byline, a header or an address."""

Email = Annotated[Line, AfterValidator(_email)]


class Answer(BaseModel):
    """What all answers about comments share: frozen, and nothing beside the named fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LimitsPayload(Answer):
    """How long a comment's fields may be, in characters."""

    body_min: int
    body_max: int
    name_max: int


class PolicyPayload(Answer):
    """What holds for a page's comments now.

    `accepts` tells whether anyone may write at this moment; if not, `code` says why and `message` is the sentence to
    show. `message` may also carry a note of the site's own while comments are open. `opens_at` and `closes_at` are the
    next such moments still ahead. `votes` tells whether comments can be liked while they are open.
    """

    state: Literal["open", "closed", "hidden"]
    accepts: bool
    code: Literal["comments-closed", "not-yet-open"] | None
    message: str
    who: Literal["anyone", "confirmed", "staff"]
    moderation: Literal["everything", "newcomers", "afterwards"]
    max_depth: int
    votes: bool
    opens_at: Instant | None
    closes_at: Instant | None
    limits: LimitsPayload


class CommenterPayload(Answer):
    """Who wrote a comment, as readers see it. `seed` is random: the picture drawn from it tells nothing."""

    name: str
    website: str
    is_staff: bool
    is_author: bool
    seed: str


class CommentPayload(Answer):
    """A public comment, or the tombstone of a deleted one that has public replies.

    `replies` is a tree, bounded over all its levels; a reply whose parent is not in this answer hangs directly on the
    comment the answer starts from. `reply_count` counts all public replies at any depth. `more` is the cursor with
    which the thread's address answers the same comment with the replies that follow. `path` is within the site. `score`
    is how many readers like it; pinned comments come first in every order.
    `waiting` is true for the caller's own that nobody else sees yet.
    """

    id: UUID
    parent: UUID | None
    depth: int
    tombstone: bool
    author: CommenterPayload | None
    html: str
    created_at: Instant
    edited_at: Instant | None
    score: int
    pinned: bool
    reply_count: int
    replies: list["CommentPayload"]
    more: str | None
    path: str
    waiting: bool = False


class ThreadPayload(Answer):
    """A part of the public comments of a page; `count` is of the whole page, `next` the cursor of the next part.

    `own` names the caller's own comments on the page, known by their token; `waiting` are those of them that wait and
    that nobody else sees.
    """

    page: int
    policy: PolicyPayload
    count: int
    comments: list[CommentPayload]
    next: str | None
    own: list[UUID]
    waiting: list[CommentPayload]


class CountsPayload(Answer):
    """Public comments by page id, as text; pages one may not see are left out."""

    counts: dict[str, int]


class CommentBody(StrictSchema):
    """What a reader sends. `key` is chosen by the client: the same key with the same body is the same comment.

    Whoever is signed in leaves `email` out, and `name` too unless it is to be another one.
    """

    body: Text = Field(min_length=BODY_MIN, max_length=BODY_MAX)
    name: Line | None = Field(None, min_length=1, max_length=NAME_MAX)
    email: Email | None = Field(None, min_length=3, max_length=EMAIL_MAX)
    website: Annotated[Line, AfterValidator(_website)] = Field("", max_length=WEBSITE_MAX)
    parent: UUID | None = None
    key: UUID
    tell_me: bool = Field(False, description="Mail the confirmed author once a moderator has decided.")
    form: str = Field("", max_length=4096, description="The token fetched when the form was shown, if one was.")
    trap: Text = Field("", max_length=BODY_MAX, description="What a field held that people cannot see.")


class PublishedPayload(Answer):
    """The comment is public at once. A guest changes it with `author_token`, which is null for a commenter."""

    status: Literal["published"]
    message: str
    comment: CommentPayload
    author_token: str | None


class HeldPayload(Answer):
    """The comment is kept and waits for a moderator.

    `author_token`, to be sent as `X-Author-Token`, shows it to the guest who wrote it; it is null for a commenter.
    """

    status: Literal["held"]
    message: str
    id: UUID
    author_token: str | None


class PreviewBody(StrictSchema):
    """A text to be shown as it would stand."""

    body: Text = Field(min_length=BODY_MIN, max_length=BODY_MAX)


class PreviewPayload(Answer):
    """What the text would be published as: safe HTML, as a comment's."""

    html: str
