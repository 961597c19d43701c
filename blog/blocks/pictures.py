"""Blocks that show pictures of the library."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, ListBlock, StructBlock
from wagtail.images.blocks import ImageChooserBlock


class GalleryPictureBlock(StructBlock):
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


class PictureBlock(GalleryPictureBlock):
    """A picture between paragraphs; `width` is "text", "wide" or "narrow"."""

    width = ChoiceBlock(
        label=_("Width"),
        choices=[
            ("text", _("As wide as the text")),
            ("wide", _("Wider than the text")),
            ("narrow", _("Half as wide as the text")),
        ],
        default="text",
        help_text=_("On phones every picture is as wide as the text."),
    )


class GalleryBlock(StructBlock):
    """Pictures side by side."""

    title = CharBlock(
        label=_("Title"), required=False, max_length=150, help_text=_("What the pictures have in common.")
    )
    pictures = ListBlock(GalleryPictureBlock(), label=_("Pictures"), min_num=2, max_num=12)

    class Meta:
        icon = "image"
        label = _("Gallery")
        label_format = "{title}"
