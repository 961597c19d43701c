"""Our own API, in one place: which routers it has, how it fails, what its OpenAPI document says."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja import NinjaAPI, Router
from pydantic import Field

from blog.api.export import router as export_router
from comments.api import router as comments_router
from ground.schemas import declared_parameters_only
from ground.viewer import public_pages, viewer_for
from website import openapi, problems
from website.answers import Answer, Crumb
from website.preview import router as preview_router
from website.resolve import path_within, site_name
from website.resolve import router as resolve_router
from website.unlock import router as unlock_router

settings_router = Router(tags=["site"])


class SiteSettings(Answer):
    """What every screen of a site shares."""

    name: str
    language: str = Field(description="BCP 47 tag of the site's language.")
    navigation: list[Crumb]


@settings_router.get("/settings/", response=SiteSettings, operation_id="settings", summary="What every screen shares")
@declared_parameters_only
def site_settings(request: HttpRequest, site: str | None = None) -> SiteSettings:
    """Return the name and navigation of the site: the pages below its front page that an editor put in the menu."""
    viewer = viewer_for(request)
    root = viewer.site.root_page
    pages = public_pages(viewer, now=timezone.now()).filter(depth=root.depth + 1, show_in_menus=True).order_by("path")
    return SiteSettings(
        name=site_name(viewer.site),
        language=settings.LANGUAGE_CODE,
        navigation=[Crumb(title=page.title, path=path_within(viewer.site, page)) for page in pages],
    )


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
)
problems.register(site_api)
site_api.add_router("", settings_router)
site_api.add_router("", resolve_router)
site_api.add_router("", export_router)
site_api.add_router("", unlock_router)
site_api.add_router("", preview_router)
site_api.add_router("", comments_router)
