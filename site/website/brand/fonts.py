"""The typefaces a site may choose; their files come from its own origin (`frontend/src/lib/brand/fonts.ts`)."""

from typing import Literal, get_args

from django.utils.translation import gettext_lazy as _

Font = Literal["source-serif", "literata", "newsreader", "source-sans", "atkinson-hyperlegible", "system"]

FONTS: tuple[Font, ...] = get_args(Font)

OUR_FONT: Font = "source-serif"

FONT_CHOICES = [
    ("source-serif", _("Source Serif: calm, for long reading")),
    ("literata", _("Literata: bookish and sturdy")),
    ("newsreader", _("Newsreader: like a good newspaper")),
    ("source-sans", _("Source Sans: plain and clear")),
    ("atkinson-hyperlegible", _("Atkinson Hyperlegible: made for weak eyes")),
    ("system", _("The reader's own: nothing to load")),
]
