"""The named shapes of being told of answers by mail."""

from typing import Literal

from pydantic import Field

from comments.api.own_schemas import OwnPagePayload
from comments.api.schemas import Answer, Email
from comments.submission import EMAIL_MAX
from ground.schemas import StrictSchema
from ground.tokens import LONGEST


class SubscribeBody(StrictSchema):
    """Who wants to be told: whoever is signed in leaves `email` out."""

    email: Email | None = Field(None, min_length=3, max_length=EMAIL_MAX)


class SubscribedPayload(Answer):
    """The reader is told from now on (`subscribed`), or once they have opened the link they are mailed (`mailed`)."""

    status: Literal["subscribed", "mailed"]
    message: str


class UnsubscribeBody(StrictSchema):
    """The token out of a mail, and whether it is to end all mail instead of what that mail was about."""

    token: str = Field(min_length=1, max_length=LONGEST)
    everything: bool = False


class EndingPayload(Answer):
    """What a token would end. `active` is false when it was ended before, `page` null where it can't be seen."""

    active: bool
    page: OwnPagePayload | None
