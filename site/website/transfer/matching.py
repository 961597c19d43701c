"""What a plan means for this blog: which articles are new, which are here already, under which address they'd stand."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from blog.models import BlogIndexPage
from ground.roots import tree_path, with_roots
from website.models import ImportRecord
from website.transfer.article import digest_of, source_key
from website.transfer.plan import ArticlePlan, FilePlan

LONGEST_OLD_PATH = 255


class UnknownPlaceError(Exception):
    """There is no such blog or section; the message lists those there are."""


class Fate(StrEnum):
    """What becomes of an article."""

    NEW = "new"
    AGAIN = "again"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An article beside what is here.

    AGAIN: its page was deleted here since. REPEATED: it stands in the file twice. `page` is the page here, if any;
    `slug` the free one for a page to be made. `old_path` is the path to redirect, "" for none, with `notes` on why.
    `fills_date` and `closes` say what a known page would learn from this source.
    """

    article: ArticlePlan
    fate: Fate
    digest: str
    slug: str = ""
    record: ImportRecord | None = None
    page: Page | None = None
    old_path: str = ""
    fills_date: bool = False
    closes: bool = False
    notes: tuple[str, ...] = ()

    @property
    def makes_page(self) -> bool:
        """Would a page be made?"""
        return self.fate in {Fate.NEW, Fate.AGAIN}


def find_index(*, path: str) -> BlogIndexPage:
    """Return the blog or section at a public path such as `/blog/`, with or without slashes, or at a full address.

    Raises `UnknownPlaceError` when there is none, or more than one (sites may share paths).
    """
    wanted = path.strip().rstrip("/")
    known = []
    found: list[tuple[BlogIndexPage, str]] = []
    for index in BlogIndexPage.objects.order_by("path"):
        parts = index.get_url_parts()
        if parts is None:
            continue
        _, root, public = parts
        known.append(public)
        if wanted.lstrip("/") == public.strip("/") or wanted == f"{root}{public}".rstrip("/"):
            found.append((index, f"{root}{public}"))
    if len(found) == 1:
        return found[0][0]
    if found:
        addresses = ", ".join(address for _, address in found)
        raise UnknownPlaceError(f"More than one blog is at {path}. Give the whole address: {addresses}")
    there_are = f"There are: {', '.join(sorted(set(known)))}" if known else "There is none yet."
    raise UnknownPlaceError(f"There is no blog or section at {path}. {there_are}")


def match_plan(*, plan: FilePlan, index: BlogIndexPage) -> tuple[Match, ...]:
    """Return every article beside what is here, in the order of the file. Nothing is changed."""
    sources = [article.source for article in plan.articles]
    records = {record.source: record for record in _records(sources)}
    taken = set(index.get_children().values_list("slug", flat=True))
    seen: set[str] = set()
    claimed: set[str] = set()
    matches = []
    for article in plan.articles:
        record = records.get(article.source)
        if article.source in seen:
            match = Match(article=article, fate=Fate.REPEATED, digest=digest_of(article=article))
        elif record and record.page_id:
            match = _known(article, record)
        else:
            match = _new(article, record, index=index, taken=taken, claimed=claimed)
            taken.add(match.slug)
            claimed.add(match.old_path)
        seen.add(article.source)
        matches.append(match)
    return tuple(matches)


def page_behind(*, address: str, home: str, coming: Collection[int] = ()) -> int | None:
    """Return the live page here that an address leads to, or None where it leads elsewhere.

    `home` is the old address of the article that holds the link: paths of its host may have become redirects. Pages
    `coming` count as live.
    """
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"}:
        return None
    record = ImportRecord.objects.filter(source=source_key(address=address)).select_related("page").first()
    if record and record.page and (record.page.live or record.page_id in coming):
        return record.page_id
    site = with_roots(Site.objects.filter(hostname=parts.hostname)).first()
    if site:
        url_path = tree_path(site, f"/{parts.path.strip('/')}/".replace("//", "/"))
        if page := Page.objects.live().filter(url_path=url_path).first():
            return int(page.pk)
    if site or parts.hostname == urlsplit(home).hostname:
        redirect = Redirect.objects.filter(old_path=Redirect.normalise_path(address), redirect_page__live=True).first()
        return redirect.redirect_page_id if redirect else None
    return None


def _records(sources: Iterable[str]) -> Iterable[ImportRecord]:
    return ImportRecord.objects.filter(source__in=list(sources)).select_related("page")


def _known(article: ArticlePlan, record: ImportRecord) -> Match:
    digest = digest_of(article=article)
    return Match(
        article=article,
        fate=Fate.UNCHANGED if digest == record.digest else Fate.CHANGED,
        digest=digest,
        record=record,
        page=record.page,
        fills_date=record.published_at is None and article.published_at is not None,
        closes=article.comments_closed and not record.comments_closed,
    )


def _new(
    article: ArticlePlan, record: ImportRecord | None, *, index: BlogIndexPage, taken: set[str], claimed: set[str]
) -> Match:
    notes = []
    slug = next(slug for slug in _slugs(article.slug) if slug not in taken)
    if slug != article.slug:
        notes.append(f"The address “{article.slug}” is taken by another page.")
    old_path, doubt = _old_path(article, new_path=f"{_path_of(index)}{slug}/", claimed=claimed)
    if doubt:
        notes.append(doubt)
    return Match(
        article=article,
        fate=Fate.AGAIN if record else Fate.NEW,
        digest=digest_of(article=article),
        slug=slug,
        record=record,
        old_path=old_path,
        notes=tuple(notes),
    )


def _slugs(slug: str) -> Iterable[str]:
    yield slug
    number = 2
    while True:
        yield f"{slug}-{number}"
        number += 1


def _path_of(index: BlogIndexPage) -> str:
    parts = index.get_url_parts()
    return str(parts[2]) if parts else "/"


def _old_path(article: ArticlePlan, *, new_path: str, claimed: set[str]) -> tuple[str, str]:
    """Return the path to redirect, as Wagtail spells it, or "" with what to say about it."""
    if not article.address:
        return "", ""
    old_path = Redirect.normalise_path(article.address)
    if old_path in {"/", Redirect.normalise_path(new_path)}:
        return "", ""
    if len(old_path) > LONGEST_OLD_PATH:
        return "", f"The old address is longer than a redirect may be: {old_path[:80]}…"
    if old_path in claimed or Redirect.objects.filter(old_path=old_path).exists():
        return "", f"The old address {old_path} leads to another page already."
    return old_path, ""
