"""The blocks of a body, from stored ones to named ones."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import slugify

from blog.embeds import player
from blog.payloads.basics import PageLink, Picture
from blog.payloads.block_schemas import (
    AppointmentBlock,
    Block,
    CalloutBlock,
    CodeBlock,
    DividerBlock,
    DownloadBlock,
    EmbedBlock,
    GalleryBlock,
    HeadingBlock,
    ParagraphBlock,
    PictureBlock,
    Question,
    QuestionsBlock,
    QuoteBlock,
    RelatedBlock,
    TableBlock,
)
from blog.payloads.bodies import StoredBlock, items
from blog.payloads.documents import Document
from blog.payloads.schemas import TocEntry
from blog.pictures import ImageFiles, picture

RESERVED_IDS = frozenset({"comments", "content", "main", "references"})
"""Ids that the page around a body has."""

_RESERVED_FAMILIES = re.compile(r"(?:ref|cite|comment)-|.*-title$")
"""Ids that the page makes for references, citations, comments, and the headings of its own parts."""


@dataclass(frozen=True, slots=True)
class Material:
    """The rows that the blocks of a body speak of, each by id.

    `links` says where pages are, `posts` holds those that readers may see.
    """

    images: Mapping[int, ImageFiles] = field(default_factory=dict)
    documents: Mapping[int, Document] = field(default_factory=dict)
    links: Mapping[int, str] = field(default_factory=dict)
    posts: Mapping[int, PageLink] = field(default_factory=dict)


def build_body(stored: Iterable[StoredBlock], *, html: Sequence[str], material: Material) -> list[Block]:
    """Return the named blocks of a stored body.

    `html` replaces its rich texts, one for one. Blocks that need a row that is gone, and blocks of a kind that no
    longer exists, are left out.
    """
    builder = _Builder(written=iter(html), material=material)
    made = (builder.block(each["type"], str(each["id"]), each["value"]) for each in stored)
    return [block for block in made if block is not None]


def table_of_contents(body: Iterable[Block]) -> list[TocEntry]:
    """Return a line for each heading of a body."""
    return [
        TocEntry(id=block.id, text=block.text, level=block.level) for block in body if isinstance(block, HeadingBlock)
    ]


@dataclass(slots=True)
class _Builder:
    """The blocks of one body, made one after another."""

    written: Iterator[str]
    material: Material
    taken: set[str] = field(default_factory=lambda: set(RESERVED_IDS))

    def block(self, kind: str, key: str, value: Any) -> Block | None:
        make: Callable[[str, Any], Block | None] | None = getattr(self, f"make_{kind}", None)
        return make(key, value) if make else None

    def make_paragraph(self, key: str, value: str) -> Block:
        return ParagraphBlock(type="paragraph", key=key, html=next(self.written))

    def make_heading(self, key: str, value: StoredBlock) -> Block:
        level = 3 if str(value.get("level")) == "3" else 2
        text = _text(value, "text")
        return HeadingBlock(type="heading", key=key, id=self.heading_id(text), text=text, level=level)

    def make_quote(self, key: str, value: StoredBlock) -> Block:
        return QuoteBlock(type="quote", key=key, text=_text(value, "text"), attribution=_text(value, "attribution"))

    def make_callout(self, key: str, value: StoredBlock) -> Block:
        kind, title = value.get("kind") or "note", _text(value, "title")
        return CalloutBlock(type="callout", key=key, kind=kind, title=title, html=next(self.written))

    def make_questions(self, key: str, value: StoredBlock) -> Block:
        asked = [
            Question(question=_text(each, "question"), html=next(self.written)) for each in items(value["questions"])
        ]
        return QuestionsBlock(type="questions", key=key, title=_text(value, "title"), questions=asked)

    def make_divider(self, key: str, value: object) -> Block:
        return DividerBlock(type="divider", key=key)

    def make_picture(self, key: str, value: StoredBlock) -> Block | None:
        shown, width = self.picture(value), value.get("width") or "text"
        return PictureBlock(type="picture", key=key, picture=shown, width=width) if shown else None

    def make_gallery(self, key: str, value: StoredBlock) -> Block | None:
        pictures = [shown for each in items(value.get("pictures")) if (shown := self.picture(each))]
        title = _text(value, "title")
        return GalleryBlock(type="gallery", key=key, title=title, pictures=pictures) if pictures else None

    def make_embed(self, key: str, value: StoredBlock) -> Block:
        url = _text(value, "url")
        found = player(url)
        return EmbedBlock(
            type="embed",
            key=key,
            url=url,
            player=found.address,
            provider=found.provider,
            title=_text(value, "title"),
            note=_text(value, "note"),
        )

    def make_table(self, key: str, value: StoredBlock | None) -> Block | None:
        rows = [[str(cell or "") for cell in row] for row in (value or {}).get("data") or []]
        widest = max(map(len, rows), default=0)
        if value is None or not widest:
            return None
        return TableBlock(
            type="table",
            key=key,
            caption=_text(value, "table_caption"),
            header_row=bool(value.get("first_row_is_table_header")),
            header_column=bool(value.get("first_col_is_header")),
            rows=[row + [""] * (widest - len(row)) for row in rows],
        )

    def make_code(self, key: str, value: StoredBlock) -> Block:
        code, language, caption = (_text(value, name) for name in ("code", "language", "caption"))
        return CodeBlock(type="code", key=key, code=code, language=language, caption=caption)

    def make_download(self, key: str, value: StoredBlock) -> Block | None:
        document = self.material.documents.get(value.get("document") or 0)
        if document is None:
            return None
        return DownloadBlock(
            type="download",
            key=key,
            url=document.url,
            title=_text(value, "title") or document.title,
            note=_text(value, "note"),
            format=document.format,
            size=document.size,
        )

    def make_appointment(self, key: str, value: StoredBlock) -> Block | None:
        url = _text(value, "url") or self.material.links.get(value.get("page") or 0, "")
        text, label = _text(value, "text"), _text(value, "label")
        return AppointmentBlock(type="appointment", key=key, text=text, label=label, url=url) if url else None

    def make_related(self, key: str, value: StoredBlock) -> Block | None:
        known = self.material.posts
        posts = [known[each] for each in items(value.get("posts")) if each in known]
        return RelatedBlock(type="related", key=key, title=_text(value, "title"), posts=posts) if posts else None

    def picture(self, value: StoredBlock) -> Picture | None:
        files = self.material.images.get(value.get("image") or 0)
        alt, caption, credit = (_text(value, name) for name in ("alt", "caption", "credit"))
        return picture(files, alt=alt, caption=caption, credit=credit) if files else None

    def heading_id(self, text: str) -> str:
        slug = slugify(text, allow_unicode=True) or "section"
        if _RESERVED_FAMILIES.match(slug):
            slug = f"section-{slug}"
        name, again = slug, 2
        while name in self.taken:
            name, again = f"{slug}-{again}", again + 1
        self.taken.add(name)
        return name


def _text(value: StoredBlock, name: str) -> str:
    return str(value.get(name) or "")
