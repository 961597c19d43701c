"""The body of a page, from stored blocks to named ones."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.text import slugify

from blog.payloads import prose
from blog.payloads.schemas import Block, HeadingBlock, ParagraphBlock, PictureBlock, QuoteBlock, TocEntry
from blog.pictures import ImageFiles, picture

StoredBlock = Mapping[str, Any]
"""A block as it lies in the database: `type`, `value`, `id`."""

RESERVED_IDS = frozenset({"comments", "content", "main", "references"})
"""Ids that the page around a body has."""

_RESERVED_FAMILIES = re.compile(r"(?:ref|cite|comment)-|.*-title$")
"""Ids that the page makes for references, citations, comments, and the headings of its own parts."""


def paragraphs(stored: Iterable[StoredBlock]) -> list[str]:
    """Return the rich text of a stored body, as stored, in reading order."""
    return [str(block["value"] or "") for block in stored if block["type"] == "paragraph"]


def image_ids(stored: Iterable[StoredBlock]) -> set[int]:
    """Return the ids of the images that a stored body shows."""
    return {block["value"]["image"] for block in stored if block["type"] == "picture" and block["value"].get("image")}


def words(stored: Iterable[StoredBlock]) -> Iterator[str]:
    """Yield what there is to read in a stored body, as plain text."""
    for block in stored:
        match block["type"]:
            case "paragraph":
                yield prose.plain(str(block["value"] or ""))
            case "heading" | "quote":
                yield block["value"].get("text") or ""
            case "picture":
                yield block["value"].get("caption") or ""


def excerpt(stored: Sequence[StoredBlock]) -> str:
    """Return the beginning of the first paragraph that has words, cut at a word; "" when there is none."""
    return next((prose.shortened(text) for each in paragraphs(stored) if (text := prose.plain(each))), "")


def build_body(stored: Iterable[StoredBlock], *, html: Sequence[str], images: Mapping[int, ImageFiles]) -> list[Block]:
    """Return the named blocks of a stored body.

    `html` replaces its paragraphs, one for one. Pictures whose image is gone and blocks of a kind that no longer exists
    are left out.
    """
    written = iter(html)
    ids = _HeadingIds()
    body: list[Block] = []
    for block in stored:
        kind, key, value = block["type"], str(block["id"]), block["value"]
        if kind == "paragraph":
            body.append(ParagraphBlock(type="paragraph", key=key, html=next(written)))
        elif kind == "heading":
            text = value.get("text") or ""
            level = 3 if str(value.get("level")) == "3" else 2
            body.append(HeadingBlock(type="heading", key=key, id=ids.of(text), text=text, level=level))
        elif kind == "picture" and (files := images.get(value.get("image"))):
            shown = picture(
                files,
                alt=value.get("alt") or "",
                caption=value.get("caption") or "",
                credit=value.get("credit") or "",
            )
            body.append(PictureBlock(type="picture", key=key, picture=shown))
        elif kind == "quote":
            text, attribution = value.get("text") or "", value.get("attribution") or ""
            body.append(QuoteBlock(type="quote", key=key, text=text, attribution=attribution))
    return body


def table_of_contents(body: Iterable[Block]) -> list[TocEntry]:
    """Return a line for each heading of a body."""
    return [
        TocEntry(id=block.id, text=block.text, level=block.level) for block in body if isinstance(block, HeadingBlock)
    ]


class _HeadingIds:
    """Names for the headings of one page, none of them twice."""

    def __init__(self) -> None:
        self.taken = set(RESERVED_IDS)

    def of(self, text: str) -> str:
        slug = slugify(text, allow_unicode=True) or "section"
        if _RESERVED_FAMILIES.match(slug):
            slug = f"section-{slug}"
        name, again = slug, 2
        while name in self.taken:
            name, again = f"{slug}-{again}", again + 1
        self.taken.add(name)
        return name
