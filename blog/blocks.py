"""What a body may be made of."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail.images.blocks import ImageChooserBlock

PARAGRAPH_FEATURES = ("bold", "italic", "link", "ol", "ul", "superscript", "subscript", "citation")
"""Headings and pictures are blocks of their own, so that the public site knows them by type."""

INTRO_FEATURES = ("bold", "italic", "link")


class HeadingBlock(StructBlock):
    """A heading: `text`, and `level` as "2" or "3" (1 is the page's title)."""

    text = CharBlock(label=_("Text"), max_length=200)
    level = ChoiceBlock(
        label=_("Level"),
        choices=[("2", _("Section")), ("3", _("Part of a section"))],
        default="2",
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        label_format = "{text}"
        form_classname = "struct-block"


class PictureBlock(StructBlock):
    """A picture with the words that belong to it. Where `alt` is empty, the picture's own description stands in."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = CharBlock(
        label=_("Description"),
        required=False,
        max_length=250,
        help_text=_(
            "What the picture shows, for readers who can't see it. Leave empty to use the description in the library."
        ),
    )
    caption = CharBlock(label=_("Caption"), required=False, max_length=300, help_text=_("Shown below the picture."))
    credit = CharBlock(label=_("Credit"), required=False, max_length=150, help_text=_("Who made the picture."))

    class Meta:
        icon = "image"
        label = _("Picture")
        label_format = "{caption}"


class QuoteBlock(StructBlock):
    """Somebody's words and who said them."""

    text = TextBlock(label=_("Quote"), max_length=1000)
    attribution = CharBlock(
        label=_("Who said it"), required=False, max_length=150, help_text=_("A person, or the title of a work.")
    )

    class Meta:
        icon = "openquote"
        label = _("Quote")
        label_format = "{text}"


class BodyBlock(StreamBlock):
    """Everything between a page's title and its foot."""

    paragraph = RichTextBlock(label=_("Text"), features=list(PARAGRAPH_FEATURES), icon="pilcrow")
    heading = HeadingBlock()
    picture = PictureBlock()
    quote = QuoteBlock()
