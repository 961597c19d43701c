"""What a caller may see: the one door to pages for everybody outside the admin."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length, Substr
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.query import PageQuerySet

from ground.problems import FieldError, Problem


@dataclass(frozen=True)
class Viewer:
    """A caller of the public API, made from the site asked for; never from a cookie."""

    site: Site

    @classmethod
    def anonymous(cls, *, site: Site) -> "Viewer":
        """Return a viewer of `site` who holds no token."""
        return cls(site=site)


def public_pages(viewer: Viewer, *, now: datetime, model: type[Page] = Page) -> "PageQuerySet[Page]":
    """Return the pages of type `model` that `viewer` may see at `now`.

    Live, not past their expiry even when nobody has unpublished them yet, below the root page of the viewer's site,
    with no view restriction on themselves or an ancestor. One statement, however it is filtered further.
    """
    restricted = PageViewRestriction.objects.filter(page__path=Substr(OuterRef("path"), 1, Length("page__path")))
    not_expired = Q(expire_at__isnull=True) | Q(expire_at__gt=now)
    pages: PageQuerySet[Page] = model._default_manager.filter(
        not_expired, ~Exists(restricted), live=True, path__startswith=viewer.site.root_page.path
    )
    return pages


def viewer_for(request: HttpRequest) -> Viewer:
    """Return the viewer behind `request`: of the site named by `?site=host[:port]`, else of its Host, else the default.

    Raises `Problem` 400 when `?site=` names no site, 404 when there is no site at all.
    """
    asked = request.GET.get("site")
    sites = Site.objects.select_related("root_page")
    if asked is None:
        host, port = split_domain_port(request.get_host())
        named = Q(hostname=host, port=int(port or request.get_port()))
        site = sites.filter(named | Q(is_default_site=True)).order_by("is_default_site").first()
        if site is None:
            raise Problem(status=404, code="no-site", title="There is no site here yet.")
        return Viewer.anonymous(site=site)
    host, port = split_domain_port(asked)
    if host and "\x00" not in asked and (not port or port.isascii()):
        found = list(sites.filter(hostname=host, **({"port": int(port)} if port else {}))[:2])
        if len(found) == 1:
            return Viewer.anonymous(site=found[0])
    message = "Name one site of this installation, as host or host:port."
    raise Problem(
        status=400,
        code="unknown-site",
        title="There is no such site.",
        errors=[FieldError(field="site", code="unknown-site", message=message)],
    )
