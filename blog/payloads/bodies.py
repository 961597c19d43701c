"""What lies in a stored body: its words, and the rows its blocks need."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from blog.payloads import prose

StoredBlock = Mapping[str, Any]
"""A block as it lies in the database: `type`, `value`, `id`."""


def items(stored: object) -> list[Any]:
    """Return the values of a stored list."""
    listed = stored if isinstance(stored, list) else []
    return [each["value"] if isinstance(each, dict) and "value" in each else each for each in listed]


def rich_texts(stored: Iterable[StoredBlock]) -> list[str]:
    """Return every rich text of a stored body, as stored, in reading order."""
    return [source or "" for block in stored for source in _rich_texts(block)]


def _rich_texts(block: StoredBlock) -> list[str]:
    value = block["value"]
    match block["type"]:
        case "paragraph":
            return [value]
        case "callout":
            return [value.get("text")]
        case "questions":
            return [each.get("answer") for each in items(value.get("questions"))]
    return []


def image_ids(stored: Iterable[StoredBlock]) -> set[int]:
    """Return the ids of the images that a stored body shows."""
    found = set()
    for block in stored:
        if block["type"] == "picture":
            found.add(block["value"].get("image"))
        elif block["type"] == "gallery":
            found |= {each.get("image") for each in items(block["value"].get("pictures"))}
    return found - {None}


def document_ids(stored: Iterable[StoredBlock]) -> set[int]:
    """Return the ids of the documents that a stored body offers."""
    return _chosen(stored, "download", "document")


def page_ids(stored: Iterable[StoredBlock]) -> set[int]:
    """Return the ids of the pages that buttons of a stored body lead to."""
    return _chosen(stored, "appointment", "page")


def _chosen(stored: Iterable[StoredBlock], kind: str, name: str) -> set[int]:
    return {block["value"].get(name) for block in stored if block["type"] == kind} - {None}


def post_ids(stored: Iterable[StoredBlock]) -> set[int]:
    """Return the ids of the posts that a stored body offers to read next."""
    related = (block for block in stored if block["type"] == "related")
    return {each for block in related for each in items(block["value"].get("posts")) if each}


def words(stored: Iterable[StoredBlock]) -> Iterator[str]:
    """Yield what there is to read in a stored body, as plain text."""
    for block in stored:
        value = block["value"]
        yield from (prose.plain(source or "") for source in _rich_texts(block))
        match block["type"]:
            case "heading" | "quote":
                yield value.get("text") or ""
            case "picture" | "code":
                yield value.get("caption") or ""
            case "callout":
                yield value.get("title") or ""
            case "questions":
                yield from (each.get("question") or "" for each in items(value.get("questions")))
            case "gallery":
                yield from (each.get("caption") or "" for each in items(value.get("pictures")))
            case "table":
                yield from (str(cell) for row in (value or {}).get("data") or [] for cell in row if cell)


def excerpt(stored: Sequence[StoredBlock]) -> str:
    """Return the beginning of the first paragraph that has words, cut at a word; "" when there is none."""
    paragraphs = (str(block["value"] or "") for block in stored if block["type"] == "paragraph")
    return next((prose.shortened(text) for each in paragraphs if (text := prose.plain(each))), "")
