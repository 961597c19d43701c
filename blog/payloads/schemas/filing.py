"""The shapes of what posts have in common: category, tag, series."""

from blog.payloads.basics import PageLink, Payload


class CategoryPayload(Payload):
    """A subject; `path` leads to its posts."""

    id: int
    name: str
    slug: str
    path: str


class TagPayload(Payload):
    """A word that posts have in common; `path` leads to them."""

    name: str
    slug: str
    path: str


class SeriesPayload(Payload):
    """The series a post belongs to; `position` counts from 1 among the `total` parts that readers may see.

    `path` leads to all of them.
    """

    title: str
    slug: str
    path: str
    position: int
    total: int
    previous: PageLink | None
    next: PageLink | None
