"""Papers in the content API: those that posts readers may see list or cite, and no others."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast, Coalesce
from django.http import Http404
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from rest_framework.request import Request
from wagtail.api.v2.views import BaseAPIViewSet
from wagtail.models import Page, ReferenceIndex

from blog.api import filters
from blog.api.answers import Answers
from blog.api.parameters import fields_config, invalid
from blog.api.selection import page_fields, select
from blog.bibliography import reference_url, vancouver
from blog.identifiers import normal_doi
from blog.models import BlogPostPage, Reference
from blog.payloads.schemas import ReferenceMeta, ReferenceRecord
from ground.viewer import public_pages

ORDERS = frozenset({"id", "title"})
FIELDS = page_fields(ReferenceRecord)
LIST_DEFAULT = ("id", "type", "detail_url", "title", "text", "doi", "pmid", "url")


class ReferencesViewSet(Answers, BaseAPIViewSet):
    """Papers, each with its CSL-JSON. A merged paper is not there: the one it was merged into stands for it.

    Use is read from Wagtail's reference index, because it sees lists and citations in texts alike. It is written with
    the page's own row, so what only a draft cites does not count.
    """

    name = "references"
    model = Reference
    list_parameters: ClassVar[frozenset[str]] = frozenset({"doi", "pmid"})
    find_parameters: ClassVar[frozenset[str]] = frozenset({"id", "doi", "pmid"})

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        """Return Wagtail's addresses, with the ids that references have."""
        return [
            path("", cls.as_view({"get": "listing_view"}), name="listing"),
            path("<uuid:pk>/", cls.as_view({"get": "detail_view"}), name="detail"),
            path("find/", cls.as_view({"get": "find_view"}), name="find"),
        ]

    def get_queryset(self) -> QuerySet[Reference]:
        """Return the papers in use, by title."""
        posts = public_pages(self.viewer, now=self.now, model=BlogPostPage).order_by()
        uses = ReferenceIndex.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=posts.annotate(as_text=Cast("pk", CharField())).values("as_text"),
            to_content_type=ContentType.objects.get_for_model(Reference),
            to_object_id=Cast(OuterRef("pk"), CharField()),
        )
        used = Reference.objects.filter(Exists(uses)).order_by()
        return Reference.objects.filter(pk__in=used.values(standing=Coalesce("merged_into_id", "pk"))).order_by(
            "title", "pk"
        )

    def listed(self) -> Any:
        """Return the papers the list shows. Raises `Problem` 400 naming the parameter that is misused."""
        papers = filters.ordered(self.request, self._numbered(self.get_queryset()), orders=ORDERS)
        return filters.searched(self.request, papers)

    def get_object(self) -> Reference:
        """Return the paper. Raises `Http404` when no post that readers may see uses it."""
        found = self.get_queryset().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def find_object(self, queryset: QuerySet[Reference], request: Request) -> Reference | None:
        """Return the paper with the `?doi=` and `?pmid=`, or the `?id=`. Raises `Problem` 400 for what can't be one."""
        if "id" in request.GET:
            try:
                queryset = queryset.filter(pk=UUID(request.GET["id"]))
            except ValueError as error:
                raise invalid("id", _("Give a UUID.")) from error
        elif not request.GET.keys() & {"doi", "pmid"}:
            return None
        return self._numbered(queryset).first()

    def _numbered(self, papers: QuerySet[Reference]) -> QuerySet[Reference]:
        if "doi" in self.request.GET:
            papers = papers.filter(doi=normal_doi(self.request.GET["doi"]) or "")
        return papers.filter(pmid=self.request.GET["pmid"]) if "pmid" in self.request.GET else papers

    def represent(self, rows: list[Reference]) -> list[dict[str, Any]]:
        """Return papers with the fields that are asked for. Raises `Problem` 400 for fields that aren't there."""
        default = LIST_DEFAULT if self.action == "listing_view" else list(FIELDS)
        selection = select(fields_config(self.request.GET), available=FIELDS, default=default)
        return [selection.of_page(self._record(paper).model_dump(mode="json")) for paper in rows]

    def _record(self, paper: Reference) -> ReferenceRecord:
        doi, pmid = paper.doi or "", paper.pmid or ""
        way = self.request.wagtailapi_router.get_object_detail_urlpath(Reference, paper.pk)
        return ReferenceRecord(
            id=paper.pk,
            meta=ReferenceMeta(type="blog.Reference", detail_url=self.viewer.site.root_url + way),
            title=paper.title,
            text=vancouver(item=paper.csl, doi=doi),
            doi=paper.doi,
            pmid=paper.pmid,
            url=reference_url(item=paper.csl, doi=doi, pmid=pmid),
            csl={**paper.csl, **({"DOI": doi} if doi else {}), **({"PMID": pmid} if pmid else {})},
        )
