"""The blocks of a body, in the groups the editor offers them in."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import RichTextBlock, StaticBlock, StreamBlock
from wagtail.contrib.table_block.blocks import TableBlock

from blog.blocks.pictures import GalleryBlock, PictureBlock
from blog.blocks.text import (
    PARAGRAPH_FEATURES,
    CalloutBlock,
    CodeBlock,
    HeadingBlock,
    QuestionsBlock,
    QuoteBlock,
)
from blog.blocks.ways import AppointmentBlock, DownloadBlock, EmbedBlock, RelatedPostsBlock

TEXT = _("Text")
PICTURES = _("Pictures and media")
DATA = _("Tables and code")
WAYS = _("Ways onward")


class DividerBlock(StaticBlock):
    """A pause between two thoughts."""

    class Meta:
        icon = "minus"
        label = _("Divider")
        admin_text = _("A line across the page, for a change of thought that needs no heading.")
        group = TEXT


class BodyBlock(StreamBlock):
    """Everything between a page's title and its foot."""

    paragraph = RichTextBlock(
        label=_("Text"),
        features=list(PARAGRAPH_FEATURES),
        icon="pilcrow",
        group=TEXT,
        help_text=_("Paragraphs and lists. To cite a paper, use the citation button or type / and choose it."),
    )
    heading = HeadingBlock(group=TEXT)
    quote = QuoteBlock(group=TEXT)
    callout = CalloutBlock(group=TEXT)
    questions = QuestionsBlock(group=TEXT)
    divider = DividerBlock()
    picture = PictureBlock(group=PICTURES)
    gallery = GalleryBlock(group=PICTURES)
    embed = EmbedBlock(group=PICTURES)
    table = TableBlock(
        label=_("Table"),
        icon="table",
        group=DATA,
        table_options={"language": "en-US"},
        help_text=_("You can paste from a spreadsheet. Give it a caption: it is read out before the cells."),
    )
    code = CodeBlock(group=DATA)
    download = DownloadBlock(group=WAYS)
    appointment = AppointmentBlock(group=WAYS)
    related = RelatedPostsBlock(group=WAYS)
