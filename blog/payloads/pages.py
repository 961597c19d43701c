"""The one builder: from pages to the shapes in `schemas`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from wagtail.models import Page

from blog.bibliography import reference_url, vancouver
from blog.citations import Numbering, cited_references, number_citations
from blog.models import BlogIndexPage, BlogPostPage, HomePage, StandardPage
from blog.payloads import bodies, prose
from blog.payloads.addresses import Address
from blog.payloads.bodies import StoredBlock
from blog.payloads.drafts import rows_in
from blog.payloads.rows import STORED, ContributorRow, ReferenceRow, RowSource, contributors_of, labels_of
from blog.payloads.schemas import (
    AuthorPayload,
    CardPayload,
    ContributorPayload,
    HomeMeta,
    HomePayload,
    IndexMeta,
    IndexPayload,
    PageMeta,
    PagePayload,
    Picture,
    PostMeta,
    PostPayload,
    ReferencePayload,
    StandardMeta,
    StandardPayload,
    SummaryPayload,
)
from blog.payloads.surroundings import Surroundings, survey
from blog.pictures import ImageFiles, images_by_id, picture
from blog.selectors import own_type
from ground.viewer import Viewer


class NoPayload(Exception):
    """A page of a type that the public site has no shape for."""


def build_page(page: Page, *, viewer: Viewer, now: datetime) -> PagePayload:
    """Return the payload of `page`, whatever its type, for `viewer` at `now`.

    Cheapest for a page that came through `for_payload`. Raises `NoPayload` for a page that is not of the blog.
    """
    return build_pages([own_type(page)], viewer=viewer, now=now)[0]


def build_pages(pages: Sequence[Page], *, viewer: Viewer, now: datetime) -> list[PagePayload]:
    """Return the payloads of `pages`, instances of their own types that came through `for_payload`, in their order.

    The number of statements does not depend on the number of pages. Raises `NoPayload` for a page not of the blog.
    """
    posts = [page for page in pages if isinstance(page, BlogPostPage)]
    sheets = [page for page in pages if not isinstance(page, BlogPostPage)]
    built: dict[int, PagePayload] = {}
    if posts:
        built |= {payload.id: payload for payload in build_posts(posts, viewer=viewer, now=now)}
    if sheets:
        built |= {payload.id: payload for payload in _build_sheets(sheets, viewer=viewer, now=now)}
    return [built[page.pk] for page in pages]


def _build_sheets(pages: Sequence[Page], *, viewer: Viewer, now: datetime) -> Iterator[PagePayload]:
    for page in pages:
        if not isinstance(page, HomePage | BlogIndexPage | StandardPage):
            raise NoPayload(type(page).__name__)
    stored = {page.pk: list(page.body.raw_data) if hasattr(page, "body") else [] for page in pages}
    sources = {
        page.pk: [*([page.intro] if hasattr(page, "intro") else []), *bodies.paragraphs(stored[page.pk])]
        for page in pages
    }
    linked = prose.linked_page_ids([source for each in sources.values() for source in each])
    around = survey(viewer=viewer, now=now, pages=pages, linked=linked)
    expanded = _expanded(sources, around=around)
    images = images_by_id({image for blocks in stored.values() for image in bodies.image_ids(blocks)})
    address = Address(viewer.site)
    for page in pages:
        html = list(number_citations(parts=expanded[page.pk], references=[]).parts)
        intro = html.pop(0) if hasattr(page, "intro") else ""
        body = bodies.build_body(stored[page.pk], html=html, images=images)
        common = _common(page, address=address, around=around)
        if isinstance(page, HomePage):
            yield HomePayload(**_named(common, HomeMeta), intro=intro, body=body)
        elif isinstance(page, BlogIndexPage):
            yield IndexPayload(**_named(common, IndexMeta), intro=intro)
        else:
            yield StandardPayload(**_named(common, StandardMeta), body=body)


def build_draft(page: Page, *, viewer: Viewer, now: datetime) -> PagePayload:
    """Return the payload of `page` as the instance is, its lists included, whatever the database holds of it.

    `page` is of its own type and has a place in the tree and an id, if only for show. Raises `NoPayload` for a page
    not of the blog.
    """
    if isinstance(page, BlogPostPage):
        return build_posts([page], viewer=viewer, now=now, rows=rows_in(page))[0]
    return next(_build_sheets([page], viewer=viewer, now=now))


def build_posts(
    posts: Sequence[BlogPostPage], *, viewer: Viewer, now: datetime, rows: RowSource = STORED
) -> list[PostPayload]:
    """Return the payloads of `posts`, which came through `for_payload`, in their order, their lists read from `rows`.

    The number of statements does not depend on the number of posts.
    """
    ids = [post.pk for post in posts]
    stored = {post.pk: list(post.body.raw_data) for post in posts}
    sources = {pk: bodies.paragraphs(blocks) for pk, blocks in stored.items()}
    linked = prose.linked_page_ids([source for each in sources.values() for source in each])
    series = {post.series_id for post in posts if post.series_id}
    around = survey(viewer=viewer, now=now, pages=posts, linked=linked, series=series)
    html = _expanded(sources, around=around)
    people, labels = rows.contributors(ids), rows.labels(ids)
    papers = rows.references({pk: cited_references(parts=parts) for pk, parts in html.items()})
    shown = {image for blocks in stored.values() for image in bodies.image_ids(blocks)}
    images = images_by_id(shown | _cover_ids(posts, people))
    address = Address(viewer.site)
    payloads = []
    for post in posts:
        numbering = number_citations(parts=html[post.pk], references=[paper.id for paper in papers[post.pk]])
        body = bodies.build_body(stored[post.pk], html=numbering.parts, images=images)
        payloads.append(
            PostPayload(
                **_named(_common(post, address=address, around=around), PostMeta),
                **_opening(post, stored[post.pk], images=images),
                contributors=_contributors(people[post.pk], images=images),
                body=body,
                toc=bodies.table_of_contents(body),
                references=_references(numbering, papers[post.pk]),
                categories=list(labels[post.pk].categories),
                tags=list(labels[post.pk].tags),
                series=around.series_of(post),
            )
        )
    return payloads


def build_cards(posts: Sequence[BlogPostPage], *, viewer: Viewer) -> list[CardPayload]:
    """Return `posts` as they stand in a list, in their order, in a number of statements that does not depend on it."""
    ids = [post.pk for post in posts]
    people, labels = contributors_of(ids), labels_of(ids)
    images = images_by_id(_cover_ids(posts, people))
    address = Address(viewer.site)
    return [
        CardPayload(
            id=post.pk,
            title=post.title,
            path=address.link(post.url_path) or "",
            first_published_at=post.first_published_at,
            **_opening(post, list(post.body.raw_data), images=images),
            contributors=_contributors(people[post.pk], images=images),
            categories=list(labels[post.pk].categories),
        )
        for post in posts
    ]


def build_summaries(pages: Sequence[Page], *, viewer: Viewer, now: datetime) -> list[SummaryPayload]:
    """Return the part of a payload that all types share, for `pages` of any type."""
    around, address = survey(viewer=viewer, now=now, pages=pages), Address(viewer.site)
    return [SummaryPayload(**_named(_common(page, address=address, around=around), PageMeta)) for page in pages]


def _common(page: Page, *, address: Address, around: Surroundings) -> dict[str, Any]:
    link = address.link(page.url_path) or ""
    meta = {
        "type": _type_of(page)._meta.label,
        "detail_url": address.detail_url(page.pk),
        "html_url": address.absolute(link),
        "path": link,
        "slug": page.slug,
        "locale": page.locale.language_code,
        "first_published_at": page.first_published_at,
        "last_published_at": page.last_published_at,
        "seo_title": page.seo_title,
        "search_description": page.search_description,
        "parent": around.parent_of(page),
    }
    return {"id": page.pk, "meta": meta, "title": page.title}


def _type_of(page: Page) -> type[Page]:
    return (page.specific_class or Page) if type(page) is Page else type(page)


def _named(common: Mapping[str, Any], meta: type[PageMeta]) -> dict[str, Any]:
    return {**common, "meta": meta(**common["meta"])}


def _opening(post: BlogPostPage, stored: Sequence[StoredBlock], *, images: Mapping[int, ImageFiles]) -> dict[str, Any]:
    return {
        "excerpt": post.excerpt or bodies.excerpt(stored),
        "reading_time": prose.reading_minutes(list(bodies.words(stored))),
        "hero": _picture(
            images.get(post.hero_image_id or 0), alt=post.hero_alt, caption=post.hero_caption, credit=post.hero_credit
        ),
    }


def _expanded(sources: Mapping[int, Sequence[str]], *, around: Surroundings) -> dict[int, list[str]]:
    html = iter(prose.expand([source for each in sources.values() for source in each], page_links=around.links))
    return {pk: [next(html) for _ in each] for pk, each in sources.items()}


def _cover_ids(posts: Iterable[BlogPostPage], people: Mapping[int, Sequence[ContributorRow]]) -> set[int]:
    heroes = {post.hero_image_id for post in posts if post.hero_image_id}
    return heroes | {row.portrait_id for rows in people.values() for row in rows if row.portrait_id}


def _contributors(rows: Sequence[ContributorRow], *, images: Mapping[int, ImageFiles]) -> list[ContributorPayload]:
    return [
        ContributorPayload(
            role=row.role,
            author=AuthorPayload(
                id=row.author_id,
                name=row.name,
                slug=row.slug,
                display_name=", ".join([row.name, *(credential.letters for credential in row.credentials)]),
                credentials=row.credentials,
                portrait=_picture(images.get(row.portrait_id or 0), alt=row.name),
            ),
        )
        for row in rows
    ]


def _references(numbering: Numbering, papers: Sequence[ReferenceRow]) -> list[ReferencePayload]:
    by_id = {paper.id: paper for paper in papers}
    return [
        ReferencePayload(
            number=entry.number,
            id=entry.reference,
            text=vancouver(item=paper.csl, doi=paper.doi),
            doi=paper.doi or None,
            pmid=paper.pmid or None,
            url=reference_url(item=paper.csl, doi=paper.doi, pmid=paper.pmid),
            citations=list(entry.citations),
        )
        for entry in numbering.references
        if (paper := by_id[entry.reference])
    ]


def _picture(files: ImageFiles | None, *, alt: str, caption: str = "", credit: str = "") -> Picture | None:
    return picture(files, alt=alt, caption=caption, credit=credit) if files else None
