"""One answer for each public path: what the frontend needs to draw the screen behind it."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

from django.conf import settings
from django.db.models.functions import Length
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.query import PageQuerySet

from blog.models import BlogIndexPage, OncePublicPath
from blog.payloads import NoPayload, build_cards, build_page
from blog.payloads.schemas import CardPayload, HomePayload, IndexPayload, PagePayload, PostPayload
from blog.payloads.sections import Place, SectionPayload, build_section, find_place, posts_at
from blog.routes import parse
from blog.selectors import for_payload, own_type, posts_below
from comments import selectors as comments
from comments.api import policy_payload
from comments.api.schemas import PolicyPayload
from ground.problems import FieldError, Problem
from ground.schemas import declared_parameters_only
from ground.viewer import Viewer, locks_on, public_pages, viewer_for
from website import caching, problems
from website.answers import Answer, Crumb
from website.heads import Head, head, section_head

router = Router(tags=["site"])

POSTS_PER_PAGE = 12
MAX_PATH = 2000
"""Characters of a path we look up: longer than any address browsers agree on."""


class Listing(Answer):
    """A page of posts, newest first; `comment_counts` is by post id; `page` counts from 1."""

    items: list[CardPayload]
    comment_counts: dict[str, int]
    page: int
    pages: int
    total: int


class Resolved(Answer):
    """The screen behind a path.

    `page` and `listing` come with kind page and listing; a listing of posts with something in common has `section` in
    place of `page`. `location` and `status` come with redirect. `lock` says how a restricted page opens: by a password,
    given to `unlock`, or not here. Kind gone is a path that was public once. `keys` are the surrogate keys under which
    what is made of this answer is purged.
    """

    kind: Literal["page", "listing", "redirect", "restricted", "gone"]
    type: str
    status: int
    location: str | None
    lock: Literal["password", "members"] | None = None
    page: PagePayload | None
    listing: Listing | None
    section: SectionPayload | None = None
    breadcrumbs: list[Crumb]
    head: Head | None
    comments: PolicyPayload | None
    comment_count: int
    keys: list[str]


@router.get("/resolve/", response=Resolved, operation_id="resolve", summary="The screen behind a public path")
@declared_parameters_only
def resolve(
    request: HttpRequest,
    path: Annotated[
        str, Query(min_length=1, max_length=MAX_PATH, description="A path of the public site, such as /blog/.")
    ],
    site: Annotated[str | None, Query(description="The site asked, as host or host:port.")] = None,
    page: Annotated[int, Query(ge=1, le=10_000, description="Which page of a listing.")] = 1,
) -> Resolved:
    """Find the page, listing, redirect, locked or former page behind `path`; a path never public is 404."""
    viewer, now = viewer_for(request), timezone.now()
    wanted = normal_path(path)
    if at := section_at(viewer, path=wanted, now=now):
        return for_holder(section_screen(*at, viewer=viewer, number=page, now=now), viewer=viewer)
    found = public_page(viewer, path=wanted, now=now)
    if found is not None:
        return for_holder(screen(found, viewer=viewer, number=page, now=now), viewer=viewer)
    url_path = tree_path(viewer.site, wanted)
    if locks := locks_on(viewer, url_path=url_path, now=now):
        by_password = all(each.restriction_type == PageViewRestriction.PASSWORD for each in locks)
        return closed_answer(kind="restricted", status=403, lock="password" if by_password else "members")
    location, status = redirect(viewer, path=path, now=now)
    if location is not None:
        return closed_answer(kind="redirect", status=status, location=location)
    if OncePublicPath.objects.was_public(url_path, now=now):
        return closed_answer(kind="gone", status=410)
    raise problems.missing()


def normal_path(path: str) -> str:
    """Return `path` as the tree spells it: one leading and one trailing slash, nothing after `?` or `#`.

    Raises `Problem` 400 when it is no path.
    """
    if not path.startswith("/") or any(ord(character) < 32 for character in path):
        message = "Give a path that starts with a slash, such as /blog/."
        raise Problem(
            status=400,
            code="invalid",
            title="The path can't be read.",
            errors=[FieldError(field="path", code="invalid", message=message)],
        )
    plain = path.split("?", 1)[0].split("#", 1)[0].strip("/")
    return f"/{plain}/" if plain else "/"


def public_page(viewer: Viewer, *, path: str, now: datetime) -> Page | None:
    """Return the page at `path` of the viewer's site if this viewer may see it."""
    return for_payload(public_pages(viewer, now=now).filter(url_path=tree_path(viewer.site, path))).first()


def tree_path(site: Site, path: str) -> str:
    """Return where in the tree the normal path `path` of `site` is."""
    root: str = site.root_page.url_path
    return root + path[1:]


def redirect(viewer: Viewer, *, path: str, now: datetime) -> tuple[str | None, int]:
    """Return where `path` was moved and with which status; nowhere when the target is not public.

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
        return None, 404
    status = 301 if found.is_permanent else 302
    if found.redirect_page_id is None:
        return found.redirect_link or None, status
    target = public_pages(viewer, now=now).filter(pk=found.redirect_page_id).first()
    if target is None:
        return None, 404
    return path_within(viewer.site, target), status


def path_within(site: Site, page: Page) -> str:
    """Return the path of `page` below the root of `site`."""
    return f"/{page.url_path.removeprefix(site.root_page.url_path)}"


def for_holder(answer: Resolved, *, viewer: Viewer) -> Resolved:
    """Return `answer` as it is for a viewer who holds a token: nothing for search engines."""
    if not viewer.unlocked or answer.head is None:
        return answer
    return answer.model_copy(update={"head": answer.head.model_copy(update={"robots": "noindex"})})


def closed_answer(
    *,
    kind: Literal["redirect", "restricted", "gone"],
    status: int,
    location: str | None = None,
    lock: Literal["password", "members"] | None = None,
) -> Resolved:
    """Return an answer that shows nothing of a page."""
    return Resolved(
        kind=kind,
        type="",
        status=status,
        location=location,
        lock=lock,
        page=None,
        listing=None,
        breadcrumbs=[],
        head=None,
        comments=None,
        comment_count=0,
        keys=[caching.EVERYTHING],
    )


def screen(
    found: Page, *, viewer: Viewer, number: int, now: datetime, build: Callable[..., PagePayload] = build_page
) -> Resolved:
    """Return the answer for a public page, or for one that is `build` otherwise.

    Raises `Problem` 404 when `number` is past the end of its listing, or when the site has no shape for such a page.
    """
    site = viewer.site
    try:
        payload = build(found, viewer=viewer, now=now)
    except NoPayload as error:
        raise problems.missing() from error
    keys = [caching.EVERYTHING, caching.page_key(found.pk)]
    posts = None
    if isinstance(payload, HomePayload | IndexPayload):
        posts = listing(found, viewer=viewer, number=number, now=now)
        keys += listing_keys(found, posts)
    policy, count = None, 0
    if isinstance(payload, PostPayload):
        effective = comments.effective_policy(page=found, now=now)
        policy = policy_payload(effective, now=now, first_published_at=found.first_published_at)
        count = comments.counts(page_ids=[found.pk], viewer=viewer, now=now).get(found.pk, 0)
        keys.append(caching.comments_key(found.pk))
    above = [Crumb(title=page.title, path=page.path) for page in payload.meta.ancestors]
    trail = [*above, Crumb(title=payload.title, path=payload.meta.path)]
    return Resolved(
        kind="listing" if isinstance(payload, IndexPayload) else "page",
        type=payload.meta.type,
        status=200,
        location=None,
        page=payload,
        listing=posts,
        breadcrumbs=trail,
        head=head(payload, site=site, site_name=site_name(site), number=number, breadcrumbs=trail),
        comments=policy,
        comment_count=count,
        keys=keys,
    )


def listing(found: Page, *, viewer: Viewer, number: int, now: datetime) -> Listing:
    """Return the page `number` of the posts below `found`."""
    part, total = part_of(posts_below(found, viewer=viewer, now=now), number=number)
    return listed(build_cards(part, viewer=viewer), total=total, viewer=viewer, number=number, now=now)


def part_of(posts: PageQuerySet[Page], *, number: int) -> tuple[list[Page], int]:
    """Return the page `number` of `posts`, and how many there are in all. Raises `Problem` 404 past the end."""
    total = posts.count()
    start = (number - 1) * POSTS_PER_PAGE
    if number > 1 and start >= total:
        raise problems.missing()
    return list(posts[start : start + POSTS_PER_PAGE]), total


def listed(cards: list[CardPayload], *, total: int, viewer: Viewer, number: int, now: datetime) -> Listing:
    """Return `cards`, the page `number` of `total` posts, with the number of comments on each."""
    counts = comments.counts(page_ids=[card.id for card in cards], viewer=viewer, now=now)
    return Listing(
        items=cards,
        comment_counts={str(page_id): count for page_id, count in counts.items()},
        page=number,
        pages=max(1, -(-total // POSTS_PER_PAGE)),
        total=total,
    )


def site_name(site: Site) -> str:
    """Return what the site calls itself."""
    return str(site.site_name or settings.WAGTAIL_SITE_NAME)


def breadcrumbs(found: Page, *, viewer: Viewer, now: datetime) -> list[Crumb]:
    """Return the way from the front page to `found`, in one statement."""
    lineage = [found.path[:end] for end in range(Page.steplen, len(found.path) + 1, Page.steplen)]
    above = public_pages(viewer, now=now).filter(path__in=lineage).order_by("path").only("title", "url_path", "path")
    return [Crumb(title=page.title, path=path_within(viewer.site, page)) for page in above]


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
    place = find_place(route) if isinstance(index, BlogIndexPage) else None
    return (place, index) if place else None


def section_screen(place: Place, index: Page, *, viewer: Viewer, number: int, now: datetime) -> Resolved:
    """Return the answer for a place below the blog `index`. Raises `Problem` 404 when no public post belongs there."""
    part, total = part_of(posts_at(place, index=index, viewer=viewer, now=now), number=number)
    if not total:
        raise problems.missing()
    section, cards = build_section(place, part, index=index, viewer=viewer, now=now)
    posts = listed(cards, total=total, viewer=viewer, number=number, now=now)
    way = [Crumb(title=each.title, path=each.path) for each in place.above]
    trail = [*breadcrumbs(index, viewer=viewer, now=now), *way, Crumb(title=section.title, path=section.path)]
    name = site_name(viewer.site)
    return Resolved(
        kind="listing",
        type=section.kind,
        status=200,
        location=None,
        page=None,
        listing=posts,
        section=section,
        breadcrumbs=trail,
        head=section_head(section, site=viewer.site, site_name=name, number=number, breadcrumbs=trail),
        comments=None,
        comment_count=0,
        keys=[caching.EVERYTHING, *listing_keys(index, posts)],
    )


def listing_keys(index: Page, posts: Listing) -> list[str]:
    """Return the keys of an answer that lists `posts` below `index`."""
    return [caching.listing_key(index.pk), *(caching.comments_key(card.id) for card in posts.items)]
