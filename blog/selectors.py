"""Sets of pages, by the questions that are asked of them."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, QuerySet
from wagtail.models import Page

from blog.models import BlogPostPage
from ground.viewer import Viewer, public_pages

PAGE_TYPES = ("homepage", "blogindexpage", "blogpostpage", "standardpage")
"""The tables of our page types, as Django names the way from a page to its row there."""


def for_payload(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Return `pages` with everything of their own rows that a payload needs, in the one statement that fetches them."""
    if pages.model is Page:
        return pages.select_related("locale", *PAGE_TYPES, "blogpostpage__series")
    if pages.model is BlogPostPage:
        return pages.select_related("locale", "series")
    return pages.select_related("locale")


def posts_below(page: Page, *, viewer: Viewer, now: datetime) -> QuerySet[Page]:
    """Return the posts anywhere below `page` that `viewer` may see at `now`: newest first, then by id."""
    return public_posts(viewer=viewer, now=now).filter(path__startswith=page.path)


def public_posts(*, viewer: Viewer, now: datetime) -> QuerySet[Page]:
    """Return the posts in every language that `viewer` may see at `now`: newest first, then by id."""
    kind = ContentType.objects.get_for_model(BlogPostPage)
    posts = public_pages(viewer, now=now, model=BlogPostPage).filter(content_type=kind)
    return for_payload(posts.order_by(F("first_published_at").desc(nulls_last=True), "-pk"))


def own_type(page: Page) -> Page:
    """Return `page` as an instance of its own type; without a statement when it came through `for_payload`."""
    if type(page) is not Page:
        return page
    for name in PAGE_TYPES:
        if found := page._state.fields_cache.get(name):
            found.locale = page.locale
            return found
    kind = page.specific_class or Page
    return page if kind is Page else for_payload(kind._default_manager.filter(pk=page.pk)).get()
