"""The one builder: from pages to the shapes in `schemas`."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from wagtail.models import Page

from blog.bibliography import reference_url, vancouver
from blog.citations import Numbering, cited_references, number_citations
from blog.models import BlogIndexPage, BlogPostPage, HomePage, StandardPage
from blog.payloads import bodies, prose
from blog.payloads.addresses import Address
from blog.payloads.blocks import Material, build_body, table_of_contents
from blog.payloads.bodies import StoredBlock
from blog.payloads.cards import card, categories, contributors, cover_ids, opening, tags
from blog.payloads.drafts import rows_in
from blog.payloads.rows import STORED, ReferenceRow, RowSource
from blog.payloads.schemas import (
    CardPayload,
    HomeMeta,
    HomePayload,
    IndexMeta,
    IndexPayload,
    PageMeta,
    PagePayload,
    PostMeta,
    PostPayload,
    ReferencePayload,
    StandardMeta,
    StandardPayload,
    SummaryPayload,
)
from blog.payloads.surroundings import Surroundings, survey
from blog.pictures import ImageFiles, images_by_id
from blog.selectors import own_type
from ground.viewer import Viewer


class NoPayload(Exception):
    """A page of a type that the public site has no shape for."""


def build_page(page: Page, *, viewer: Viewer, now: datetime) -> PagePayload:
    """Return the payload of `page`, whatever its type, for `viewer` at `now`.

    Cheapest for a page that came through `for_payload`. Raises `NoPayload` for a page that is not of the blog.
    """
    return build_pages([own_type(page)], viewer=viewer, now=now, related=True)[0]


def build_pages(pages: Sequence[Page], *, viewer: Viewer, now: datetime, related: bool = False) -> list[PagePayload]:
    """Return the payloads of `pages`, instances of their own types that came through `for_payload`, in their order.

    The number of statements does not depend on the number of pages; looking for `related` posts adds one for each
    post. Raises `NoPayload` for a page not of the blog.
    """
    posts = [page for page in pages if isinstance(page, BlogPostPage)]
    sheets = [page for page in pages if not isinstance(page, BlogPostPage)]
    built: dict[int, PagePayload] = {}
    if posts:
        built |= {payload.id: payload for payload in build_posts(posts, viewer=viewer, now=now, related=related)}
    if sheets:
        built |= {payload.id: payload for payload in _build_sheets(sheets, viewer=viewer, now=now)}
    return [built[page.pk] for page in pages]


def _build_sheets(pages: Sequence[Page], *, viewer: Viewer, now: datetime) -> Iterator[PagePayload]:
    for page in pages:
        if not isinstance(page, HomePage | BlogIndexPage | StandardPage):
            raise NoPayload(type(page).__name__)
    stored = {page.pk: list(page.body.raw_data) if hasattr(page, "body") else [] for page in pages}
    sources = {
        page.pk: [*([page.intro] if hasattr(page, "intro") else []), *bodies.rich_texts(stored[page.pk])]
        for page in pages
    }
    around = _surroundings(pages, sources=sources, stored=stored, viewer=viewer, now=now)
    expanded = _expanded(sources, around=around)
    images = images_by_id({image for blocks in stored.values() for image in bodies.image_ids(blocks)})
    address = Address(viewer.site)
    for page in pages:
        html = list(number_citations(parts=expanded[page.pk], references=[]).parts)
        intro = html.pop(0) if hasattr(page, "intro") else ""
        body = build_body(stored[page.pk], html=html, material=_material(images, around))
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
        return build_posts([page], viewer=viewer, now=now, rows=rows_in(page), related=True)[0]
    return next(_build_sheets([page], viewer=viewer, now=now))


def build_posts(
    posts: Sequence[BlogPostPage], *, viewer: Viewer, now: datetime, rows: RowSource = STORED, related: bool = False
) -> list[PostPayload]:
    """Return the payloads of `posts`, which came through `for_payload`, in their order, their lists read from `rows`.

    The number of statements does not depend on the number of posts; looking for `related` posts adds one for each.
    """
    ids = [post.pk for post in posts]
    stored = {post.pk: list(post.body.raw_data) for post in posts}
    sources = {pk: bodies.rich_texts(blocks) for pk, blocks in stored.items()}
    series = {post.series_id for post in posts if post.series_id}
    around = _surroundings(posts, sources=sources, stored=stored, viewer=viewer, now=now, series=series)
    next_ones = {post.pk: rows.related(post, viewer=viewer, now=now) if related else [] for post in posts}
    shelf = [each for found in next_ones.values() for each in found]
    ids += [each.pk for each in shelf]
    html = _expanded(sources, around=around)
    people, labels = rows.contributors(ids), rows.labels(ids)
    papers = rows.references({pk: cited_references(parts=parts) for pk, parts in html.items()})
    shown = {image for blocks in stored.values() for image in bodies.image_ids(blocks)}
    images = images_by_id(shown | cover_ids([*posts, *shelf], people))
    address = Address(viewer.site)

    def cards(found: Sequence[BlogPostPage]) -> list[CardPayload]:
        return [card(each, people=people, labels=labels, images=images, address=address) for each in found]

    payloads = []
    for post in posts:
        own = papers.by_post[post.pk]
        numbering = number_citations(
            parts=html[post.pk], references=[paper.id for paper in own], survivors=papers.survivors
        )
        body = build_body(stored[post.pk], html=numbering.parts, material=_material(images, around))
        common = _common(post, address=address, around=around)
        link = common["meta"]["path"]
        payloads.append(
            PostPayload(
                **_named(common, PostMeta),
                **opening(post, stored[post.pk], images=images),
                reviewed_on=post.reviewed_on,
                contributors=contributors(people[post.pk], images=images, link=link),
                body=body,
                toc=table_of_contents(body),
                references=_references(numbering, own),
                categories=categories(labels[post.pk], link=link),
                tags=tags(labels[post.pk], link=link),
                series=around.series_of(post),
                related=cards(next_ones[post.pk]) if related else None,
            )
        )
    return payloads


def build_summaries(pages: Sequence[Page], *, viewer: Viewer, now: datetime) -> list[SummaryPayload]:
    """Return the part of a payload that all types share, for `pages` of any type."""
    around, address = survey(viewer=viewer, now=now, pages=pages), Address(viewer.site)
    return [SummaryPayload(**_named(_common(page, address=address, around=around), PageMeta)) for page in pages]


def _surroundings(
    pages: Sequence[Page],
    *,
    sources: Mapping[int, Sequence[str]],
    stored: Mapping[int, Sequence[StoredBlock]],
    viewer: Viewer,
    now: datetime,
    series: Collection[int] = (),
) -> Surroundings:
    blocks = [block for each in stored.values() for block in each]
    linked = prose.linked_page_ids([source for each in sources.values() for source in each])
    return survey(
        viewer=viewer,
        now=now,
        pages=pages,
        linked=linked | bodies.page_ids(blocks),
        series=series,
        posts=bodies.post_ids(blocks),
        documents=bodies.document_ids(blocks),
    )


def _material(images: Mapping[int, ImageFiles], around: Surroundings) -> Material:
    return Material(images=images, documents=around.documents, links=around.links, posts=around.posts)


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
        "ancestors": around.ancestors_of(page),
    }
    return {"id": page.pk, "meta": meta, "title": page.title}


def _type_of(page: Page) -> type[Page]:
    return (page.specific_class or Page) if type(page) is Page else type(page)


def _named(common: Mapping[str, Any], meta: type[PageMeta]) -> dict[str, Any]:
    return {**common, "meta": meta(**common["meta"])}


def _expanded(sources: Mapping[int, Sequence[str]], *, around: Surroundings) -> dict[int, list[str]]:
    html = iter(prose.expand([source for each in sources.values() for source in each], page_links=around.links))
    return {pk: [next(html) for _ in each] for pk, each in sources.items()}


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
