"""The answer for what stands below a blog without being a page: a category, a tag, an author, a series, a month."""

from datetime import datetime

from django.db.models import Q
from wagtail.models import Page

from blog.models import BlogIndexPage
from blog.payloads.sections import Place, build_section, find_place, of_blog, posts_at
from blog.routes import parse
from blog.selectors import for_payload, own_type
from ground.roots import public_path
from ground.viewer import Viewer, open_pages, public_pages
from website import caching
from website.answers import Crumb
from website.brand.identity import identity
from website.heads import section_head
from website.languages import Translation, alternates, direction, translated_at
from website.resolve.listings import listed, listing_keys, part_of
from website.resolve.paths import tree_path
from website.resolve.shapes import Resolved


def section_at(viewer: Viewer, *, path: str, now: datetime) -> tuple[Place, Page] | None:
    """Return what is at `path` below a blog without being a page, and the blog. A page at the same path comes first."""
    route = parse(path)
    if route is None:
        return None
    above = tree_path(viewer.site, route.index)
    spots = [tree_path(viewer.site, path), above]
    there = for_payload(public_pages(viewer, now=now).filter(url_path__in=spots))
    deepest = max(there, key=lambda page: page.depth, default=None)
    if deepest is None or deepest.url_path != above:
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
    above, others = beside(place, index, viewer=viewer, now=now)
    trail = [*above, *way, Crumb(title=section.title, path=section.path)]
    language = section.locale
    below = section.path.removeprefix(place.route.index)
    every = alternates(others, language=language, path=section.path, site=viewer.site, below=below)
    return Resolved(
        kind="listing",
        type=section.kind,
        status=200,
        location=None,
        page=None,
        listing=posts,
        section=section,
        language=language,
        direction=direction(language),
        alternates=every,
        breadcrumbs=trail,
        head=section_head(
            section,
            site=viewer.site,
            identity=identity(viewer.site),
            number=number,
            breadcrumbs=trail,
            alternates=every,
            blog=index,
        ),
        comments=None,
        comment_count=0,
        keys=[caching.EVERYTHING, *listing_keys(posts)],
    )


def beside(place: Place, index: Page, *, viewer: Viewer, now: datetime) -> tuple[list[Crumb], list[Translation]]:
    """Return the way from the front page to the blog `index`, and its translations that have `place` too.

    One statement.
    """
    lineage = [index.path[:end] for end in range(Page.steplen, len(index.path) + 1, Page.steplen)]
    elsewhere = translated_at(place, index, viewer=viewer, now=now)
    pages = open_pages(viewer, now=now).filter(Q(path__in=lineage) | elsewhere).order_by("path")
    rows = list(pages.values_list("path", "title", "pk", "locale__language_code", "url_path"))
    links = [(title, public_path(viewer.site, url_path)) for path, title, _, _, url_path in rows if path in lineage]
    others = [Translation(pk, code, url_path) for path, _, pk, code, url_path in rows if path not in lineage]
    return [Crumb(title=title, path=link) for title, link in links if link], others
