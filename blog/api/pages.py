"""Pages in the content API: Wagtail's v2 in its ways, with the payloads of the one builder."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.request import Request
from wagtail.api.v2.utils import page_models_from_string
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.models import Page
from wagtail.query import PageQuerySet

from blog.api import filters
from blog.api.answers import Answers
from blog.api.parameters import fields_config, invalid
from blog.api.selection import Selection, page_fields, select
from blog.models import BlogIndexPage, BlogPostPage, HomePage, StandardPage
from blog.payloads import build_pages, build_summaries
from blog.payloads.basics import Payload
from blog.payloads.schemas import (
    HomePayload,
    IndexPayload,
    PostPayload,
    StandardPayload,
    SummaryPayload,
)
from blog.selectors import for_payload, own_type
from ground.roots import roots_of, tree_path
from ground.viewer import public_pages

PAYLOADS: Mapping[type[Page], type[Payload]] = {
    HomePage: HomePayload,
    BlogIndexPage: IndexPayload,
    BlogPostPage: PostPayload,
    StandardPage: StandardPayload,
}

Builder = Callable[..., Sequence[Payload]]

SHARED = frozenset(page_fields(SummaryPayload))
"""Fields that every page has, whatever its type."""

LIST_DEFAULT = ("id", "type", "detail_url", "html_url", "slug", "first_published_at", "title")


class PagesViewSet(Answers, PagesAPIViewSet):
    """Pages that readers may see.

    A detail's default fields are the whole payload, the same as in `resolve`. A list may be asked for any of them when
    it is of one type, where no related posts are looked for; a list of several types has what all pages share.
    """

    list_parameters: ClassVar[frozenset[str]] = (
        frozenset({"type", "tags", "locale"}) | filters.COLUMNS | filters.FILED | filters.TREE_FILTERS.keys()
    )
    find_parameters: ClassVar[frozenset[str]] = frozenset({"id", "html_path", "locale"})

    def get_root_page(self) -> Page:
        """Return the page that `root` stands for in `child_of` and its like: in the language asked, if it is there."""
        own: Page = self.viewer.site.root_page
        asked = self.request.GET.get("locale")
        other = next((root for root in roots_of(self.viewer.site) if root.language == asked), None)
        return own if other is None or other.pk == own.pk else Page.objects.get(pk=other.pk)

    def get_base_queryset(self) -> PageQuerySet[Page]:
        """Return every page the viewer may see."""
        return public_pages(self.viewer, now=self.now)

    def get_queryset(self) -> PageQuerySet[Page]:
        """Return the pages of the type asked for. Raises `Problem` 400 for a type that isn't there."""
        asked = self.request.GET.get("type")
        if asked is None:
            return self.get_base_queryset()
        try:
            models = page_models_from_string(asked)
        except (LookupError, ValueError) as error:
            raise invalid("type", _("There is no such type of page.")) from error
        if len(models) == 1:
            return public_pages(self.viewer, now=self.now, model=models[0])
        return self.get_base_queryset().type(*models)

    def listed(self) -> Any:
        """Return the pages the list shows. Raises `Problem` 400 naming the parameter that is misused."""
        request, pages = self.request, self.get_queryset()
        if "tags" in request.GET:
            if pages.model is not BlogPostPage:
                raise invalid("tags", _("Only posts have tags: ask with type=blog.BlogPostPage."))
            pages = filters.by_tags(request, pages)
        if named := sorted(filters.FILED & set(request.GET)):
            if pages.model is not BlogPostPage:
                raise invalid(named[0], _("Only posts have this: ask with type=blog.BlogPostPage."))
            pages = filters.by_filing(request, pages)
        pages = filters.by_columns(request, pages, columns=filters.COLUMNS)
        pages = filters.by_locale(request, filters.by_tree(request, pages, self))
        pages = filters.ordered(request, pages)
        return filters.searched(request, pages)

    def fetch(self, part: Any) -> list[Page]:
        """Return the pages of a part of the list, with what they are represented by."""
        if isinstance(part, QuerySet):
            return list(self.prepared(part))
        found = [page.pk for page in part]
        pages = self.prepared(self.get_queryset().filter(pk__in=found)).in_bulk()
        return [pages[pk] for pk in found]

    def prepared(self, pages: PageQuerySet[Page]) -> PageQuerySet[Page]:
        """Return `pages` with the columns that the fields asked for need."""
        selection = self.selection(pages.model)
        if pages.model in PAYLOADS and not (selection and selection.within(SHARED)):
            return for_payload(pages)
        return pages.select_related("locale").defer_streamfields()

    def get_object(self) -> Page:
        """Return the page. Raises `Http404` when there is none that the viewer may see."""
        page = for_payload(self.get_base_queryset()).filter(pk=self.kwargs["pk"]).first()
        if page is None:
            raise Http404
        return own_type(page)

    def find_object(self, queryset: PageQuerySet[Page], request: Request) -> Page | None:
        """Return the page at the public path `?html_path=` of the site asked, or by `?id=`.

        With `?locale=` the path may also be given as it is below the front page of that language.
        """
        path = request.GET.get("html_path")
        if path is None:
            return super().find_object(queryset, request)
        inside = "".join(f"{part}/" for part in path.split("?", 1)[0].split("#", 1)[0].split("/") if part)
        site, asked = self.viewer.site, request.GET.get("locale")
        places = {tree_path(site, f"/{inside}")}
        places |= {root.url_path + inside for root in roots_of(site) if root.language == asked}
        return filters.by_locale(request, queryset.filter(url_path__in=places)).first()

    def selection(self, model: type[Page]) -> Selection | None:
        """Return what `?fields=` keeps of pages of the type `model`; None keeps all. Raises `Problem` 400."""
        asked = fields_config(self.request.GET)
        available = page_fields(PAYLOADS.get(model, SummaryPayload))
        if self.action == "listing_view":
            return select(asked, available=available, default=LIST_DEFAULT)
        return select(asked, available=available, default=list(available)) if asked else None

    def represent(self, rows: list[Page]) -> list[dict[str, Any]]:
        """Return pages, all of one type or all as `Page`, with the fields that are asked for."""
        if not rows:
            return []
        model = type(rows[0])
        selection = self.selection(model)
        shared_only = model not in PAYLOADS or bool(selection and selection.within(SHARED))
        related = self.action == "detail_view" and (selection is None or "related" in selection.names)
        build: Builder = build_summaries if shared_only else partial(build_pages, related=related)
        built = build(rows, viewer=self.viewer, now=self.now)
        dumped = [payload.model_dump(mode="json") for payload in built]
        return [selection.of_page(page) for page in dumped] if selection else dumped
