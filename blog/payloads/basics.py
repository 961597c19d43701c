"""What all shapes are made with: moments, links, pictures."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field


def _to_whole_second(value: datetime) -> datetime:
    return value.astimezone(UTC).replace(microsecond=0)


Instant = Annotated[AwareDatetime, AfterValidator(_to_whole_second)]
"""A moment in UTC to the second: JSON encoders disagree about fractions and offsets, not about `…T10:00:00Z`."""


class Payload(BaseModel):
    """What all shapes share: frozen, and nothing beside the named fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FocalPoint(Payload):
    """Where the eye should rest, in percent of the picture's width and height."""

    x: float = Field(ge=0, le=100)
    y: float = Field(ge=0, le=100)


class PictureSource(Payload):
    """The files of one format: `type` is a MIME type, `srcset` is ready for the attribute of that name."""

    type: str
    srcset: str


class Picture(Payload):
    """A picture as the public site shows it.

    `width` and `height` are those of `src`, in pixels; `colour` is the one it shows most of, such as "#3a6b7c", and is
    None until the worker has looked at the picture.
    """

    src: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    sources: list[PictureSource]
    sizes: str
    focal_point: FocalPoint | None
    colour: str | None


class PageLink(Payload):
    """A page one can go to."""

    title: str
    path: str
