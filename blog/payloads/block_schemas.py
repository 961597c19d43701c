"""The named shapes of the blocks of a body: one for each kind that an editor can choose.

Every block has its `type` and the `key` it keeps through all revisions. Optional texts are "" when there is none.
"""

from typing import Annotated, Literal

from pydantic import Field

from blog.payloads.basics import PageLink, Payload, Picture


class HeadingBlock(Payload):
    """A heading inside a body; `id` is unique within the page and is what the table of contents points at."""

    type: Literal["heading"]
    key: str
    id: str
    text: str
    level: Literal[2, 3]


class ParagraphBlock(Payload):
    """Rich text as HTML, links resolved and citations numbered."""

    type: Literal["paragraph"]
    key: str
    html: str


class PictureBlock(Payload):
    """A picture between paragraphs, as wide as the text, wider or half as wide."""

    type: Literal["picture"]
    key: str
    picture: Picture
    width: Literal["text", "wide", "narrow"]


class QuoteBlock(Payload):
    """Somebody's words; `attribution` may be empty."""

    type: Literal["quote"]
    key: str
    text: str
    attribution: str


class CalloutBlock(Payload):
    """A few sentences set apart; `html` is rich text like a paragraph's."""

    type: Literal["callout"]
    key: str
    kind: Literal["note", "key", "warning"]
    title: str
    html: str


class Question(Payload):
    """A question in plain text and its answer in HTML."""

    question: str
    html: str


class QuestionsBlock(Payload):
    """Frequently asked questions."""

    type: Literal["questions"]
    key: str
    title: str
    questions: list[Question]


class DividerBlock(Payload):
    """A pause between two thoughts."""

    type: Literal["divider"]
    key: str


class GalleryBlock(Payload):
    """Pictures side by side."""

    type: Literal["gallery"]
    key: str
    title: str
    pictures: list[Picture]


class EmbedBlock(Payload):
    """Something on another site: `url` opens it there.

    `player` is the address that plays it inside this page, "" where there is none. Nothing there may be loaded before a
    reader asks. `provider` is a name to show, such as "YouTube" or the host.
    """

    type: Literal["embed"]
    key: str
    url: str
    player: str
    provider: str
    title: str
    note: str


class TableBlock(Payload):
    """Cells of plain text, row by row, all rows equally long.

    `header_row` and `header_column` say whether the first row and the first cell of each row are headers.
    """

    type: Literal["table"]
    key: str
    caption: str
    header_row: bool
    header_column: bool
    rows: list[list[str]]


class CodeBlock(Payload):
    """Lines to be shown exactly as written."""

    type: Literal["code"]
    key: str
    code: str
    language: str
    caption: str


class DownloadBlock(Payload):
    """A document: `url` starts the download, `format` is its ending in capitals, `size` is in bytes when known."""

    type: Literal["download"]
    key: str
    url: str
    title: str
    note: str
    format: str
    size: int | None


class AppointmentBlock(Payload):
    """A button: `url` is a path of this site or an address elsewhere."""

    type: Literal["appointment"]
    key: str
    text: str
    label: str
    url: str


class RelatedBlock(Payload):
    """Posts to read next, chosen by hand, without those that readers may not see."""

    type: Literal["related"]
    key: str
    title: str
    posts: list[PageLink]


Block = Annotated[
    HeadingBlock
    | ParagraphBlock
    | PictureBlock
    | QuoteBlock
    | CalloutBlock
    | QuestionsBlock
    | DividerBlock
    | GalleryBlock
    | EmbedBlock
    | TableBlock
    | CodeBlock
    | DownloadBlock
    | AppointmentBlock
    | RelatedBlock,
    Field(discriminator="type"),
]
