"""The route itself: what is asked of a path, in which order."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from wagtail.models import PageViewRestriction

from blog.models import OncePublicPath
from ground.roots import root_for, speak
from ground.schemas import declared_parameters_only
from ground.viewer import locks_on, viewer_for
from website import problems
from website.resolve.moved import redirect
from website.resolve.paths import MAX_PATH, normal_path, tree_path
from website.resolve.screens import public_page, screen
from website.resolve.sections import section_at, section_screen
from website.resolve.shapes import Lock, Resolved, closed_answer, for_holder

router = Router(tags=["site"])


@router.get("/resolve/", response=Resolved, operation_id="resolve", summary="The screen behind a public path")
@declared_parameters_only
def resolve(
    request: HttpRequest,
    path: Annotated[
        str, Query(min_length=1, max_length=MAX_PATH, description="A path of the public site, such as /blog/.")
    ],
    site: Annotated[str | None, Query(description="The site asked, as host or host:port.")] = None,
    page: Annotated[int, Query(ge=1, le=10_000, description="Which page of a listing.")] = 1,
) -> Resolved:
    """Find the page, listing, redirect, locked or former page behind `path`; a path never public is 404."""
    viewer, now = viewer_for(request), timezone.now()
    wanted = normal_path(path)
    language = root_for(viewer.site, wanted).language
    speak(language)
    at = section_at(viewer, path=wanted, now=now)
    if at and (section := section_screen(*at, viewer=viewer, number=page, now=now)):
        return for_holder(section, viewer=viewer)
    found = None if at else public_page(viewer, path=wanted, now=now)
    if found is not None:
        return for_holder(screen(found, viewer=viewer, number=page, now=now), viewer=viewer)
    url_path = tree_path(viewer.site, wanted)
    if locks := locks_on(viewer, url_path=url_path, now=now):
        by_password = all(each.restriction_type == PageViewRestriction.PASSWORD for each in locks)
        lock: Lock = "password" if by_password else "members"
        return closed_answer(kind="restricted", status=403, language=language, lock=lock)
    location, status = redirect(viewer, path=path, now=now)
    if location is not None:
        return closed_answer(kind="redirect", status=status, language=language, location=location)
    if OncePublicPath.objects.was_public(url_path, now=now):
        return closed_answer(kind="gone", status=410, language=language)
    raise problems.missing()
