"""Categories, tags, authors, series and archives as places of a blog, with the posts they list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from django.db.models import F, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from taggit.models import Tag
from wagtail.models import Page

from blog.filing import family, filed_at, months
from blog.models import Author, BlogIndexPage, BlogPostPage, Category, Series, TagDetails
from blog.payloads.addresses import Address
from blog.payloads.basics import PageLink, Payload, Picture
from blog.payloads.cards import card, contributors, cover_ids
from blog.payloads.rows import AUTHOR_COLUMNS, contributor_rows, contributors_of, labels_of
from blog.payloads.schemas import AuthorPayload, CardPayload
from blog.pictures import images_by_id, picture
from blog.routes import Route
from blog.selectors import posts_below
from ground.viewer import Viewer


class ArchiveEntry(Payload):
    """A year, or a month of it, and how many posts were first published then."""

    title: str
    path: str
    year: int
    month: int | None
    count: int


class SectionPayload(Payload):
    """A place below a blog that lists the posts with something in common.

    `introduction` is plain text; `author` comes with kind author, `archive` with kind archive. `subjects` are the
    categories directly inside a category.
    """

    kind: Literal["category", "tag", "author", "series", "archive"]
    title: str
    slug: str
    path: str
    locale: str
    introduction: str
    picture: Picture | None
    author: AuthorPayload | None
    subjects: list[PageLink]
    archive: list[ArchiveEntry]


@dataclass(frozen=True, slots=True)
class Place:
    """What a route leads to: its title and words, the ids that its posts are found by, the way to it below the blog."""

    route: Route
    title: str
    introduction: str = ""
    picture_id: int | None = None
    author: tuple[tuple[object, ...], ...] = ()
    categories: frozenset[int] = frozenset()
    above: tuple[PageLink, ...] = ()
    inside: tuple[PageLink, ...] = ()


def find_place(route: Route) -> Place | None:
    """Return what is at `route`, in at most one statement; None when there is nothing of this name."""
    match route.kind:
        case "category":
            return _category(route)
        case "tag":
            tag = Tag.objects.select_related("details").filter(slug=route.slug).first()
            if tag is None:
                return None
            details = getattr(tag, "details", TagDetails())
            return Place(route=route, title=tag.name, introduction=details.introduction, picture_id=details.picture_id)
        case "author":
            rows = tuple(Author.objects.filter(slug=route.slug).order_by(*_LETTERS).values_list(*AUTHOR_COLUMNS))
            return Place(route=route, title=str(rows[0][1]), author=rows) if rows else None
        case "series":
            found = Series.objects.filter(slug=route.slug).first()
            return found and Place(
                route=route, title=found.title, introduction=found.introduction, picture_id=found.picture_id
            )
        case "archive":
            return Place(route=route, title=archive_title(year=route.year, month=route.month))


_LETTERS = ("credentials__sort_order", "credentials__pk")


def archive_title(*, year: int | None, month: int | None) -> str:
    """Return what an archive is called: a year, a month with its year, or all."""
    if year is None:
        return _("Archive")
    return date_format(date(year, month, 1), "YEAR_MONTH_FORMAT") if month else str(year)


def of_blog(place: Place, index: BlogIndexPage) -> Place:
    """Return `place` as the blog `index` introduces it: an archive has no words and no picture of its own."""
    if place.route.kind != "archive":
        return place
    return replace(place, introduction=index.archive_introduction, picture_id=index.archive_picture_id)


def posts_at(place: Place, *, index: Page, viewer: Viewer, now: datetime) -> QuerySet[Page]:
    """Return the posts below `index` at `place` that `viewer` may see: newest first, a series in its own order."""
    posts = filed_at(posts_below(index, viewer=viewer, now=now), place.route, categories=place.categories)
    if place.route.kind == "series":
        return posts.order_by(F("series_position").asc(nulls_last=True), F("first_published_at").asc(), "pk")
    return posts


def build_section(
    place: Place, posts: Sequence[BlogPostPage], *, index: Page, viewer: Viewer, now: datetime
) -> tuple[SectionPayload, list[CardPayload]]:
    """Return `place` and the part `posts` of its posts as they stand in a list.

    The number of statements depends on neither.
    """
    ids = [post.pk for post in posts]
    people, labels = contributors_of(ids), labels_of(ids)
    rows = contributor_rows([(0, 0, "author", *columns) for columns in place.author], post_ids=[0])[0]
    shown = cover_ids(posts, {**people, 0: rows}) | ({place.picture_id} if place.picture_id else set())
    images, address = images_by_id(shown), Address(viewer.site)
    person = next((each.author for each in contributors(rows, images=images, link=place.route.index)), None)
    files = images.get(place.picture_id or 0)
    section = SectionPayload(
        kind=place.route.kind,
        title=place.title,
        slug=place.route.slug,
        path=place.route.path,
        locale=index.locale.language_code,
        introduction=person.biography if person else place.introduction,
        picture=person.portrait if person else picture(files, alt="") if files else None,
        author=person and person.model_copy(update={"path": place.route.path}),
        subjects=list(place.inside),
        archive=_archive(place.route, index=index, viewer=viewer, now=now) if place.route.kind == "archive" else [],
    )
    return section, [card(post, people=people, labels=labels, images=images, address=address) for post in posts]


def _category(route: Route) -> Place | None:
    known = list(Category.objects.all())
    above, inside = family(known, route.slug)
    if not above:
        return None
    found = above[-1]

    def link(category: Category) -> PageLink:
        return PageLink(title=category.name, path=Route(kind="category", index=route.index, slug=category.slug).path)

    return Place(
        route=route,
        title=found.name,
        introduction=found.introduction,
        picture_id=found.picture_id,
        categories=frozenset(inside),
        above=tuple(map(link, above[:-1])),
        inside=tuple(link(each) for each in known if each.parent_id == found.pk),
    )


def _archive(route: Route, *, index: Page, viewer: Viewer, now: datetime) -> list[ArchiveEntry]:
    return [
        ArchiveEntry(
            title=archive_title(year=year, month=month),
            path=Route(kind="archive", index=route.index, year=year, month=month).path,
            year=year,
            month=month,
            count=count,
        )
        for year, month, count in months(posts_below(index, viewer=viewer, now=now))
    ]
