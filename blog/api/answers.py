"""What every resource of the content API has in common: who asks, which parameters it knows, how it fails."""

from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api.v2.utils import BadRequestError

from blog.api.parameters import (
    DEFAULT_LIMIT,
    MAX_ID,
    MAX_LIMIT,
    MAX_OFFSET,
    invalid,
    refuse_unreadable,
    whole_number,
)
from ground.problems import Problem, problem_response
from ground.schemas import unknown_parameters
from ground.viewer import Viewer, viewer_for

EVERYWHERE = frozenset({"site", "format", "_"})
"""Parameters of every answer; `_` is what scripts add to get past a cache."""

PAGING = frozenset({"limit", "offset", "order", "search", "search_operator"})


class AlwaysJson(BaseContentNegotiation):
    """JSON, whatever the caller would rather have: there is nothing else."""

    def select_parser(self, request: Request, parsers: list[Any]) -> Any:
        return parsers[0]

    def select_renderer(
        self, request: Request, renderers: list[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


class Answers:
    """Mixed into Wagtail's viewsets, before them.

    A subclass says which parameters its list, detail and find know beyond `EVERYWHERE` and `PAGING`, and has
    `listed`, the rows a list may show.
    """

    renderer_classes: ClassVar[list[type[BaseRenderer]]] = [JSONRenderer]
    content_negotiation_class = AlwaysJson
    list_parameters: ClassVar[frozenset[str]] = frozenset()
    detail_parameters: ClassVar[frozenset[str]] = frozenset({"fields"})
    find_parameters: ClassVar[frozenset[str]] = frozenset({"id"})

    action: str
    request: Request
    kwargs: dict[str, Any]
    model: type[Model]

    @cached_property
    def viewer(self) -> Viewer:
        """Who asks."""
        return viewer_for(self.request)

    @cached_property
    def now(self) -> datetime:
        """When; the same moment for the whole answer."""
        return timezone.now()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse parameters nobody knows here before anything reads the others. Raises `Problem` 400."""
        super().initial(request, *args, **kwargs)  # type: ignore[misc]  # the next class is Wagtail's
        known = EVERYWHERE | {
            "listing_view": self.list_parameters | PAGING | {"fields"},
            "detail_view": self.detail_parameters,
            "find_view": self.find_parameters | self.detail_parameters,
        }.get(self.action, frozenset())
        if problem := unknown_parameters(request, set(known)):
            raise problem
        refuse_unreadable(request.GET)
        if request.GET.get("format", "json") != "json":
            raise invalid("format", _("There is only json."))

    def listed(self) -> Any:
        """Return what the list shows, filtered and ordered; it can be counted and cut."""
        raise NotImplementedError

    def fetch(self, part: Any) -> list[Any]:
        """Return the rows of a part of the list."""
        return list(part)

    def represent(self, rows: list[Any]) -> list[Any]:
        """Return `rows` as they stand in the answer."""
        raise NotImplementedError

    def listing_view(self, request: Request) -> Response:
        """Answer with a part of the list, and how long the whole is."""
        limit = whole_number(request.GET, "limit", default=DEFAULT_LIMIT, most=MAX_LIMIT)
        offset = whole_number(request.GET, "offset", default=0, most=MAX_OFFSET)
        found = self.listed()
        items = self.represent(self.fetch(found[offset : offset + limit])) if limit else []
        return Response({"meta": {"total_count": found.count()}, "items": items})

    def detail_view(self, request: Request, pk: int) -> Response:
        """Answer with one thing. Raises `Http404` for one that readers may not see."""
        return Response(self.represent([self.get_object()])[0])  # type: ignore[attr-defined]  # Wagtail's

    def find_view(self, request: Request) -> HttpResponse:
        """Answer with the way to the thing asked for. Raises `Http404` when there is none for readers."""
        found = self.find_object(self.get_queryset(), request)  # type: ignore[attr-defined]  # Wagtail's
        if found is None:
            raise Http404
        query = request.GET.copy()
        for name in self.find_parameters:
            query.pop(name, None)
        way = self.request.wagtailapi_router.get_object_detail_urlpath(self.model, found.pk)
        return HttpResponseRedirect(f"{way}?{query.urlencode()}" if query else way)

    def find_object(self, queryset: QuerySet[Any], request: Request) -> Any:
        """Return the thing with the `?id=`, or None. Raises `Problem` 400 for what can't be an id."""
        if "id" not in request.GET:
            return None
        return queryset.filter(pk=whole_number(request.GET, "id", default=0, most=MAX_ID)).first()

    def get_renderer_context(self) -> dict[str, Any]:
        """Return what the renderer is told: Wagtail's own, without its white space."""
        context: dict[str, Any] = super().get_renderer_context()  # type: ignore[misc]  # the next class is Wagtail's
        return {name: value for name, value in context.items() if name != "indent"}

    def handle_exception(self, exc: Exception) -> HttpResponse:
        """Answer with the problem `exc` stands for; what stands for none is raised again."""
        match exc:
            case Problem():
                return problem_response(exc)
            case Http404():
                return problem_response(Problem(status=404, code="not-found", title=_("There is nothing here.")))
            case BadRequestError():
                return problem_response(
                    Problem(status=400, code="invalid", title=_("This request can't be read."), detail=str(exc))
                )
            case APIException():
                return problem_response(Problem(status=exc.status_code, code="refused", title=str(exc.detail)))
            case PermissionDenied():
                return problem_response(Problem(status=403, code="refused", title=_("This is not open to you.")))
        raise exc
