"""Where a path leads that was given to another."""

from datetime import datetime

from django.db.models.functions import Length
from wagtail.contrib.redirects.models import Redirect

from ground.viewer import Viewer, public_pages
from website.resolve.paths import path_within


def redirect(viewer: Viewer, *, path: str, now: datetime) -> tuple[str | None, int]:
    """Return where `path` was moved and with which status; nowhere when the target is not public.

    As Wagtail's own middleware does, a redirect of the whole address comes before one of the path without its query.
    """
    spellings = [Redirect.normalise_path(path), Redirect.normalise_path(path.split("?", 1)[0])]
    found = (
        Redirect.get_for_site(viewer.site)
        .select_related("redirect_page")
        .filter(old_path__in=spellings)
        .order_by(Length("old_path").desc(), "pk")
        .first()
    )
    if found is None:
        return None, 404
    status = 301 if found.is_permanent else 302
    if found.redirect_page_id is None:
        return found.redirect_link or None, status
    target = public_pages(viewer, now=now).filter(pk=found.redirect_page_id).first()
    if target is None:
        return None, 404
    return path_within(viewer.site, target), status
