"""The named shapes of what leaves the blog: pages, people, references.

Every model refuses fields it does not name, so that a builder and its contract cannot drift apart. The types of the
public site are generated from these names.
"""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from blog.payloads.basics import Instant, PageLink, Payload, Picture
from blog.payloads.block_schemas import Block


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
    ancestors: list[PageLink]


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
    """A person who wrote, reviewed or edited; `display_name` is the name with its letters, `path` leads to their posts.

    `orcid` is the address of their ORCID record, `website` that of their own site; both may be empty, as `biography`.
    """

    id: int
    name: str
    slug: str
    path: str
    display_name: str
    credentials: list[CredentialPayload]
    portrait: Picture | None
    biography: str
    orcid: str
    website: str


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
