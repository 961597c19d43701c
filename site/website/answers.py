"""What the named answers of the site are made of."""

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """What all named answers of the site share: nothing beside the named fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Crumb(Answer):
    """A step of the way from the front page; the last one is the page itself."""

    title: str
    path: str
