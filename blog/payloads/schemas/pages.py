"""The shapes of pages."""

from datetime import date
from typing import Literal

from blog.payloads.basics import Instant, Payload, Picture
from blog.payloads.block_schemas import Block
from blog.payloads.schemas.filing import CategoryPayload, SeriesPayload, TagPayload
from blog.payloads.schemas.meta import HomeMeta, IndexMeta, PageMeta, PostMeta, StandardMeta
from blog.payloads.schemas.people import ContributorPayload
from blog.payloads.schemas.references import ReferencePayload


class TocEntry(Payload):
    """A line of the table of contents; `id` is the id of a heading block."""

    id: str
    text: str
    level: Literal[2, 3]


class CardPayload(Payload):
    """A post in a list of posts."""

    id: int
    title: str
    path: str
    excerpt: str
    reading_time: int
    first_published_at: Instant | None
    hero: Picture | None
    contributors: list[ContributorPayload]
    categories: list[CategoryPayload]


class PostPayload(Payload):
    """An article; `reading_time` is in whole minutes.

    `reviewed_on` is the day an expert last checked it. `related` are posts to read next; None in a list of posts, where
    they are not looked for.
    """

    id: int
    meta: PostMeta
    title: str
    excerpt: str
    reading_time: int
    contributors: list[ContributorPayload]
    reviewed_on: date | None
    hero: Picture | None
    body: list[Block]
    toc: list[TocEntry]
    references: list[ReferencePayload]
    categories: list[CategoryPayload]
    tags: list[TagPayload]
    series: SeriesPayload | None
    related: list[CardPayload] | None


class HomePayload(Payload):
    """The front page of a site; `intro` is HTML."""

    id: int
    meta: HomeMeta
    title: str
    intro: str
    body: list[Block]


class IndexPayload(Payload):
    """A blog or a section of one; `intro` is HTML. Its posts are listed separately."""

    id: int
    meta: IndexMeta
    title: str
    intro: str


class StandardPayload(Payload):
    """A page outside the blog, such as "About us"."""

    id: int
    meta: StandardMeta
    title: str
    body: list[Block]


PagePayload = PostPayload | HomePayload | IndexPayload | StandardPayload


class SummaryPayload(Payload):
    """What a page of any type has: what a list of mixed types shows."""

    id: int
    meta: PageMeta
    title: str
