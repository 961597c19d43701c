"""Where a path leads that was given to another."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from django.db.models.functions import Length
from django.utils.encoding import iri_to_uri
from wagtail.contrib.redirects.models import Redirect

from blog.models import FormerSlug
from blog.payloads.sections import posts_at
from blog.routes import parse
from ground.viewer import Viewer, public_pages
from website.resolve.paths import normal_path, path_within, tree_path
from website.resolve.sections import section_at

MOST_STEPS = 10
"""Redirects that are followed on our side before the reader is sent on."""


class Step(NamedTuple):
    """One redirect: where it leads, whether for good, and whether something is known to be there."""

    location: str
    for_good: bool
    arrived: bool


def redirect(viewer: Viewer, *, path: str, now: datetime) -> tuple[str | None, int]:
    """Return where `path` was moved, as a header can say it, and with which status; nowhere when that is not public.

    Redirects that lead to redirects are one; those that lead back lead nowhere.
    """
    seen, here, for_good = set[str](), path, True
    location = None
    while len(seen) < MOST_STEPS and (step := next_step(viewer, path=here, now=now)):
        seen.add(normal_path(here))
        location, for_good = step.location, for_good and step.for_good
        here = location.removeprefix(viewer.site.root_url) or "/"
        if step.arrived or not here.startswith("/") or here.startswith("//"):
            break
        if normal_path(here) in seen:
            return None, 404
        if is_public(viewer, path=here, now=now):
            break
    return (iri_to_uri(location), 301 if for_good else 302) if location else (None, 404)


def next_step(viewer: Viewer, *, path: str, now: datetime) -> Step | None:
    """Return where `path` leads by itself: by an editor's redirect, else as the old address of a section."""
    return editors_redirect(viewer, path=path, now=now) or moved_section(viewer, path=path, now=now)


def editors_redirect(viewer: Viewer, *, path: str, now: datetime) -> Step | None:
    """Return the redirect of `path` that was written down; none when its page is not public.

    As Wagtail's own middleware does, a redirect of the whole address comes before one of the path without its query.
    """
    spellings = [Redirect.normalise_path(path), Redirect.normalise_path(path.split("?", 1)[0])]
    found = (
        Redirect.get_for_site(viewer.site)
        .select_related("redirect_page")
        .filter(old_path__in=spellings)
        .order_by(Length("old_path").desc(), "pk")
        .first()
    )
    if found is None:
        return None
    if found.redirect_page_id is None:
        return Step(found.redirect_link, found.is_permanent, arrived=False) if found.redirect_link else None
    target = public_pages(viewer, now=now).filter(pk=found.redirect_page_id).first()
    return Step(path_within(viewer.site, target), found.is_permanent, arrived=True) if target else None


def moved_section(viewer: Viewer, *, path: str, now: datetime) -> Step | None:
    """Return where the category, tag, author or series is now that was at `path`; none when no public post is there."""
    route = parse(normal_path(path))
    slug = FormerSlug.objects.current({route.kind: route.slug}).get(route.kind) if route and route.slug else None
    if route is None or slug is None:
        return None
    there = replace(route, slug=slug).path
    if found := section_at(viewer, path=there, now=now):
        place, index = found
        if posts_at(place, index=index, viewer=viewer, now=now).exists():
            return Step(there, for_good=True, arrived=True)
    return None


def is_public(viewer: Viewer, *, path: str, now: datetime) -> bool:
    """Tell whether a page that the viewer may see is at `path`."""
    return bool(public_pages(viewer, now=now).filter(url_path=tree_path(viewer.site, normal_path(path))).exists())
