"""What is true of a page whatever it shows."""

from typing import Literal

from blog.payloads.basics import Instant, PageLink, Payload


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
