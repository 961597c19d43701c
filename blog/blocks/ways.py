"""Blocks that lead readers on: to a film, a file, an appointment, another post."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, PageChooserBlock, StructBlock, StructBlockValidationError, URLBlock
from wagtail.documents.blocks import DocumentChooserBlock


class EmbedBlock(StructBlock):
    """Something that lives on another site, such as a film. Nothing of it is loaded until a reader asks."""

    url = URLBlock(
        label=_("Address"),
        help_text=_("Films on YouTube and Vimeo play on the page once a reader asks; anything else opens on its site."),
    )
    title = CharBlock(label=_("Title"), max_length=150, help_text=_("What readers will see or hear there."))
    note = CharBlock(
        label=_("Note"), required=False, max_length=200, help_text=_("Such as its length, or who made it.")
    )

    class Meta:
        icon = "media"
        label = _("Film or other site")
        label_format = "{title}"


class DownloadBlock(StructBlock):
    """A document of the library. Where `title` is empty, the document's own title stands in."""

    document = DocumentChooserBlock(label=_("Document"))
    title = CharBlock(
        label=_("Title"), required=False, max_length=150, help_text=_("Leave empty to use the title in the library.")
    )
    note = CharBlock(label=_("Note"), required=False, max_length=200, help_text=_("What is in it, and for whom."))

    class Meta:
        icon = "download"
        label = _("Download")
        label_format = "{title}"


class AppointmentBlock(StructBlock):
    """A button that leads to an appointment: on a page of this site, or at another address."""

    text = CharBlock(label=_("Sentence above"), required=False, max_length=200)
    label = CharBlock(
        label=_("On the button"), max_length=60, default=_("Make an appointment"), help_text=_("What happens next.")
    )
    page = PageChooserBlock(label=_("Page"), required=False, help_text=_("A page of this site."))
    url = URLBlock(label=_("Or address"), required=False, help_text=_("Where appointments are made elsewhere."))

    class Meta:
        icon = "calendar-alt"
        label = _("Appointment button")
        label_format = "{label}"

    def clean(self, value: Any) -> Any:
        """Raise `StructBlockValidationError` unless the button leads to exactly one place."""
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            message = _("Choose either a page or an address.")
            raise StructBlockValidationError(block_errors={"url": ValidationError(message)})
        return cleaned


class RelatedPostsBlock(StructBlock):
    """Posts to read next, in the middle of a text."""

    title = CharBlock(label=_("Title"), max_length=150, default=_("Read next"))
    posts = ListBlock(PageChooserBlock(page_type="blog.BlogPostPage", label=_("Post")), min_num=1, max_num=4)

    class Meta:
        icon = "doc-full-inverse"
        label = _("Related posts")
        label_format = "{title}"
