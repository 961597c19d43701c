"""The page somebody is writing, in the shape of a live one."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from wagtail.models import Page, Site

from blog.models.previews import previewed
from blog.payloads import build_draft
from ground.roots import place_of, speak
from ground.schemas import declared_parameters_only
from ground.viewer import Viewer
from website import problems
from website.answers import Answer, Crumb
from website.resolve import Resolved, path_within, screen

router = Router(tags=["site"])


class Previewed(Answer):
    """A screen as it would be, and whether the editor's own panel shows it."""

    screen: Resolved
    in_panel: bool


@router.get("/preview/{token}/", response=Previewed, operation_id="preview", summary="An unsaved page")
@declared_parameters_only
def preview(request: HttpRequest, response: HttpResponse, token: str) -> Previewed:
    """Answer with the page as it last stood in the editor; 404 for a token that is no longer good."""
    now = timezone.now()
    found = previewed(token, now=now)
    site = site_of(found.page) if found else None
    if found is None or site is None:
        raise problems.missing()
    speak(found.page.locale.language_code)
    viewer, page = Viewer.anonymous(site=site), found.page
    shown = screen(page, viewer=viewer, number=1, now=now, build=build_draft)
    above = [crumb for crumb in shown.breadcrumbs if crumb.path != path_within(site, page)]
    head = shown.head.model_copy(update={"robots": "noindex, nofollow"}) if shown.head else None
    update = {"breadcrumbs": [*above, Crumb(title=page.title, path=path_within(site, page))], "head": head, "keys": []}
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return Previewed(screen=shown.model_copy(update=update), in_panel=found.in_panel)


def site_of(page: Page) -> Site | None:
    """Return the site whose front page, in any language, is nearest above `page`, or is `page`."""
    place = place_of(page)
    return place[0] if place else None
