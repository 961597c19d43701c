"""The named shapes of what leaves the blog: pages, blocks, pictures, references.

Every model refuses fields it does not name, so that a builder and its contract cannot drift apart. The types of the
public site are generated from these names.
"""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

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
    """A picture as the public site shows it; `width` and `height` are those of `src`, in pixels."""

    src: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    sources: list[PictureSource]
    sizes: str
    focal_point: FocalPoint | None


class HeadingBlock(Payload):
    """A heading inside a body; `id` is unique within the page and is what the table of contents points at."""

    type: Literal["heading"]
    key: str
    id: str
    text: str
    level: Literal[2, 3]


class ParagraphBlock(Payload):
    """Rich text as HTML, links resolved and citations numbered."""

    type: Literal["paragraph"]
    key: str
    html: str


class PictureBlock(Payload):
    """A picture between paragraphs."""

    type: Literal["picture"]
    key: str
    picture: Picture


class QuoteBlock(Payload):
    """Somebody's words; `attribution` may be empty."""

    type: Literal["quote"]
    key: str
    text: str
    attribution: str


Block = Annotated[HeadingBlock | ParagraphBlock | PictureBlock | QuoteBlock, Field(discriminator="type")]


class PageLink(Payload):
    """A page one can go to."""

    title: str
    path: str


class ParentLink(PageLink):
    """The page above, when readers may see it."""

    id: int


class PageMeta(Payload):
    """What is true of a page whatever its type; `path` is relative to the site asked, or absolute for another site."""

    type: str
    detail_url: str
    html_url: str
    path: str
    slug: str
    locale: str
    first_published_at: Instant | None
    last_published_at: Instant | None
    seo_title: str
    search_description: str
    parent: ParentLink | None


class PostMeta(PageMeta):
    type: Literal["blog.BlogPostPage"]


class HomeMeta(PageMeta):
    type: Literal["blog.HomePage"]


class IndexMeta(PageMeta):
    type: Literal["blog.BlogIndexPage"]


class StandardMeta(PageMeta):
    type: Literal["blog.StandardPage"]


class CredentialPayload(Payload):
    """Letters after a name, what they stand for and who gave them."""

    letters: str
    meaning: str
    issuer: str


class AuthorPayload(Payload):
    """A person who wrote, reviewed or edited; `display_name` is the name with its letters."""

    id: int
    name: str
    slug: str
    display_name: str
    credentials: list[CredentialPayload]
    portrait: Picture | None


class ContributorPayload(Payload):
    """Who did what for a post, in the order the editors chose."""

    role: Literal["author", "reviewer", "editor"]
    author: AuthorPayload


class TocEntry(Payload):
    """A line of the table of contents; `id` is the id of a heading block."""

    id: str
    text: str
    level: Literal[2, 3]


class ReferencePayload(Payload):
    """A paper in the list under a post; `citations` are the ids of its marks in the text, in order of appearance."""

    number: int
    id: UUID
    text: str
    doi: str | None
    pmid: str | None
    url: str | None
    citations: list[str]


class ReferenceMeta(Payload):
    type: Literal["blog.Reference"]
    detail_url: str


class ReferenceRecord(Payload):
    """A paper by itself; `text` is its Vancouver line, `csl` its CSL-JSON item."""

    id: UUID
    meta: ReferenceMeta
    title: str
    text: str
    doi: str | None
    pmid: str | None
    url: str | None
    csl: dict[str, Any]


class CategoryPayload(Payload):
    id: int
    name: str
    slug: str


class TagPayload(Payload):
    name: str
    slug: str


class SeriesPayload(Payload):
    """The series a post belongs to; `position` counts from 1 among the `total` parts that readers may see."""

    title: str
    slug: str
    position: int
    total: int
    previous: PageLink | None
    next: PageLink | None


class PostPayload(Payload):
    """An article; `reading_time` is in whole minutes."""

    id: int
    meta: PostMeta
    title: str
    excerpt: str
    reading_time: int
    contributors: list[ContributorPayload]
    hero: Picture | None
    body: list[Block]
    toc: list[TocEntry]
    references: list[ReferencePayload]
    categories: list[CategoryPayload]
    tags: list[TagPayload]
    series: SeriesPayload | None


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
