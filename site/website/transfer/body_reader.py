"""A piece of markup as the blocks of a body: what we have no block for is left out and told."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bs4.element import NavigableString, PageElement
from bs4.element import Tag as Element

from website.transfer.inline_reader import BLOCKS, LEFT_OUT, InlineReader
from website.transfer.markup import clean, plain
from website.transfer.pictures import UnusablePictureError, find_picture
from website.transfer.plan import Block, BodyPlan, Heading, LinkStart, Picture, Quote, RichText
from website.transfer.reference_list import find_references, lines_of
from website.transfer.reference_reader import read_reference
from website.transfer.rich_text import END_OF_LINK, Tag, Token, cites, parts_of, plain_of

MARKERS = frozenset({"top of page", "bottom of page"})
"""Lines that a site builder puts around its pages."""

CLOSED = frozenset(
    {
        "commenting has been turned off.",
        "commenting has been turned off",
        "commenting on this post isn't available anymore. contact the site owner for more info.",
        "comments are closed.",
    }
)
"""What hosted blogs say where nobody may comment any more, in lower case."""

_DASHES = " -\u2013\u2014"
_HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 3, "h5": 3, "h6": 3}
_LONGEST_HEADING, _LONGEST_ALT, _LONGEST_CAPTION, _LONGEST_QUOTE, _LONGEST_ATTRIBUTION = 200, 250, 300, 1000, 150


def read_body(*, root: Element, base: str, folder: Path) -> BodyPlan:
    """Return what the children of `root` say. The tree is used up by it.

    `base` is the address that relative links start from, "" where none is known; pictures are taken from `folder`.
    """
    reader = _Reader(root=root, base=base, folder=folder)
    reader.walk(root)
    pieces, doubts = reader.pieces, reader.doubts
    lines: Sequence[str] = ()
    found = find_references(pieces=[(_text(piece), piece.lines if isinstance(piece, _Run) else ()) for piece in pieces])
    if found:
        place, labelled = found
        listed = pieces[place]
        lines = listed.lines if isinstance(listed, _Run) else ()
        pieces = pieces[: place - labelled] + pieces[place + 1 :]
    references = tuple(read_reference(line=line) for line in lines)
    for number, reference in enumerate(references, start=1):
        if not reference.understood:
            doubts[f"Reference {number} was kept as it is written: {reference.line[:200]}"] = None
    blocks = tuple(_blocks(pieces, len(references), doubts))
    return BodyPlan(blocks, references, reader.comments_closed, tuple(doubts))


@dataclass(frozen=True, slots=True)
class _Run:
    """A paragraph or a list; `lines` are an ordered list's items."""

    tokens: tuple[Token, ...]
    lines: tuple[str, ...] = ()


_Piece = _Run | Heading | Picture | Quote


class _Reader:
    """Collects the pieces of a body in reading order, and as keys of `doubts` what it could not keep."""

    def __init__(self, *, root: Element, base: str, folder: Path) -> None:
        self.pieces: list[_Piece] = []
        self.doubts: dict[str, None] = {}
        self.comments_closed = False
        self._folder = folder
        self._inline = InlineReader(base=base, doubts=self.doubts)
        self._around_blocks: set[int] = set()
        for node in root.find_all(list(BLOCKS)):
            above: Element | None = node
            while above is not None and id(above) not in self._around_blocks:
                self._around_blocks.add(id(above))
                above = above.parent

    def walk(self, node: Element) -> None:
        """Read the children of `node`, gathering what stands loose between blocks into paragraphs."""
        loose: list[PageElement] = []
        for child in list(node.children):
            if isinstance(child, Element) and id(child) in self._around_blocks:
                self._paragraph(loose)
                loose = []
                self._block(child)
            else:
                loose.append(child)
        self._paragraph(loose)

    def _block(self, node: Element) -> None:
        if "hidden" in node.attrs:
            return
        match node.name:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._heading(node)
            case "ul" | "ol":
                self._list(node)
            case "blockquote":
                self._quote(node)
            case "figure":
                self._figure(node)
            case "img":
                self._picture(node, caption="")
            case "table":
                self._table(node)
            case _:
                self._text(node)

    def _text(self, node: Element) -> None:
        if node.name in LEFT_OUT:
            self._paragraph([node])
        elif node.name == "pre":
            for line in node.get_text().splitlines():
                self._paragraph([NavigableString(line)])
        else:
            self.walk(node)

    def _paragraph(self, nodes: Iterable[PageElement]) -> None:
        tokens = tuple(self._inline.line(nodes=nodes))
        text = plain_of(tokens=tokens).strip("\xa0 ")
        if not text or text.casefold() in MARKERS:
            return
        if text.casefold() in CLOSED:
            self.comments_closed = True
            return
        self.pieces.append(_Run((Tag("<p>", block=True), *tokens, Tag("</p>", block=True))))

    def _heading(self, node: Element) -> None:
        text = plain(node).strip("\xa0 ")
        if len(text) > _LONGEST_HEADING:
            self.doubts[f"A heading is too long for one and was kept as text: “{text[:60]}…”"] = None
            self._paragraph(node.children)
        elif text:
            self.pieces.append(Heading(text, _HEADINGS[node.name]))
        self._pictures_in(node)

    def _list(self, node: Element) -> None:
        tokens = tuple(self._inline.list(node=node))
        if plain_of(tokens=tokens):
            self.pieces.append(_Run(tokens, lines_of(node=node) if node.name == "ol" else ()))
        self._pictures_in(node)

    def _quote(self, node: Element) -> None:
        source = node.find(["cite", "footer", "figcaption"])
        by = source.extract() if isinstance(source, Element) else None
        attribution = plain(by).lstrip(_DASHES) if by else ""
        paragraphs = [plain(part) for part in node.find_all("p")]
        text = "\n\n".join(line for line in paragraphs if line) or plain(node)
        if not text:
            return
        too_long = len(text) > _LONGEST_QUOTE or len(attribution) > _LONGEST_ATTRIBUTION
        if too_long or node.find(["ul", "ol", "table"]):
            self.doubts[f"A quote holds more than a quote can and was kept as text: “{text[:60]}…”"] = None
            self.walk(node)
            self._paragraph(by.children if by else [])
            return
        self.pieces.append(Quote(text.rstrip(_DASHES) if by else text, attribution))
        self._pictures_in(node)

    def _figure(self, node: Element) -> None:
        captions = [caption.extract() for caption in node.find_all("figcaption")]
        pictures = [picture.extract() for picture in node.find_all("img")]
        for picture in pictures[:-1]:
            self._picture(picture, caption="")
        for picture in pictures[-1:]:
            self._picture(picture, caption=" ".join(plain(caption) for caption in captions))
        self.walk(node)
        if not pictures:
            for caption in captions:
                self._paragraph(caption.children)

    def _pictures_in(self, node: Element) -> None:
        for picture in node.find_all("img"):
            self._picture(picture, caption="")

    def _picture(self, node: Element, *, caption: str) -> None:
        source = str(node.get("src") or "").strip()
        alt = self._shortened(" ".join(clean(str(node.get("alt") or "")).split()), _LONGEST_ALT, "description")
        caption = self._shortened(caption, _LONGEST_CAPTION, "caption")
        file = None
        try:
            file = find_picture(source=source, folder=self._folder)
        except UnusablePictureError as error:
            self.doubts[f"The picture “{source[:120]}” {error}."] = None
        if file and not alt:
            self.doubts[f"The picture “{source[:120]}” has no description for readers who can't see it."] = None
        self.pieces.append(Picture(source, alt, caption, file))

    def _shortened(self, text: str, longest: int, what: str) -> str:
        if len(text) <= longest:
            return text
        self.doubts[f"A picture's {what} was cut to {longest} characters: “{text[:60]}…”"] = None
        return text[: longest - 1].rsplit(" ", 1)[0].rstrip() + "…"

    def _table(self, node: Element) -> None:
        self.doubts["A table was kept as lines of text."] = None
        for row in node.find_all(["caption", "tr"]):
            if row.find_parent("table") is node:
                cells = [plain(cell) for cell in row.find_all(["td", "th"], recursive=False)] or [plain(row)]
                self._paragraph([NavigableString(" | ".join(cell for cell in cells if cell))])
        self._pictures_in(node)


def _text(piece: _Piece) -> str:
    if isinstance(piece, _Run):
        return plain_of(tokens=piece.tokens)
    return "" if isinstance(piece, Picture) else piece.text


def _blocks(pieces: Sequence[_Piece], references: int, doubts: dict[str, None]) -> Iterator[Block]:
    """Yield blocks; neighbouring paragraphs and lists share one, as an editor would write them."""
    tokens: list[Token] = []
    for piece in (*pieces, None):
        if isinstance(piece, _Run):
            tokens.extend(piece.tokens)
            continue
        if tokens:
            tokens = _citing_links_opened(tokens, references, doubts)
            yield RichText(parts_of(tokens=tokens, references=references), plain_of(tokens=tokens))
            tokens = []
        if piece is not None:
            yield piece


def _citing_links_opened(tokens: Sequence[Token], references: int, doubts: dict[str, None]) -> list[Token]:
    """Return tokens without the links that hold nothing but a citation: the citation is the link then."""
    opened: list[Token] = []
    for token in tokens:
        opened.append(token)
        match opened[-3:]:
            case [LinkStart(href), str(text), last] if last is END_OF_LINK and cites(text=text, references=references):
                opened[-3:] = [text]
                doubts[f"The citation {text.strip()} no longer leads to {href[:120]}, but to its reference."] = None
    return opened
