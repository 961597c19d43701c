"""The named shapes of readers' reactions."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from comments.api.schemas import Answer, Text
from comments.models import REPORT_NOTE_MAX
from ground.schemas import StrictSchema


class LikeBody(StrictSchema):
    """Who likes: `key` is one the client makes up and keeps, to be known by; whoever is signed in needs none."""

    key: UUID | None = None


class ReportBody(StrictSchema):
    """What is wrong with a comment; `key` as for a like."""

    reason: Literal["abuse", "spam", "wrong", "private", "other"]
    note: Text = Field("", max_length=REPORT_NOTE_MAX)
    key: UUID | None = None


class LikePayload(Answer):
    """How many readers like the comment now, and whether this one does."""

    score: int
    liked: bool


class ReportedPayload(Answer):
    """The report is kept; the same is said to everyone who reports."""

    status: Literal["reported"]
    message: str


class MinePayload(Answer):
    """The comments of a page that this reader likes."""

    likes: list[UUID]
