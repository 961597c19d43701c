"""The form of the brand, in tabs."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList, TabbedInterface

from website.brand.palette import OURS, Mode
from website.brand.widgets import ColourInput


def brand_tabs() -> TabbedInterface:
    """Return the form: brand, colours, menu, footer, comments."""
    return TabbedInterface(
        [
            ObjectList(_brand(), heading=_("Brand")),
            ObjectList(_colours(), heading=_("Colours")),
            ObjectList(_menu(), heading=_("Menu")),
            ObjectList(_footer(), heading=_("Footer")),
            ObjectList(_comments(), heading=_("Comments")),
        ]
    )


def _brand() -> list[object]:
    return [
        FieldPanel("name", help_text=_("Stands at the head of every page. Leave empty for the name of the site.")),
        FieldPanel(
            "tagline", help_text=_("A few words under the name, at the foot of every page and in link previews.")
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "logo", help_text=_("Shown as high as two lines of text. A PNG or WebP with a clear ground.")
                ),
                FieldPanel("logo_dark", help_text=_("For readers who prefer a dark screen. Leave empty for the same.")),
                FieldPanel("logo_with_name", help_text=_("Switch off for a logo that spells the name.")),
            ],
            heading=_("Logo"),
        ),
        FieldPanel(
            "share_picture",
            help_text=_("Goes with links to pages that have no picture of their own; 1200 by 630 pixels fit best."),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("text_font"), FieldPanel("heading_font")])],
            heading=_("Typefaces"),
            help_text=_("They come from your own site; no other company learns of your readers."),
        ),
    ]


def _colours() -> list[object]:
    told = _(
        "Leave a colour empty for ours. All others follow from these. Colours that can't be read on one another are "
        "refused, by the measure of the Web Content Accessibility Guidelines 2.2, level AA."
    )
    return [
        HelpPanel(content=told),
        MultiFieldPanel(_palette("light"), heading=_("By day")),
        MultiFieldPanel(_palette("dark"), heading=_("By night, for readers who prefer a dark screen")),
    ]


def _palette(mode: Mode) -> list[object]:
    ours = OURS[mode]
    return [
        FieldRowPanel([_colour(f"{mode}_ground", ours.paper), _colour(f"{mode}_text", ours.ink)]),
        FieldRowPanel(
            [
                _colour(f"{mode}_accent", ours.link),
                _colour(f"{mode}_highlight", ours.accent, _("Decorates, and lies under what is pointed out.")),
            ]
        ),
    ]


def _colour(name: str, ours: str, told: str | Promise = "") -> FieldPanel:
    return FieldPanel(name, widget=ColourInput(attrs={"placeholder": ours}), help_text=told)


def _menu() -> list[object]:
    told = _("In this order at the head of every page. Without any, the pages below the front page that are in menus.")
    return [FieldPanel("menu", help_text=told)]


def _footer() -> list[object]:
    return [
        FieldPanel("footer", help_text=_("Side by side on a wide screen, one below the other on a phone.")),
        FieldPanel("social", help_text=_("Where else readers find you.")),
        FieldPanel(
            "disclaimer", help_text=_("Plain text at the foot of every page. An empty line begins a paragraph.")
        ),
        FieldPanel("footer_note", help_text=_("Such as “© Alder Bridge Clinic”.")),
    ]


def _comments() -> list[object]:
    moment = _("Write {when} where day and time shall stand.")
    return [
        HelpPanel(content=_("Plain text. What a page's own comment settings say comes before these.")),
        FieldPanel("words_open", help_text=_("Leave empty to say nothing.")),
        _words("words_closed", _("Commenting has been turned off.")),
        FieldPanel("words_not_yet_open", help_text=format_lazy("{} {}", moment, _ours(_("Comments open on {when}.")))),
        FieldPanel("words_hidden", help_text=_("Leave empty to say nothing.")),
        _words("words_staff", _("Only our team writes here.")),
        _words("words_confirmed", _("To write here, please confirm your e-mail address first.")),
        _words("words_held", _("Thank you. Your comment will appear once a moderator has read it.")),
    ]


def _words(name: str, ours: str | Promise) -> FieldPanel:
    return FieldPanel(name, help_text=_ours(ours))


def _ours(words: str | Promise) -> str | Promise:
    return format_lazy(_("Leave empty for: {}"), words)
