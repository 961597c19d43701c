"""The pages around pages: above them, linked from them, before and after them in a series."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast
from wagtail.models import Page

from blog.models import BlogPostPage
from blog.payloads.addresses import Address
from blog.payloads.schemas import PageLink, ParentLink, SeriesPayload
from ground.viewer import Viewer, public_pages


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is around some pages and open to the viewer.

    `parents` is by tree path, `links` says where a linked page is, `parts` holds each series' posts in order, each as
    its id and its link.
    """

    parents: Mapping[str, ParentLink] = field(default_factory=dict)
    links: Mapping[int, str] = field(default_factory=dict)
    parts: Mapping[int, list[tuple[int, PageLink]]] = field(default_factory=dict)

    def parent_of(self, page: Page) -> ParentLink | None:
        """Return the page above `page` if the viewer may see it."""
        return self.parents.get(parent_path(page))

    def series_of(self, post: BlogPostPage) -> SeriesPayload | None:
        """Return the place of `post` in its series; None when it is in none, or not among the parts a viewer sees."""
        parts = self.parts.get(post.series_id or 0, [])
        place = next((number for number, (part, _) in enumerate(parts) if part == post.pk), None)
        if place is None or post.series is None:
            return None
        return SeriesPayload(
            title=post.series.title,
            slug=post.series.slug,
            position=place + 1,
            total=len(parts),
            previous=parts[place - 1][1] if place else None,
            next=parts[place + 1][1] if place + 1 < len(parts) else None,
        )


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
) -> Surroundings:
    """Return the parents of `pages`, the addresses of the live pages `linked`, and the parts of `series`.

    One statement. Parents and parts are those `viewer` may see at `now`; a link may lead to a page behind a password.
    """
    shelf: dict[int, list[tuple[tuple[bool, int, float, int], str, str]]] = defaultdict(list)
    parents, links, address = {}, {}, Address(viewer.site)
    above = {parent_path(page) for page in pages}
    rows = _parents(viewer, above, now=now)
    if linked:
        rows = rows.union(_linked(linked, now=now), all=True)
    if series:
        rows = rows.union(_parts(viewer, series, now=now), all=True)
    for kind, page_id, path, url_path, title, series_id, position, published in rows:
        link = address.link(url_path)
        if link is None:
            continue
        if kind == "parent":
            parents[path] = ParentLink(id=page_id, title=title, path=link)
        elif kind == "linked":
            links[page_id] = link
        else:
            order = (position is None, position or 0, published.timestamp() if published else 0.0, page_id)
            shelf[series_id].append((order, title, link))
    parts = {
        series_id: [(order[-1], PageLink(title=title, path=link)) for order, title, link in sorted(found)]
        for series_id, found in shelf.items()
    }
    return Surroundings(parents=parents, links=links, parts=parts)


def _parents(viewer: Viewer, paths: Collection[str], *, now: datetime) -> QuerySet[Page]:
    return _columns(public_pages(viewer, now=now).filter(path__in=paths), kind="parent")


def _linked(ids: Collection[int], *, now: datetime) -> QuerySet[Page]:
    not_expired = Q(expire_at__isnull=True) | Q(expire_at__gt=now)
    return _columns(Page.objects.filter(not_expired, live=True, pk__in=ids), kind="linked")


def _parts(viewer: Viewer, series: Collection[int], *, now: datetime) -> QuerySet[Page]:
    posts = public_pages(viewer, now=now, model=BlogPostPage).filter(series_id__in=series)
    return _columns(posts, kind="part", series=F("series_id"), position=F("series_position"))


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
