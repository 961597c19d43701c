"""What posts are filed under: the sets of posts with a subject, a word, a person, a series or a month in common."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils import timezone
from wagtail.models import Page

from blog.models import BlogPostPage, Category, PostContributor, PostTag
from blog.routes import Route


def span(year: int, month: int | None = None) -> tuple[datetime, datetime]:
    """Return when a year or month of the site's own time zone begins and when the next one does."""
    zone = timezone.get_current_timezone()
    first = datetime(year, month or 1, 1, tzinfo=zone)
    if month is None or month == 12:
        return first, datetime(year + 1, 1, 1, tzinfo=zone)
    return first, datetime(year, month + 1, 1, tzinfo=zone)


def within(posts: QuerySet[Any], *, year: int, month: int | None = None) -> QuerySet[Any]:
    """Return those of `posts` that were first published in a year, or in a month of it."""
    first, after = span(year, month)
    return posts.filter(first_published_at__gte=first, first_published_at__lt=after)


def in_categories(posts: QuerySet[Any], ids: Collection[int]) -> QuerySet[Any]:
    """Return those of `posts` that are filed under one of the categories with these ids."""
    filed = BlogPostPage.categories.through.objects.filter(category_id__in=ids)
    return posts.filter(pk__in=filed.values("blogpostpage_id"))


def with_tag(posts: QuerySet[Any], *slugs: str) -> QuerySet[Any]:
    """Return those of `posts` that bear the tag with this slug, or one of these."""
    return posts.filter(pk__in=PostTag.objects.filter(tag__slug__in=slugs).values("content_object_id"))


def by_author(posts: QuerySet[Any], *slugs: str) -> QuerySet[Any]:
    """Return those of `posts` that the author with this slug wrote, reviewed or edited, or one of these."""
    return posts.filter(pk__in=PostContributor.objects.filter(author__slug__in=slugs).values("post_id"))


def in_series(posts: QuerySet[Any], *slugs: str) -> QuerySet[Any]:
    """Return those of `posts` that are parts of the series with this slug, or of one of these."""
    return posts.filter(pk__in=BlogPostPage.objects.filter(series__slug__in=slugs).order_by().values("pk"))


def family(categories: Iterable[Category], slug: str) -> tuple[list[Category], set[int]]:
    """Return the category with this slug after those above it, outermost first, and the ids of it and all inside it.

    `categories` are all there are. Both are empty when there is none with this slug.
    """
    by_id = {each.pk: each for each in categories}
    found = next((each for each in by_id.values() if each.slug == slug), None)
    if found is None:
        return [], set()
    above = [found]
    while above[0].parent_id and len(above) <= len(by_id):
        above.insert(0, by_id[above[0].parent_id])
    inside = {found.pk}
    while more := {each.pk for each in by_id.values() if each.parent_id in inside} - inside:
        inside |= more
    return above, inside


def months(posts: QuerySet[Page]) -> list[tuple[int, int, int]]:
    """Return year, month and the number of `posts` first published then, the latest first. One statement."""
    dated = posts.order_by().filter(first_published_at__isnull=False)
    rows = dated.annotate(
        of_year=ExtractYear("first_published_at"), of_month=ExtractMonth("first_published_at")
    ).values_list("of_year", "of_month")
    return list(rows.annotate(number=Count("pk")).order_by("-of_year", "-of_month"))


def filed_at(posts: QuerySet[Any], route: Route, *, categories: Collection[int] = ()) -> QuerySet[Any]:
    """Return those of `posts` that belong to the place `route`; `categories` are the ids of a category's family."""
    match route.kind:
        case "category":
            return in_categories(posts, categories)
        case "tag":
            return with_tag(posts, route.slug)
        case "author":
            return by_author(posts, route.slug)
        case "series":
            return in_series(posts, route.slug)
        case "archive":
            return within(posts, year=route.year, month=route.month) if route.year else posts
