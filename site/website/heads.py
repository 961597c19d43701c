"""The head of a document: what search engines, link previews and reference managers read of a page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from urllib.parse import quote

from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from blog.payloads.basics import Picture
from blog.payloads.schemas import HomePayload, IndexPayload, PagePayload, PostPayload
from blog.payloads.sections import SectionPayload
from ground.roots import root_for
from website.answers import Answer, Crumb
from website.brand.identity import Identity
from website.feed_links import FILES, FeedLink, feed_links
from website.languages import Alternate, HeadAlternate, head_alternates
from website.structured_data import structured_data, structured_listing

ROBOTS = "index, follow, max-image-preview:large"


class ShareImage(Answer):
    """A picture for link previews; `url` is absolute, sizes are in pixels."""

    url: str
    width: int
    height: int
    alt: str


class Head(Answer):
    """What goes into the head of the document.

    `canonical` is absolute. `kind` is OpenGraph's type; an article also has moments, authors, a section and tags.
    `feeds` are those a reader of this page may want to follow, `alternates` the same in every language.
    `structured_data` is one JSON-LD document; whoever prints it into HTML escapes every "<".
    """

    title: str
    description: str
    canonical: str
    robots: str
    kind: Literal["article", "website"]
    locale: str
    site_name: str
    image: ShareImage | None
    published_at: datetime | None
    modified_at: datetime | None
    authors: list[str]
    section: str
    tags: list[str]
    structured_data: dict[str, Any]
    feeds: list[FeedLink]
    alternates: list[HeadAlternate] = []


def head(
    payload: PagePayload,
    *,
    site: Site,
    identity: Identity,
    number: int,
    breadcrumbs: Sequence[Crumb],
    alternates: Sequence[Alternate] = (),
    discussed: bool = False,
    original: str = "",
) -> Head:
    """Return the head of the document that shows `payload`; page `number` of a listing is an address of its own.

    What the page has no picture or description for, the site's `identity` may. `discussed`: it shows comments.
    `original` is the path of the page that this one only repeats.
    """
    post = payload if isinstance(payload, PostPayload) else None
    root = root_for(site, payload.meta.path)
    canonical = absolute(original or payload.meta.path, site=site) + (f"?page={number}" if number > 1 else "")
    description = payload.meta.search_description or (post.excerpt if post else "")
    if isinstance(payload, HomePayload):
        description = description or identity.tagline
    picture = (post and post.hero) or identity.share_picture
    return Head(
        title=payload.meta.seo_title or payload.title,
        description=description,
        canonical=canonical,
        robots=ROBOTS,
        kind="article" if post else "website",
        locale=payload.meta.locale,
        site_name=identity.name,
        image=share_image(picture, site=site) if picture else None,
        published_at=post.meta.first_published_at if post else None,
        modified_at=post.meta.last_published_at if post else None,
        authors=[each.author.name for each in post.contributors if each.role == "author"] if post else [],
        section=post.categories[0].name if post and post.categories else "",
        tags=[tag.name for tag in post.tags] if post else [],
        structured_data=structured_data(
            payload,
            root=site.root_url,
            identity=identity,
            canonical=canonical,
            description=description,
            breadcrumbs=breadcrumbs,
        ),
        feeds=feed_links(title=payload.title, below=f"index/{payload.meta.slug}", root=root)
        if isinstance(payload, IndexPayload)
        else [
            *feed_links(title=identity.name, below="site", root=root),
            *(comment_feeds(post) if discussed and post else []),
        ],
        alternates=head_alternates(alternates, site=site) if number == 1 else [],
    )


def comment_feeds(post: PostPayload) -> list[FeedLink]:
    """Return the feeds of the comments on a post."""
    title = _("Comments on “%(title)s”") % {"title": post.title}
    folder = f"/feeds/comments/{post.id}"
    return [FeedLink(title=title, type=kind, path=f"{folder}/{file}") for file, kind in FILES.items()]


def section_head(
    section: SectionPayload,
    *,
    site: Site,
    identity: Identity,
    number: int,
    breadcrumbs: Sequence[Crumb],
    alternates: Sequence[Alternate] = (),
    blog: Page,
) -> Head:
    """Return the head of the document that shows page `number` of the posts of `section` of `blog`.

    An archive is followed by following its blog.
    """
    canonical = absolute(quote(section.path), site=site) + (f"?page={number}" if number > 1 else "")
    root = root_for(site, section.path)
    picture = section.picture or identity.share_picture
    return Head(
        title=section.title,
        description=section.introduction,
        canonical=canonical,
        robots=ROBOTS,
        kind="website",
        locale=section.locale,
        site_name=identity.name,
        image=share_image(picture, site=site) if picture else None,
        published_at=None,
        modified_at=None,
        authors=[],
        section="",
        tags=[],
        structured_data=structured_listing(
            title=section.title,
            locale=section.locale,
            root=site.root_url,
            canonical=canonical,
            description=section.introduction,
            breadcrumbs=breadcrumbs,
        ),
        feeds=feed_links(title=blog.title, below=f"index/{quote(blog.slug)}", root=root)
        if section.kind == "archive"
        else feed_links(title=section.title, below=f"{section.kind}/{quote(section.slug)}", root=root),
        alternates=head_alternates(alternates, site=site) if number == 1 else [],
    )


def share_image(picture: Picture, *, site: Site) -> ShareImage:
    """Return `picture` as link previews take it."""
    return ShareImage(url=absolute(picture.src, site=site), width=picture.width, height=picture.height, alt=picture.alt)


def absolute(link: str, *, site: Site) -> str:
    """Return `link` with scheme and host."""
    return site.root_url + link if link.startswith("/") else link
