"""The route of what every screen of a site shares."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from ground.roots import roots_of, speak
from ground.schemas import declared_parameters_only
from ground.viewer import viewer_for
from website.brand.payloads import SiteSettings, site_settings

router = Router(tags=["site"])


@router.get("/settings/", response=SiteSettings, operation_id="settings", summary="What every screen shares")
@declared_parameters_only
def read_settings(
    request: HttpRequest,
    site: Annotated[str | None, Query(description="The site asked, as host or host:port.")] = None,
    locale: Annotated[str | None, Query(description="The language of the menus, such as de.", max_length=12)] = None,
) -> SiteSettings:
    """Return name, look, menus and words of the site: what is set for it, and ours where nothing is."""
    viewer = viewer_for(request)
    own, *others = roots_of(viewer.site)
    root = next((each for each in others if each.language == locale), own)
    speak(root.language)
    return site_settings(viewer, now=timezone.now(), root=root)
