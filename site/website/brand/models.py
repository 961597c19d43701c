"""What the people of a site set about it."""

from dataclasses import fields
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.contrib.settings.registry import register_setting

from website.brand.blocks import stored_links
from website.brand.contrast import COLOUR, written
from website.brand.fields import ColourField, FooterField, MenuField, SocialField
from website.brand.fonts import FONT_CHOICES, OUR_FONT
from website.brand.palette import OURS, Chosen, Mode, failures
from website.brand.panels import brand_tabs

WORDS_MAX = 300
"""Characters of a sentence about commenting: a policy's own message may have as many."""


def picture_key(label: Any) -> Any:
    """Return a column for a picture of the library; without the picture it is empty."""
    return models.ForeignKey(
        "wagtailimages.Image", verbose_name=label, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


def words(label: Any) -> Any:
    """Return a column for a sentence about commenting; empty means ours."""
    return models.CharField(label, max_length=WORDS_MAX, blank=True)


@register_setting(icon="view")
class SiteBrand(BaseSiteSetting):
    """The name, look, menus and words of a site. Whatever is empty is as we made it."""

    name = models.CharField(_("name"), max_length=60, blank=True)
    tagline = models.CharField(_("tagline"), max_length=120, blank=True)
    logo = picture_key(_("logo"))
    logo_dark = picture_key(_("logo on dark ground"))
    logo_with_name = models.BooleanField(_("write the name beside the logo"), default=True)
    share_picture = picture_key(_("picture for shared links"))

    text_font = models.CharField(_("text"), max_length=40, choices=FONT_CHOICES, default=OUR_FONT)
    heading_font = models.CharField(_("headings"), max_length=40, choices=FONT_CHOICES, default=OUR_FONT)
    light_ground = ColourField(_("ground"))
    light_text = ColourField(_("text"))
    light_accent = ColourField(_("links and buttons"))
    light_highlight = ColourField(_("highlight"))
    dark_ground = ColourField(_("ground"))
    dark_text = ColourField(_("text"))
    dark_accent = ColourField(_("links and buttons"))
    dark_highlight = ColourField(_("highlight"))

    menu = MenuField(verbose_name=_("menu"))
    footer = FooterField(verbose_name=_("columns"))
    footer_note = models.CharField(_("last line"), max_length=160, blank=True)
    disclaimer = models.TextField(_("disclaimer"), max_length=2000, blank=True)
    social = SocialField(verbose_name=_("accounts"))

    words_open = words(_("while comments are open"))
    words_closed = words(_("when comments are closed"))
    words_not_yet_open = words(_("before comments open"))
    words_hidden = words(_("where comments are hidden"))
    words_staff = words(_("where only your team may write"))
    words_confirmed = words(_("where only readers with a confirmed address may write"))
    words_held = words(_("thanks for a comment that waits for a moderator"))

    edit_handler = brand_tabs()

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")

    def chosen(self, mode: Mode) -> Chosen:
        """Return the colours chosen for `mode`; what is no colour is not chosen."""
        given = {choice.name: getattr(self, f"{mode}_{choice.name}") for choice in fields(Chosen)}
        return Chosen(**{choice: colour for choice, colour in given.items() if COLOUR.fullmatch(colour)})

    def page_ids(self) -> set[int]:
        """Return the ids of the pages that menu and footer link to, public or not."""
        links = [link for each in self.menu.raw_data for link in (each["value"], *stored_links(each["value"]["below"]))]
        links += [link for each in self.footer.raw_data for link in stored_links(each["value"]["links"])]
        return {link["page"] for link in links if link["page"]}

    def clean(self) -> None:
        """Raise `ValidationError` on the fields of colours that do not tell apart well enough, naming each pair."""
        super().clean()
        sentence = _("%(pair)s: a contrast of %(ratio)s, and at least %(needed)s is needed to read it well.")
        errors: dict[str, list[str]] = {}
        for mode in OURS:
            for each in failures(mode, self.chosen(mode)):
                numbers = {"ratio": written(each.ratio), "needed": f"{each.pair.needed:g}:1"}
                said = gettext(str(sentence)) % {"pair": each.pair.name, **numbers}
                errors.setdefault(f"{mode}_{each.choice}", []).append(said)
        if errors:
            raise ValidationError(dict(errors))
