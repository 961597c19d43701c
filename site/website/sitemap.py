"""What search engines are told: every public page with its picture and its translations, and where that list is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import StringIO
from typing import Any
from urllib.parse import quote
from uuid import UUID
from xml.sax.xmlreader import AttributesImpl

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import conditional_page, require_safe
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site
from wagtail.query import PageQuerySet

from blog.payloads.addresses import Address
from blog.pictures import FALLBACK
from ground.problems import Problem, problem_response
from ground.roots import roots_of, with_roots
from ground.schemas import unknown_parameters
from ground.viewer import Viewer, public_pages, viewer_for
from website import caching
from website.sitemap_sections import section_paths

LIMIT = 50_000
"""Addresses in one file, https://www.sitemaps.org/protocol.html."""

NAMES = {
    "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xmlns:image": "http://www.google.com/schemas/sitemap-image/1.1",
    "xmlns:xhtml": "http://www.w3.org/1999/xhtml",
}

PLAIN = AttributesImpl({})
"""No attributes."""


@dataclass(frozen=True, slots=True)
class Location:
    """A page: its absolute address, when it changed, its picture if it has one, its translations by language."""

    address: str
    changed: datetime | None = None
    image: str = ""
    alternates: Mapping[str, str] = field(default_factory=dict)


def asker(request: HttpRequest) -> Viewer:
    """Return who asks. Raises `Problem` 400 for a parameter that isn't known or names no site."""
    if problem := unknown_parameters(request, {"site"}):
        raise problem
    return viewer_for(request)


@require_safe
@conditional_page
def sitemap(request: HttpRequest, part: int = 0) -> HttpResponse:
    """Answer with all that is public on the site, or with the list of the files that have it when it is too much.

    That are its pages, then the categories and the like of its blogs. A page that is there twice is listed once.
    """
    try:
        viewer = asker(request)
    except Problem as problem:
        return problem_response(problem)
    now = timezone.now()
    public = public_pages(viewer, now=now)
    pages = public.filter(depth__gte=viewer.site.root_page.depth).order_by("path")
    pages = pages.exclude(alias_of__in=public.order_by().values("pk"))
    number, sections = pages.count(), section_paths(viewer, now=now)
    parts = max(1, -(-(number + len(sections)) // LIMIT))
    if part > parts or (part and parts == 1):
        raise Http404
    if parts > 1 and not part:
        return _answer(_index(parts, root=viewer.site.root_url), "application/xml")
    start = (max(part, 1) - 1) * LIMIT
    found = locations(pages[start : start + LIMIT], viewer=viewer, now=now) if start < number else []
    places = sections[max(start - number, 0) : max(start + LIMIT - number, 0)]
    found += [Location(address=viewer.site.root_url + quote(path)) for path in places]
    return _answer(_urls(found), "application/xml")


@require_safe
@conditional_page
def robots(request: HttpRequest) -> HttpResponse:
    """Answer with where the list of pages is; nothing public is closed to robots."""
    try:
        viewer = asker(request)
    except Problem as problem:
        return problem_response(problem)
    lines = ["User-agent: *", "Disallow:", "", f"Sitemap: {viewer.site.root_url}/sitemap.xml", ""]
    return _answer("\n".join(lines), "text/plain")


def locations(pages: PageQuerySet[Page], *, viewer: Viewer, now: datetime) -> list[Location]:
    """Return what is said of each of `pages`, in their order: in a few statements, one more for each site."""
    rows = list(
        pages.values_list(
            "url_path", "last_published_at", "translation_key", "locale__language_code", "blogpostpage__hero_image"
        )
    )
    images = _images({row[4] for row in rows if row[4]})
    address, root = Address(viewer.site), viewer.site.root_url
    languages = _languages({row[2] for row in rows}, first=viewer.site, now=now) if Locale.objects.count() > 1 else {}
    main = roots_of(viewer.site)[0].language
    found = []
    for url_path, changed, key, _code, image in rows:
        alternates = languages.get(key, {})
        found.append(
            Location(
                address=quote(address.absolute(address.link(url_path) or ""), safe="/:"),
                changed=changed,
                image=_absolute(images.get(image, ""), root=root),
                alternates=_with_default(alternates, main=main) if len(alternates) > 1 else {},
            )
        )
    return found


def _images(ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    files = get_image_model().get_rendition_model().objects.filter(filter_spec=FALLBACK.filter_spec)
    return {image: default_storage.url(file) for image, file in files.values_list("image_id", "file") if image in ids}


def _with_default(alternates: dict[str, str], *, main: str) -> dict[str, str]:
    return {**alternates, "x-default": alternates.get(main) or next(iter(alternates.values()))}


def _languages(keys: set[UUID], *, first: Site, now: datetime) -> dict[UUID, dict[str, str]]:
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    for site in [first, *with_roots(Site.objects.exclude(pk=first.pk)).order_by("pk")]:
        pages = public_pages(Viewer.anonymous(site=site), now=now).order_by("path")
        address = Address(site)
        for key, code, url_path in pages.values_list("translation_key", "locale__language_code", "url_path"):
            if key in keys:
                own = address.absolute(address.link(url_path) or "")
                found[key].setdefault(code, quote(own, safe="/:"))
    return found


def _absolute(link: str, *, root: str) -> str:
    return root + link if link.startswith("/") else link


def _urls(found: Iterable[Location]) -> str:
    out, xml = _begin("urlset")
    for location in found:
        xml.startElement("url", PLAIN)
        xml.addQuickElement("loc", location.address)
        if location.changed:
            xml.addQuickElement("lastmod", location.changed.date().isoformat())
        for code, other in sorted(location.alternates.items()):
            xml.addQuickElement("xhtml:link", None, {"rel": "alternate", "hreflang": code, "href": other})
        if location.image:
            xml.startElement("image:image", PLAIN)
            xml.addQuickElement("image:loc", location.image)
            xml.endElement("image:image")
        xml.endElement("url")
    return _end(out, xml, "urlset")


def _index(parts: int, *, root: str) -> str:
    out, xml = _begin("sitemapindex")
    for number in range(1, parts + 1):
        xml.startElement("sitemap", PLAIN)
        xml.addQuickElement("loc", f"{root}/sitemap-{number}.xml")
        xml.endElement("sitemap")
    return _end(out, xml, "sitemapindex")


def _begin(name: str) -> tuple[StringIO, Any]:
    out = StringIO()
    xml = SimplerXMLGenerator(out, "utf-8")
    xml.startDocument()
    xml.startElement(name, AttributesImpl(NAMES))
    return out, xml


def _end(out: StringIO, xml: Any, name: str) -> str:
    xml.endElement(name)
    xml.endDocument()
    return out.getvalue()


def _answer(text: str, kind: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Cache-Tag"] = caching.EVERYTHING
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response
