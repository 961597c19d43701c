"""Our own API, in one place: which routers it has, how it fails, what its OpenAPI document says."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.parser import Parser

from blog.api.export import router as export_router
from comments.api import router as comments_router
from search.api import router as search_router
from website import openapi, problems
from website.brand.api import router as brand_router
from website.preview import router as preview_router
from website.resolve import router as resolve_router
from website.unlock import router as unlock_router


class OnlyJson(Parser):
    """Bodies are JSON, and say so: a page elsewhere can make a browser send any text, but not under this name."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the body. Raises `ValueError` for what does not call itself JSON, or is none."""
        if request.content_type != "application/json":
            raise ValueError(request.content_type)
        return super().parse_body(request)


class SiteAPI(NinjaAPI):
    """Our API; its document also describes Wagtail's v2 as we serve it."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> Any:
        """Return the OpenAPI 3.1 document of everything below `/api/`."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        return openapi.complete(schema)


site_api = SiteAPI(
    title="Motacilla",
    version="1",
    description="Pages, comments and settings of a Motacilla site. Errors are `application/problem+json`.",
    urls_namespace="site",
    docs_url=None,
    parser=OnlyJson(),
)
problems.register(site_api)
site_api.add_router("", brand_router)
site_api.add_router("", resolve_router)
site_api.add_router("", export_router)
site_api.add_router("", unlock_router)
site_api.add_router("", preview_router)
site_api.add_router("", comments_router)
site_api.add_router("", search_router)
