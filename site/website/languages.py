"""The languages of a screen: which it is in, and where the same is said in others."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import get_language_info
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from blog.filing import filed_at
from blog.payloads.addresses import Address
from blog.payloads.sections import Place
from blog.selectors import public_posts
from ground.roots import Joined, roots_of
from ground.viewer import Viewer, open_pages
from website.answers import Answer

Direction = Literal["ltr", "rtl"]


class Alternate(Answer):
    """The same in a language: BCP 47 tag, name of the language for itself, direction it is read in, and where it is.

    `path` is absolute on another site.
    """

    language: str
    name: str
    direction: Direction
    path: str


class Translation(NamedTuple):
    """A page that says the same in another language: its id, language, and place in the tree."""

    pk: int
    language: str
    url_path: str


_COLUMNS = ("pk", "locale__language_code", "url_path")
"""Where the database has them."""

_PACKED, _LINE, _WORD = "packed_translations", "\n", " "
"""The column of what came through `with_translations`; what stands between rows and words, which no path has."""


class HeadAlternate(Answer):
    """A link of the document's head to the same in a language, or in any other for "x-default"; `href` is absolute."""

    hreflang: str
    href: str


def direction(language: str) -> Direction:
    """Return the direction in which `language` is read."""
    return "rtl" if _info(language)["bidi"] else "ltr"


def alternate(language: str, *, path: str) -> Alternate:
    """Return what is said of the address `path` of a text in `language`."""
    return Alternate(
        language=language, name=str(_info(language)["name_local"]), direction=direction(language), path=path
    )


def with_translations(pages: PageQuerySet[Page], *, viewer: Viewer, now: datetime) -> PageQuerySet[Page]:
    """Return `pages` with their translations, in the statement that fetches them: for `translations_of`."""
    others = open_pages(viewer, now=now).filter(
        ~Q(locale_id=OuterRef("locale_id")), translation_key=OuterRef("translation_key")
    )
    columns = (Cast(name, TextField()) for name in _COLUMNS)
    said = [part for column in columns for part in (Value(_WORD), column)][1:]
    packed = Joined(Concat(*said, output_field=TextField()), Value(_LINE, output_field=TextField()))
    found = others.order_by().values("translation_key").annotate(packed=packed).values("packed")
    return pages.annotate(**{_PACKED: Coalesce(Subquery(found), Value(""), output_field=TextField())})


def translations_of(page: Page, *, viewer: Viewer, now: datetime) -> list[Translation]:
    """Return what the viewer may see of the translations of `page`, itself left out, on any site.

    Without a statement for a page that came through `with_translations`, else with one.
    """
    packed: str | None = vars(page).get(_PACKED)
    if packed is not None:
        rows = [line.split(_WORD) for line in packed.split(_LINE) if line]
        return [Translation(int(pk), language, path) for pk, language, path in sorted(rows, key=lambda row: row[2])]
    pages = open_pages(viewer, now=now).filter(_translated(page)).order_by("path")
    return [Translation(*row) for row in pages.values_list(*_COLUMNS)]


def translated_at(place: Place, index: Page, *, viewer: Viewer, now: datetime) -> Q:
    """Return the condition of being a translation of the blog `index` in which public posts belong to `place` too."""
    posts = filed_at(public_posts(viewer=viewer, now=now), place.route, categories=place.categories)
    below = posts.order_by().filter(path__startswith=OuterRef("path"))
    return _translated(index) & Q(Exists(below))


def _translated(page: Page) -> Q:
    return Q(translation_key=page.translation_key) & ~Q(locale_id=page.locale_id)


def alternates(
    found: Iterable[Translation], *, language: str, path: str, site: Site, below: str = ""
) -> list[Alternate]:
    """Return where the same is said: in `language` at `path`, and in the languages `found`; nothing if in one only.

    `below` is the rest of the path for what is no page of its own. They are in the order of the settings.
    """
    address = Address(site)
    links = {each.language: address.link(each.url_path) for each in found} | {language: None}
    known = [code for code, _name in settings.LANGUAGES]
    order = sorted(links, key=lambda code: (known.index(code) if code in known else len(known), code))
    every = [
        alternate(code, path=path if code == language else f"{links[code]}{below}")
        for code in order
        if code == language or links[code]
    ]
    return every if len(every) > 1 else []


def head_alternates(every: Sequence[Alternate], *, site: Site) -> list[HeadAlternate]:
    """Return the links of the head to `every` language, and to the site's own, or else the first, for any other."""
    if not every:
        return []
    links = {each.language: _absolute(each.path, site=site) for each in every}
    main = roots_of(site)[0].language
    own = next((each for each in every if each.language == main), every[0])
    rest = [HeadAlternate(hreflang=language, href=href) for language, href in links.items()]
    return [*rest, HeadAlternate(hreflang="x-default", href=links[own.language])]


def _absolute(link: str, *, site: Site) -> str:
    return site.root_url + quote(link, safe="/:?=&%") if link.startswith("/") else link


def _info(language: str) -> dict[str, object]:
    try:
        return dict(get_language_info(language))
    except KeyError:
        return {"bidi": False, "name_local": language}
