"""What every screen of a site shares, as the API answers it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Q
from pydantic import Field
from wagtail.models import Page

from blog.payloads.basics import Picture
from comments.api.limits import BODY_MAX, BODY_MIN, EMAIL_MAX, NAME_MAX, WEBSITE_MAX
from ground.roots import Root, inside, roots_of
from ground.viewer import Viewer, public_pages
from website.answers import Answer
from website.brand.blocks import stored_links
from website.brand.fonts import Font
from website.brand.identity import brand_of, pictures_of, site_name
from website.brand.models import SiteBrand
from website.brand.networks import NETWORKS
from website.brand.palette import Chosen, Mode, colours
from website.brand.words import comment_words
from website.languages import Alternate, Direction, alternate, direction
from website.resolve.paths import path_within

Colour = Annotated[str, Field(pattern="^#[0-9a-f]{6}$")]


class Link(Answer):
    """A link of the site's own choice: to a path of the site, or to an address elsewhere."""

    label: str
    href: str


class MenuLink(Link):
    """A link of the menu, with those that stand below it."""

    below: list[Link]


class FooterColumn(Answer):
    """A column of links at the foot of every page."""

    heading: str
    links: list[Link]


class Account(Answer):
    """An account of the site's people at a network."""

    network: str
    label: str
    href: str


class ModeColours(Answer):
    """The colours of the style sheet in one mode, by its names for them."""

    paper: Colour
    surface: Colour
    ink: Colour
    soft: Colour
    line: Colour
    edge: Colour
    link: Colour
    accent: Colour
    accent_ink: Colour
    tint: Colour
    wrong: Colour
    action: Colour
    action_ink: Colour


class SiteColours(Answer):
    """The site's own colours; null for a mode that is left as the style sheet has it."""

    light: ModeColours | None
    dark: ModeColours | None


class SiteFonts(Answer):
    """The typefaces of text and of headings."""

    text: Font
    heading: Font


class CommentTexts(Answer):
    """The site's own sentences about commenting; empty for those it leaves to the interface."""

    open: str = ""
    closed: str = ""
    not_yet_open: str = ""
    hidden: str = ""
    staff: str = ""
    confirmed: str = ""
    held: str = ""


class CommentLimits(Answer):
    """How long the fields of a comment may be, in characters."""

    body_min: int
    body_max: int
    name_max: int
    email_max: int
    website_max: int


class SiteSettings(Answer):
    """What every screen of a site shares.

    `logo_dark` is for readers who prefer dark screens, null where the logo serves both. `disclaimer` is plain text with
    an empty line between paragraphs. `languages` are those the site has a public front page in, its own first.
    """

    name: str
    tagline: str
    language: str = Field(description="BCP 47 tag of the language asked for, else of the site's own.")
    direction: Direction
    languages: list[Alternate]
    logo: Picture | None
    logo_dark: Picture | None
    logo_with_name: bool
    share_picture: Picture | None
    colours: SiteColours
    fonts: SiteFonts
    navigation: list[MenuLink]
    footer: list[FooterColumn]
    footer_note: str
    disclaimer: str
    social: list[Account]
    comment_texts: CommentTexts
    comment_limits: CommentLimits


def site_settings(viewer: Viewer, *, now: datetime, root: Root | None = None) -> SiteSettings:
    """Return what the screens of the viewer's site share in the language of `root`. At most six statements."""
    brand, root = brand_of(viewer.site), root or roots_of(viewer.site)[0]
    links = _Links(brand, viewer=viewer, now=now, root=root)
    pictures = pictures_of(brand)
    return SiteSettings(
        name=site_name(viewer.site),
        tagline=brand.tagline,
        language=root.language,
        direction=direction(root.language),
        languages=links.languages(),
        logo=pictures["logo"],
        logo_dark=pictures["logo_dark"],
        logo_with_name=brand.logo_with_name,
        share_picture=pictures["share_picture"],
        colours=SiteColours(light=_colours(brand, "light"), dark=_colours(brand, "dark")),
        fonts=SiteFonts(text=brand.text_font, heading=brand.heading_font),
        navigation=links.menu(),
        footer=links.footer(),
        footer_note=brand.footer_note,
        disclaimer=brand.disclaimer,
        social=[_account(each["value"]) for each in brand.social.raw_data],
        comment_texts=CommentTexts(**comment_words(viewer.site)),
        comment_limits=CommentLimits(
            body_min=BODY_MIN,
            body_max=BODY_MAX,
            name_max=NAME_MAX,
            email_max=EMAIL_MAX,
            website_max=WEBSITE_MAX,
        ),
    )


def _colours(brand: SiteBrand, mode: Mode) -> ModeColours | None:
    chosen = brand.chosen(mode)
    if chosen == Chosen():
        return None
    return ModeColours.model_validate(colours(mode, chosen), from_attributes=True)


def _account(value: Mapping[str, Any]) -> Account:
    name = str(NETWORKS[value["network"]].name)
    return Account(network=value["network"], label=name, href=value["address"])


_COLUMNS = ("title", "url_path", "path", "show_in_menus", "translation_key")


class _Links:
    """The links of a brand as they are stored, with the pages the viewer may see: one statement for all of them.

    They lead to the translations below `root` of the pages they were made for, by the titles these have; a page that is
    not translated stays as it is.
    """

    def __init__(self, brand: SiteBrand, *, viewer: Viewer, now: datetime, root: Root) -> None:
        self._site, self._root = viewer.site, root
        self._menu = [each["value"] for each in brand.menu.raw_data]
        self._footer = [each["value"] for each in brand.footer.raw_data]
        linked, roots = brand.page_ids(), roots_of(viewer.site)
        wanted = Q(pk__in={*linked, *(each.pk for each in roots)})
        if linked and root != roots[0]:
            keys = Page.objects.filter(pk__in=linked).values("translation_key")
            wanted |= Q(inside([root]), translation_key__in=keys)
        if not self._menu:
            wanted |= Q(inside([root]), depth=len(root.path) // Page.steplen + 1, show_in_menus=True)
        pages = public_pages(viewer, now=now).filter(wanted).order_by("path")
        self._pages: dict[int, Page] = {page.pk: page for page in pages.only(*_COLUMNS)}
        below = (page for page in self._pages.values() if page.path.startswith(root.path))
        self._translated: dict[UUID, Page] = {page.translation_key: page for page in below}

    def languages(self) -> list[Alternate]:
        """Return the languages that have a front page for readers."""
        return [alternate(each.language, path=each.prefix) for each in roots_of(self._site) if each.pk in self._pages]

    def menu(self) -> list[MenuLink]:
        """Return the menu, or the pages below the front page that are in menus when there is none."""
        if not self._menu:
            length = len(self._root.path) + Page.steplen
            listed = [page for page in self._translated.values() if len(page.path) == length and page.show_in_menus]
            return [MenuLink(label=page.title, href=path_within(self._site, page), below=[]) for page in listed]
        links = [(link, self._all(stored_links(each["below"]))) for each in self._menu for link in self._all([each])]
        return [MenuLink(label=link.label, href=link.href, below=below) for link, below in links]

    def footer(self) -> list[FooterColumn]:
        """Return the columns of the footer that have a link to show."""
        columns = [(each["heading"], self._all(stored_links(each["links"]))) for each in self._footer]
        return [FooterColumn(heading=heading, links=links) for heading, links in columns if links]

    def _all(self, stored: Iterable[Mapping[str, Any]]) -> list[Link]:
        return [link for link in map(self._link, stored) if link]

    def _link(self, stored: Mapping[str, Any]) -> Link | None:
        if stored["address"]:
            return Link(label=stored["label"], href=stored["address"])
        page = self._pages.get(stored["page"])
        if page is None:
            return None
        there = self._translated.get(page.translation_key, page)
        label = stored["label"] if there.pk == page.pk else ""
        return Link(label=label or there.title, href=path_within(self._site, there))
