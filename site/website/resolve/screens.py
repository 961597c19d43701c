"""The answer for a page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, QuerySet, TextField
from wagtail.models import Page

from blog.payloads import NoPayload, build_page
from blog.payloads.addresses import Address
from blog.payloads.schemas import HomePayload, IndexPayload, PagePayload, PostPayload
from blog.selectors import for_payload
from comments import selectors as comments
from comments.api import policy_payload
from ground.prepared import prepared
from ground.viewer import Viewer, open_pages, public_pages
from website import caching, problems
from website.answers import Crumb
from website.brand.identity import identity
from website.brand.words import comment_words
from website.heads import head
from website.languages import alternates, direction, translations_of, with_translations
from website.resolve.listings import listing, listing_keys
from website.resolve.paths import tree_path
from website.resolve.shapes import Resolved


def public_page(viewer: Viewer, *, path: str, now: datetime) -> Page | None:
    """Return the page at `path` of the viewer's site if this viewer may see it, with its translations."""
    return next(iter(_public_page(viewer, url_path=tree_path(viewer.site, path), now=now)), None)


@prepared(url_path=TextField(), now=DateTimeField())
def _public_page(viewer: Viewer, *, url_path: Any, now: Any) -> QuerySet[Page]:
    pages = for_payload(public_pages(viewer, now=now).filter(url_path=url_path))
    found: QuerySet[Page] = with_translations(pages, viewer=viewer, now=now)[:1]
    return found


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
        keys += listing_keys(posts)
    policy, count = None, 0
    if isinstance(payload, PostPayload):
        effective = comments.effective_policy(page=found, now=now)
        policy = policy_payload(
            effective, now=now, first_published_at=found.first_published_at, said=comment_words(site)
        )
        count = comments.counts(page_ids=[found.pk], viewer=viewer, now=now).get(found.pk, 0)
        keys.append(caching.comments_key(found.pk))
    above = [Crumb(title=page.title, path=page.path) for page in payload.meta.ancestors]
    trail = [*above, Crumb(title=payload.title, path=payload.meta.path)]
    language, others = payload.meta.locale, translations_of(found, viewer=viewer, now=now)
    illustrated = isinstance(payload, PostPayload) and payload.hero is not None
    every = alternates(others, language=language, path=payload.meta.path, site=site)
    return Resolved(
        kind="listing" if isinstance(payload, IndexPayload) else "page",
        type=payload.meta.type,
        status=200,
        location=None,
        page=payload,
        listing=posts,
        language=language,
        direction=direction(language),
        alternates=every,
        breadcrumbs=trail,
        head=head(
            payload,
            site=site,
            identity=identity(site, pictured=not illustrated),
            number=number,
            breadcrumbs=trail,
            alternates=every,
            discussed=policy is not None and policy.state != "hidden",
            original=original_of(found, viewer=viewer, now=now),
        ),
        comments=policy,
        comment_count=count,
        keys=keys,
    )


def original_of(found: Page, *, viewer: Viewer, now: datetime) -> str:
    """Return where the page is that `found` repeats, if readers may see it; empty for a page of its own."""
    if not found.alias_of_id:
        return ""
    original = open_pages(viewer, now=now).filter(pk=found.alias_of_id).only("url_path").first()
    return (Address(viewer.site).link(original.url_path) if original else None) or ""
