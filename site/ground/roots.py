"""The front pages of a site, one for each language, and the public paths below them: the only place that knows both.

A site's own front page is at `/`; its translation into German, a page of its own beside it in the tree, is at `/de/`,
unless it is the front page of another site: then it is of that one only. What is translated for several sites, and the
front page of none, is of the site that was made first.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Aggregate, CharField, Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat
from django.db.models.lookups import StartsWith
from django.http import HttpRequest
from django.utils import translation
from wagtail.models import Page, Site

_PACKED = "front_pages"
"""The column of a site that came through `with_roots`, and where `roots_of` keeps what it found for any other."""

_SITES = "sites_with_front_pages"
"""Where a request keeps what `place_of` found."""

_LINE, _WORD = "\n", " "
"""What stands between front pages, and between what is said of one: neither can be part of a path."""


class Root(NamedTuple):
    """A front page: its id, treebeard's path and Wagtail's `url_path` of it, and its path for readers."""

    pk: int
    path: str
    url_path: str
    language: str
    prefix: str


@CharField.register_lookup
class AtOrBelow(StartsWith):
    """Whether a page's path begins with that of another, as `startswith` tells, too.

    SQLite plans a statement that says LIKE anew each time it is given values, though they are the same: that can take
    ten times as long as answering it.
    """

    lookup_name = "at_or_below"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Return the SQL of `startswith`."""
        return StartsWith(self.lhs, self.rhs).as_sql(compiler, connection)

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL; most pages are of the site that is asked for."""
        path, params = self.process_lhs(compiler, connection)
        return f"LIKELY(SUBSTR({path}, 1, %s) = %s)", (*params, len(self.rhs), self.rhs)


class Joined(Aggregate):
    """The texts of a group, with the second expression between them."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Return the SQL as PostgreSQL calls it."""
        return self.as_sql(compiler, connection, function="STRING_AGG", **extra)


def with_roots(sites: QuerySet[Site]) -> QuerySet[Site]:
    """Return `sites` with their front pages in every language, in the statement that fetches them."""
    sisters = Site.objects.filter(root_page__translation_key=OuterRef("translation_key"))
    earlier = sisters.filter(pk__lt=OuterRef(OuterRef("pk")))
    own_or_free = Q(pk=OuterRef("root_page_id")) | Q(Q(sites_rooted_here=None), ~Exists(earlier))
    pages = Page.objects.filter(own_or_free, translation_key=OuterRef("root_page__translation_key")).order_by()
    columns = (Cast(name, TextField()) for name in ("path", "pk", "locale__language_code", "url_path"))
    said = [part for column in columns for part in (Value(_WORD), column)][1:]
    packed = pages.values("translation_key").annotate(
        packed=Joined(Concat(*said, output_field=TextField()), Value(_LINE, output_field=TextField()))
    )
    column = Subquery(packed.values("packed"), output_field=TextField())
    found: QuerySet[Site] = sites.select_related("root_page").annotate(**{_PACKED: column})
    return found


def roots_of(site: Site) -> tuple[Root, ...]:
    """Return the front pages of `site`: its own, then its translations as the settings order languages.

    Without a statement for a site that came through `with_roots` or was asked before, else with one.
    """
    known = site.__dict__.get(_PACKED, "")
    roots: tuple[Root, ...] = known if isinstance(known, tuple) else _unpacked(site, known or _packed(site))
    site.__dict__[_PACKED] = roots
    return roots


def _packed(site: Site) -> str:
    found: str | None = with_roots(Site.objects.filter(pk=site.pk)).values_list(_PACKED, flat=True).first()
    return found or ""


def _unpacked(site: Site, packed: str) -> tuple[Root, ...]:
    own = site.root_page
    rows = sorted(line.split(_WORD) for line in packed.split(_LINE) if line)
    roots = [
        Root(int(pk), path, url_path, language, "/" if path == own.path else f"/{language.lower()}/")
        for path, pk, language, url_path in rows
    ]
    place = {code: number for number, (code, _name) in enumerate(settings.LANGUAGES)}

    def order(root: Root) -> tuple[bool, int, str]:
        return root.prefix != "/", place.get(root.language, len(place)), root.prefix

    return tuple(sorted(roots, key=order))


def root_above(site: Site, url_path: str) -> Root | None:
    """Return the front page of `site` above the page at `url_path` in the tree, or that page itself."""
    return next((root for root in roots_of(site) if url_path.startswith(root.url_path)), None)


def root_for(site: Site, path: str) -> Root:
    """Return the front page of `site` in the language of the public path `path`, which begins with a slash."""
    own, *translations = roots_of(site)
    return next((root for root in translations if f"{path}/".startswith(root.prefix)), own)


def public_path(site: Site, url_path: str) -> str | None:
    """Return the public path of the page at `url_path` in the tree; None for a page that is not of `site`."""
    root = root_above(site, url_path)
    return root.prefix + url_path.removeprefix(root.url_path) if root else None


def tree_path(site: Site, path: str) -> str:
    """Return where in the tree the page is that `site` has at the public path `path`, which begins and ends with `/`.

    The opposite of `public_path`: one leads back to where the other came from.
    """
    root = root_for(site, path)
    return root.url_path + path.removeprefix(root.prefix)


def place_of(page: Page, *, request: HttpRequest | None = None) -> tuple[Site, str] | None:
    """Return the site that `page` belongs to and its public path there; None for a page of no site.

    Where it belongs to several, it is the site whose front page is nearest above it; among equals the default site. One
    statement, none when `request` was given before.
    """
    kept: dict[str, Any] = vars(request) if request is not None else {}
    if _SITES not in kept:
        kept[_SITES] = list(with_roots(Site.objects.all()))
    sites: list[Site] = kept[_SITES]
    found = [(site, root) for site in sites if (root := root_above(site, page.url_path))]
    if not found:
        return None
    site, root = max(found, key=lambda each: (len(each[1].path), each[0].is_default_site))
    return site, root.prefix + page.url_path.removeprefix(root.url_path)


def address_of(page: Page, *, request: HttpRequest | None = None) -> str | None:
    """Return the public address of `page`, as `place_of` finds it."""
    place = place_of(page, request=request)
    return place[0].root_url + place[1] if place else None


def inside(roots: Iterable[Root], *, column: str = "path") -> Q:
    """Return the condition that a page is one of `roots` or below it."""
    condition = Q(pk__in=())
    for root in roots:
        condition |= Q(**{f"{column}__at_or_below": root.path})
    return condition


def speak(language: str) -> None:
    """Say from now on, until the end of the request, everything in `language`; in the first language if not known."""
    known = {code for code, _name in settings.LANGUAGES}
    translation.activate(language if language in known else settings.LANGUAGE_CODE)
