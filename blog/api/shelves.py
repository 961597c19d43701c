"""Authors, categories, tags, series and redirects in the content API: those that public pages lead to."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request
from taggit.models import Tag
from wagtail.api.v2.views import BaseAPIViewSet
from wagtail.contrib.redirects.models import Redirect

from blog.api import filters
from blog.api.answers import Answers
from blog.api.parameters import fields_config, invalid
from blog.filing import family
from blog.models import Author, BlogPostPage, Category, PostContributor, PostTag, Series
from blog.selectors import public_posts
from ground.roots import public_path
from ground.viewer import public_pages

Columns = dict[str, Any]


class Shelf(Answers, BaseAPIViewSet):
    """Rows that posts are filed under; `columns` says what is told of one."""

    list_parameters: ClassVar[frozenset[str]] = frozenset({"slug"})
    orders: ClassVar[frozenset[str]] = frozenset({"id", "slug"})
    columns: ClassVar[Sequence[str]] = ()
    name_column: ClassVar[str] = "name"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rows that a post readers may see is filed under."""
        posts = public_posts(viewer=self.viewer, now=self.now).order_by().values("pk")
        rows: QuerySet[Any] = self.model._default_manager.filter(self.in_use(posts)).order_by(self.name_column, "pk")
        return rows

    def in_use(self, posts: QuerySet[Any]) -> Q:
        """Return the condition under which one of `posts` is filed under a row."""
        raise NotImplementedError

    def listed(self) -> Any:
        """Return the rows the list shows. Raises `Problem` 400 naming the parameter that is misused."""
        for name in ("search", "search_operator"):
            if name in self.request.GET:
                raise invalid(name, _("Only pages, images and documents can be searched."))
        rows = filters.by_columns(self.request, self.get_queryset(), columns=self.list_parameters)
        return filters.ordered(self.request, rows, orders=self.orders)

    def represent(self, rows: list[Any]) -> list[Columns]:
        """Return `rows` with their columns. Raises `Problem` 400 when fields are asked for: all are shown."""
        if fields_config(self.request.GET):
            raise invalid("fields", _("All fields are shown; leave it out."))
        return [self.row(each) for each in rows]

    def row(self, each: Any) -> Columns:
        """Return what is told of a row."""
        return {
            "id": each.pk,
            "meta": {"type": each._meta.label},
            **{name: getattr(each, name) for name in self.columns},
        }


class AuthorsViewSet(Shelf):
    """People who contributed to a public post."""

    model = Author
    columns = ("name", "slug", "biography", "orcid", "website")

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().prefetch_related("credentials")

    def in_use(self, posts: QuerySet[Any]) -> Q:
        return Q(pk__in=PostContributor.objects.filter(post__in=posts).values("author"))

    def row(self, each: Any) -> Columns:
        letters = [
            {"letters": one.letters, "meaning": one.meaning, "issuer": one.issuer} for one in each.credentials.all()
        ]
        return {**super().row(each), "credentials": letters}


class CategoriesViewSet(Shelf):
    """Subjects of public posts, and those above them."""

    model = Category
    columns = ("name", "slug", "introduction", "parent_id")

    def in_use(self, posts: QuerySet[Any]) -> Q:
        filed = BlogPostPage.categories.through.objects.filter(blogpostpage__in=posts)
        used = set(filed.values_list("category__slug", flat=True).distinct())
        known = list(Category.objects.all())
        return Q(pk__in={each.pk for slug in used for each in family(known, slug)[0]})


class TagsViewSet(Shelf):
    """Words on public posts."""

    model = Tag
    columns = ("name", "slug")

    def in_use(self, posts: QuerySet[Any]) -> Q:
        return Q(pk__in=PostTag.objects.filter(content_object__in=posts).values("tag"))


class SeriesViewSet(Shelf):
    """Series with a public part."""

    model = Series
    columns = ("title", "slug", "introduction")
    name_column = "title"

    def in_use(self, posts: QuerySet[Any]) -> Q:
        return Q(pk__in=BlogPostPage.objects.filter(pk__in=posts, series__isnull=False).values("series"))


class RedirectsViewSet(Shelf):
    """Addresses that lead on: to a public page, or elsewhere. `?html_path=` finds one."""

    model = Redirect
    list_parameters = frozenset({"old_path"})
    find_parameters = frozenset({"id", "html_path"})
    orders = frozenset({"id", "old_path"})
    name_column = "old_path"

    def get_queryset(self) -> QuerySet[Any]:
        pages = public_pages(self.viewer, now=self.now).order_by().values("pk")
        rows = Redirect.get_for_site(self.viewer.site).filter(Q(redirect_page=None) | Q(redirect_page__in=pages))
        found: QuerySet[Any] = rows.select_related("redirect_page").order_by("old_path", "pk")
        return found

    def find_object(self, queryset: QuerySet[Any], request: Request) -> Any:
        path = request.GET.get("html_path")
        if path is None:
            return super().find_object(queryset, request)
        return queryset.filter(old_path=Redirect.normalise_path(path)).first()

    def row(self, each: Any) -> Columns:
        page = each.redirect_page
        inside = page and public_path(self.viewer.site, page.url_path)
        return {
            **super().row(each),
            "old_path": each.old_path,
            "is_permanent": each.is_permanent,
            "location": inside or each.redirect_link,
        }
