"""The languages of a screen: which it is in, and where the same is said in others."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language_info
from wagtail.models import Page, Site

from blog.filing import filed_at
from blog.payloads.addresses import Address
from blog.payloads.sections import Place
from blog.selectors import public_posts
from ground.roots import roots_of
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


def translations_of(page: Page, *, viewer: Viewer, now: datetime) -> list[Translation]:
    """Return what the viewer may see of the translations of `page`, itself left out, on any site. One statement."""
    pages = open_pages(viewer, now=now).filter(_translated(page)).order_by("path")
    return [Translation(*row) for row in pages.values_list("pk", "locale__language_code", "url_path")]


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
