"""`?search=`: posts by the site's own search where it has one, everything else by Wagtail's."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol, cast

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from blog.models import BlogIndexPage, BlogPostPage, HomePage, StandardPage

OTHERS: tuple[type[Page], ...] = (HomePage, BlogIndexPage, StandardPage)
"""Types with few pages: Wagtail's search reads all of a type."""


class PostSearch(Protocol):
    """What the setting `BLOG_POST_SEARCH` names."""

    def __call__(self, pages: QuerySet[Any], *, text: str, every: bool) -> list[int]:
        """Return the ids of the posts among `pages` with every word of `text`, or with one; best first."""


class Ranked(NamedTuple):
    """A page in a list that is ordered by rank: its id."""

    pk: int


class RankedPages:
    """Pages in an order of their own, to be counted and cut like a queryset."""

    def __init__(self, ids: Sequence[int]) -> None:
        self.ids = ids

    def __getitem__(self, part: slice) -> list[Ranked]:
        return [Ranked(pk) for pk in self.ids[part]]

    def count(self) -> int:
        """Return how many there are."""
        return len(self.ids)


def post_search() -> PostSearch | None:
    """Return the site's own search, None when it has none."""
    name = getattr(settings, "BLOG_POST_SEARCH", "")
    return cast("PostSearch", import_string(name)) if name else None


def find_pages(find: PostSearch, pages: QuerySet[Any], *, text: str, words: str, operator: str | None) -> list[int]:
    """Return the ids of those of `pages`, posts or pages of any type, that are found: posts first, best first.

    `text` is what was asked, `words` the words in it.
    """
    ids = find(pages, text=text, every=operator != "or")
    if pages.model is BlogPostPage:
        return ids
    among = pages.order_by().values("pk")
    for model in OTHERS:
        others = model._default_manager.filter(pk__in=among)
        ids += [page.pk for page in get_search_backend().search(words, others, operator=operator)]
    return ids
