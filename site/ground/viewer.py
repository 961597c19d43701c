"""What a caller may see: the one door to pages for everybody outside the admin."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, CharField, F, Func, IntegerField, Q, QuerySet
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.query import PageQuerySet

from ground.changes import VERSION, with_version
from ground.prepared import prepared
from ground.problems import FieldError, Problem
from ground.roots import Root, inside, roots_of, with_roots
from ground.tokens import InvalidToken, make_token, read_token

UNLOCK_HEADER = "X-Unlock-Token"
"""What a caller shows who has given the password of a page. An answer to it is for that caller alone."""

UNLOCK_LIFETIME = timedelta(hours=8)
"""How long a password that was given once opens its pages: a working day."""

_UNLOCK = "unlock"

_PAGES, _RESTRICTIONS = f'"{Page._meta.db_table}"', f'"{PageViewRestriction._meta.db_table}"'


@dataclass(frozen=True)
class Viewer:
    """A caller of the public API, made from the site asked for and the token shown; never from a cookie.

    `unlocked` holds the ids of the view restrictions whose password the caller has given.
    """

    site: Site
    unlocked: frozenset[int] = field(default=frozenset())

    @classmethod
    def anonymous(cls, *, site: Site) -> "Viewer":
        """Return a viewer of `site` who holds no token. One statement, none when `site` came through `with_roots`."""
        roots_of(site)
        return cls(site=site)

    @property
    def shape(self) -> tuple[tuple[Root, ...], frozenset[int]]:
        """What decides about the statements that `public_pages` makes, beside the moment: for `ground.prepared`."""
        return roots_of(self.site), self.unlocked


def public_pages(viewer: Viewer, *, now: datetime, model: type[Page] = Page) -> "PageQuerySet[Page]":
    """Return the pages of type `model` that `viewer` may see at `now`.

    Live, not past their expiry even when nobody has unpublished them yet, below the front page of the viewer's site or
    a translation of it, with no view restriction on themselves or an ancestor but those the viewer has unlocked. One
    statement, however it is filtered further.
    """
    return open_pages(viewer, now=now, model=model).filter(inside(roots_of(viewer.site)))


def open_pages(viewer: Viewer, *, now: datetime, model: type[Page] = Page) -> "PageQuerySet[Page]":
    """Return what `public_pages` would on any site: only for telling where else something is, never for showing it."""
    not_expired = Q(expire_at__isnull=True) | Q(expire_at__gt=now)
    pages: PageQuerySet[Page] = model._default_manager.filter(not_expired, Unrestricted(viewer.unlocked), live=True)
    return pages


class Unrestricted(Func):
    """Whether neither the page nor one above it has a view restriction, but for those `unlocked`, by their ids.

    Written in SQL that both databases share: every public answer asks it several times, and from querysets Django
    takes longer to put it together than the database to answer. It holds columns and numbers only.
    """

    conditional = True

    def __init__(self, unlocked: Iterable[int]) -> None:
        super().__init__(F("path"), output_field=BooleanField())
        self.unlocked = tuple(sorted(unlocked))

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra_context: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL; the parameters are the ids."""
        path, params = compiler.compile(self.source_expressions[0])
        locked = f"r.id NOT IN ({', '.join(['%s'] * len(self.unlocked))}) AND " if self.unlocked else ""
        # One inside the other: as a join, SQLite may read all pages for each, knowing how many there are of both.
        sql = (
            f"NOT EXISTS (SELECT 1 FROM {_RESTRICTIONS} r WHERE {locked}EXISTS (SELECT 1 FROM {_PAGES} a"  # nosec B608 # noqa: S608 - columns and constants only
            f" WHERE a.id = r.page_id AND a.path = SUBSTR({path}, 1, LENGTH(a.path))))"
        )
        return sql, (*self.unlocked, *params)


def locks_on(viewer: Viewer, *, url_path: str, now: datetime) -> list[PageViewRestriction]:
    """Return what keeps `viewer` from the page at `url_path` in the tree, the outermost first.

    Nothing for a page that is open to the viewer, and for one that nobody could see at `now` without the restriction.
    """
    not_expired = Q(expire_at__isnull=True) | Q(expire_at__gt=now)
    page = Page.objects.filter(not_expired, live=True, url_path=url_path).only("path").first()
    if page is None:
        return []
    lineage = [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]
    locks = PageViewRestriction.objects.filter(page__path__in=lineage).exclude(pk__in=viewer.unlocked)
    return list(locks.select_related("page").order_by("page__path", "pk"))


def unlock_token(restrictions: Iterable[PageViewRestriction], *, now: datetime) -> str:
    """Return the token that opens the branches behind `restrictions`, until their passwords change."""
    claims = {"opens": {str(each.pk): _fingerprint(each) for each in restrictions}}
    return make_token(purpose=_UNLOCK, claims=claims, now=now, lifetime=UNLOCK_LIFETIME)


def unlocked_by(token: str, *, now: datetime) -> list[PageViewRestriction]:
    """Return the password restrictions that `token` opens at `now`; none for a token that is worth nothing."""
    try:
        opens = read_token(token, purpose=_UNLOCK, now=now).get("opens")
    except InvalidToken:
        return []
    if not isinstance(opens, Mapping):
        return []
    restrictions = PageViewRestriction.objects.filter(
        pk__in=[int(pk) for pk in opens], restriction_type=PageViewRestriction.PASSWORD
    ).select_related("page")
    return [each for each in restrictions if constant_time_compare(opens[str(each.pk)], _fingerprint(each))]


def _fingerprint(restriction: PageViewRestriction) -> str:
    value = f"{restriction.pk};{restriction.password}"
    return salted_hmac("ground.viewer.restriction", value, algorithm="sha256").hexdigest()[:32]


def viewer_for(request: HttpRequest) -> Viewer:
    """Return the viewer behind `request`: of the site named by `?site=host[:port]`, else of its Host, else the default.

    A token in `UNLOCK_HEADER` that is worth nothing changes nothing. Raises `Problem` 400 when `?site=` names no site,
    404 when there is no site at all.
    """
    site, token = _site_for(request), request.headers.get(UNLOCK_HEADER)
    setattr(getattr(request, "_request", request), VERSION, vars(site).get(VERSION))
    if token is None:
        return Viewer.anonymous(site=site)
    opened = unlocked_by(token, now=timezone.now())
    return Viewer(site=site, unlocked=frozenset(each.pk for each in opened))


def _site_for(request: HttpRequest) -> Site:
    asked, related = request.GET.get("site"), tuple(settings.SITE_RELATED)
    if asked is None:
        host, port = split_domain_port(request.get_host())
        found = _site_at(related, host=host, port=int(port or request.get_port()))
        if not found:
            raise Problem(status=404, code="no-site", title="There is no site here yet.")
        return found[0]
    host, port = split_domain_port(asked)
    if host and "\x00" not in asked and (not port or port.isascii()):
        found = _site_called(related, host=host, port=int(port)) if port else _sites_called(related, host=host)
        if len(found) == 1:
            return found[0]
    message = "Name one site of this installation, as host or host:port."
    raise Problem(
        status=400,
        code="unknown-site",
        title="There is no such site.",
        errors=[FieldError(field="site", code="unknown-site", message=message)],
    )


@prepared(host=CharField(), port=IntegerField())
def _site_at(related: tuple[str, ...], *, host: Any, port: Any) -> QuerySet[Site]:
    named = Q(hostname=host, port=port)
    return _sites(related).filter(named | Q(is_default_site=True)).order_by("is_default_site")[:1]


@prepared(host=CharField(), port=IntegerField())
def _site_called(related: tuple[str, ...], *, host: Any, port: Any) -> QuerySet[Site]:
    return _sites(related).filter(hostname=host, port=port)[:2]


@prepared(host=CharField())
def _sites_called(related: tuple[str, ...], *, host: Any) -> QuerySet[Site]:
    return _sites(related).filter(hostname=host)[:2]


def _sites(related: tuple[str, ...]) -> QuerySet[Site]:
    return with_version(with_roots(Site.objects.select_related(*related)))
