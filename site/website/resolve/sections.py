"""The answer for what stands below a blog without being a page: a category, a tag, an author, a series, a month."""

from datetime import datetime

from wagtail.models import Page

from blog.models import BlogIndexPage
from blog.payloads.sections import Place, build_section, find_place, of_blog, posts_at
from blog.routes import parse
from blog.selectors import for_payload, own_type
from ground.viewer import Viewer, public_pages
from website import caching
from website.answers import Crumb
from website.brand.identity import identity
from website.heads import section_head
from website.resolve.listings import listed, listing_keys, part_of
from website.resolve.paths import path_within
from website.resolve.shapes import Resolved


def section_at(viewer: Viewer, *, path: str, now: datetime) -> tuple[Place, Page] | None:
    """Return what is at `path` below a blog without being a page, and the blog. A page at the same path comes first."""
    route = parse(path)
    if route is None:
        return None
    root = viewer.site.root_page.url_path
    there = for_payload(public_pages(viewer, now=now).filter(url_path__in=[root + path[1:], root + route.index[1:]]))
    deepest = max(there, key=lambda page: page.depth, default=None)
    if deepest is None or deepest.url_path != root + route.index[1:]:
        return None
    index = own_type(deepest)
    if not isinstance(index, BlogIndexPage):
        return None
    place = find_place(route)
    return (of_blog(place, index), index) if place else None


def section_screen(place: Place, index: Page, *, viewer: Viewer, number: int, now: datetime) -> Resolved | None:
    """Return the answer for a place below the blog `index`; None when no public post belongs there.

    Raises `Problem` 404 when `number` is past the end.
    """
    part, total = part_of(posts_at(place, index=index, viewer=viewer, now=now), number=number)
    if not total:
        return None
    section, cards = build_section(place, part, index=index, viewer=viewer, now=now)
    posts = listed(cards, total=total, viewer=viewer, number=number, now=now)
    way = [Crumb(title=each.title, path=each.path) for each in place.above]
    trail = [*breadcrumbs(index, viewer=viewer, now=now), *way, Crumb(title=section.title, path=section.path)]
    return Resolved(
        kind="listing",
        type=section.kind,
        status=200,
        location=None,
        page=None,
        listing=posts,
        section=section,
        breadcrumbs=trail,
        head=section_head(
            section,
            site=viewer.site,
            identity=identity(viewer.site),
            number=number,
            breadcrumbs=trail,
            blog=index,
        ),
        comments=None,
        comment_count=0,
        keys=[caching.EVERYTHING, *listing_keys(index, posts)],
    )


def breadcrumbs(found: Page, *, viewer: Viewer, now: datetime) -> list[Crumb]:
    """Return the way from the front page to `found`, in one statement."""
    lineage = [found.path[:end] for end in range(Page.steplen, len(found.path) + 1, Page.steplen)]
    above = public_pages(viewer, now=now).filter(path__in=lineage).order_by("path").only("title", "url_path", "path")
    return [Crumb(title=page.title, path=path_within(viewer.site, page)) for page in above]
