"""The places of blogs that are no pages, for the list that search engines read."""

from collections.abc import Iterator
from datetime import datetime

from blog.filing import family, months
from blog.models import BlogIndexPage, BlogPostPage, Category, PostContributor, PostTag
from blog.routes import Kind, Route
from blog.selectors import posts_below
from ground.roots import public_path
from ground.viewer import Viewer, public_pages


def section_paths(viewer: Viewer, *, now: datetime) -> list[str]:
    """Return the paths of all places with a public post, blog by blog: where posts lead to, so of outermost blogs only.

    Six statements for each blog.
    """
    known = list(Category.objects.all())
    return [path for index in outermost_blogs(viewer, now=now) for path in _below(index, known, viewer=viewer, now=now)]


def outermost_blogs(viewer: Viewer, *, now: datetime) -> list[BlogIndexPage]:
    """Return the blogs of the viewer's site that are in no other blog, in the order of the tree."""
    blogs = list(public_pages(viewer, now=now, model=BlogIndexPage).order_by("path"))
    return [
        each for each in blogs if not any(each.path != other.path and each.is_descendant_of(other) for other in blogs)
    ]


def _below(index: BlogIndexPage, known: list[Category], *, viewer: Viewer, now: datetime) -> Iterator[str]:
    here = public_path(viewer.site, index.url_path)
    posts = posts_below(index, viewer=viewer, now=now)
    if here is None:
        return
    ids = posts.order_by().values("pk")
    filed = BlogPostPage.categories.through.objects.filter(blogpostpage__in=ids)
    used = set(filed.values_list("category__slug", flat=True).distinct())
    slugs: dict[Kind, set[str]] = {
        "category": {each.slug for slug in used for each in family(known, slug)[0]},
        "tag": set(PostTag.objects.filter(content_object__in=ids).values_list("tag__slug", flat=True).distinct()),
        "author": set(PostContributor.objects.filter(post__in=ids).values_list("author__slug", flat=True).distinct()),
        "series": set(
            BlogPostPage.objects.filter(pk__in=ids, series__isnull=False)
            .order_by()
            .values_list("series__slug", flat=True)
            .distinct()
        ),
    }
    for kind, found in slugs.items():
        yield from (Route(kind=kind, index=here, slug=slug).path for slug in sorted(found) if slug)
    dated = [(year, month) for year, month, _ in months(posts)]
    if dated:
        yield Route(kind="archive", index=here).path
    for year in sorted({year for year, _ in dated}, reverse=True):
        yield Route(kind="archive", index=here, year=year).path
    yield from (Route(kind="archive", index=here, year=year, month=month).path for year, month in dated)
