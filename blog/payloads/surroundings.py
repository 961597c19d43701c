"""What is around pages: above them, linked from them, offered by them, before and after them in a series."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import CharField, DateTimeField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast
from wagtail.models import Page

from blog.models import BlogPostPage
from blog.payloads.addresses import Address
from blog.payloads.basics import PageLink
from blog.payloads.documents import Document, document, open_documents
from blog.payloads.schemas import ParentLink, SeriesPayload
from blog.routes import label_path
from ground.prepared import Several, prepared
from ground.roots import root_above
from ground.viewer import Viewer, public_pages


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is around some pages and open to the viewer.

    `parents` is by tree path, `links` says where a linked page is, `parts` holds each series' posts in order, each as
    its id, its language and its link. `posts` and `documents` are those offered, by id.
    """

    parents: dict[str, ParentLink] = field(default_factory=dict)
    links: dict[int, str] = field(default_factory=dict)
    parts: dict[int, list[tuple[int, str, PageLink]]] = field(default_factory=dict)
    posts: dict[int, PageLink] = field(default_factory=dict)
    documents: dict[int, Document] = field(default_factory=dict)

    def ancestors_of(self, page: Page) -> list[PageLink]:
        """Return the pages above `page` that the viewer may see, from the front page down."""
        above = (self.parents.get(path) for path in ancestor_paths(page))
        return [PageLink(title=each.title, path=each.path) for each in above if each]

    def parent_of(self, page: Page) -> ParentLink | None:
        """Return the page above `page` if the viewer may see it."""
        return self.parents.get(parent_path(page))

    def series_of(self, post: BlogPostPage) -> SeriesPayload | None:
        """Return the place of `post` among the parts of its series in its language.

        None when it is in none, or not among the parts a viewer sees.
        """
        every = self.parts.get(post.series_id or 0, [])
        spoken = next((language for part, language, _ in every if part == post.pk), None)
        if spoken is None or post.series is None:
            return None
        ids, parts = zip(*((part, link) for part, language, link in every if language == spoken), strict=True)
        place = ids.index(post.pk)
        return SeriesPayload(
            title=post.series.title,
            slug=post.series.slug,
            path=label_path("series", post.series.slug, post=parts[place].path),
            position=place + 1,
            total=len(parts),
            previous=parts[place - 1] if place else None,
            next=parts[place + 1] if place + 1 < len(parts) else None,
        )


def ancestor_paths(page: Page) -> list[str]:
    """Return the tree paths of the pages above, from the root down."""
    path: str = page.path
    return [path[:end] for end in range(Page.steplen, len(path), Page.steplen)]


def parent_path(page: Page) -> str:
    """Return the tree path of the page above."""
    path: str = page.path
    return path[: -Page.steplen]


def survey(
    *,
    viewer: Viewer,
    now: datetime,
    pages: Iterable[Page] = (),
    linked: Collection[int] = (),
    series: Collection[int] = (),
    posts: Collection[int] = (),
    documents: Collection[int] = (),
) -> Surroundings:
    """Return the ancestors of `pages`, the addresses of live pages `linked`, the parts of `series`, what is offered.

    One statement. Ancestors, parts and `posts` are those `viewer` may see at `now`; a link may lead to a page behind a
    password. `documents` of collections closed to readers are left out.
    """
    above = sorted({path for page in pages for path in ancestor_paths(page)})
    rows = _around(viewer, above=above, linked=linked, series=series, posts=posts, documents=documents, now=now)
    return _sorted_out(rows, address=Address(viewer.site))


@prepared(
    above=Several(CharField()),
    linked=Several(IntegerField()),
    series=Several(IntegerField()),
    posts=Several(IntegerField()),
    documents=Several(IntegerField()),
    now=DateTimeField(),
)
def _around(
    viewer: Viewer, *, above: Any, linked: Any, series: Any, posts: Any, documents: Any, now: Any
) -> QuerySet[Any]:
    rows = _parents(viewer, above, now=now)
    if linked:
        rows = rows.union(_linked(linked, now=now), all=True)
    if series:
        rows = rows.union(_parts(viewer, series, now=now), all=True)
    if posts:
        rows = rows.union(_offered(viewer, posts, now=now), all=True)
    if documents:
        rows = rows.union(_documents(documents), all=True)
    return rows


def _sorted_out(rows: Iterable[Sequence[Any]], *, address: Address) -> Surroundings:
    shelf: dict[int, list[tuple[tuple[bool, int, float, int], str, PageLink]]] = defaultdict(list)
    around = Surroundings()
    for kind, row_id, path, url_path, title, series_id, position, published in rows:
        if kind == "document":
            around.documents[row_id] = document(pk=row_id, title=title, file=path, size=position)
            continue
        link = address.link(url_path)
        if link is None:
            continue
        if kind == "parent":
            around.parents[path] = ParentLink(id=row_id, title=title, path=link)
        elif kind == "linked":
            around.links[row_id] = link
        elif kind == "offered":
            around.posts[row_id] = PageLink(title=title, path=link)
        else:
            order = (position is None, position or 0, published.timestamp() if published else 0.0, row_id)
            root = root_above(address.site, url_path)
            shelf[series_id].append((order, root.language if root else "", PageLink(title=title, path=link)))
    for series_id, found in shelf.items():
        in_order = sorted(found, key=lambda each: each[0])
        around.parts[series_id] = [(order[-1], language, link) for order, language, link in in_order]
    return around


def _parents(viewer: Viewer, paths: Any, *, now: Any) -> QuerySet[Page]:
    return _columns(public_pages(viewer, now=now).filter(path__in=paths), kind="parent")


def _linked(ids: Any, *, now: Any) -> QuerySet[Page]:
    not_expired = Q(expire_at__isnull=True) | Q(expire_at__gt=now)
    return _columns(Page.objects.filter(not_expired, live=True, pk__in=ids), kind="linked")


def _parts(viewer: Viewer, series: Any, *, now: Any) -> QuerySet[Page]:
    posts = public_pages(viewer, now=now, model=BlogPostPage).filter(series_id__in=series)
    return _columns(posts, kind="part", series=F("series_id"), position=F("series_position"))


def _offered(viewer: Viewer, ids: Any, *, now: Any) -> QuerySet[Page]:
    return _columns(public_pages(viewer, now=now, model=BlogPostPage).filter(pk__in=ids), kind="offered")


def _documents(ids: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = (
        open_documents(ids)
        .annotate(
            kind=Value("document"),
            below=Value(""),
            in_series=Value(None, output_field=IntegerField()),
            place=Cast("file_size", IntegerField()),
            published=Value(None, output_field=DateTimeField()),
        )
        .values_list("kind", "pk", "file", "below", "title", "in_series", "place", "published")
    )
    return rows


def _columns(
    pages: QuerySet[Page], *, kind: str, series: F | Value | None = None, position: F | Value | None = None
) -> QuerySet[Page]:
    nothing = Value(None, output_field=IntegerField())
    rows: QuerySet[Page] = (
        pages.order_by()
        .annotate(
            kind=Value(kind),
            in_series=Cast(series or nothing, IntegerField()),
            place=Cast(position or nothing, IntegerField()),
        )
        .values_list("kind", "pk", "path", "url_path", "title", "in_series", "place", "first_published_at")
    )
    return rows
