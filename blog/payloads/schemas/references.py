"""The shapes of papers."""

from typing import Any, Literal
from uuid import UUID

from blog.payloads.basics import Payload


class ReferencePayload(Payload):
    """A paper in the list under a post; `citations` are the ids of its marks in the text, in order of appearance."""

    number: int
    id: UUID
    text: str
    doi: str | None
    pmid: str | None
    url: str | None
    citations: list[str]


class ReferenceMeta(Payload):
    type: Literal["blog.Reference"]
    detail_url: str


class ReferenceRecord(Payload):
    """A paper by itself; `text` is its Vancouver line, `csl` its CSL-JSON item."""

    id: UUID
    meta: ReferenceMeta
    title: str
    text: str
    doi: str | None
    pmid: str | None
    url: str | None
    csl: dict[str, Any]
