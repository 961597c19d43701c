"""Documents that bodies offer, as readers get them."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Length, Substr
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the library: `url` starts the download, `format` is its ending in capitals, `size` is in bytes."""

    title: str
    url: str
    format: str
    size: int | None


def document(*, pk: int, title: str, file: str, size: int | None) -> Document:
    """Return the document whose file has the name `file` in the storage."""
    path = PurePosixPath(file)
    url = reverse("wagtaildocs_serve", args=(pk, path.name))
    return Document(title=title, url=url, format=path.suffix.removeprefix(".").upper(), size=size)


def open_documents(ids: Collection[int]) -> "QuerySet[Any]":
    """Return the documents with these ids, without those of collections that are closed to readers."""
    closed = CollectionViewRestriction.objects.filter(
        collection__path=Substr(OuterRef("collection__path"), 1, Length("collection__path"))
    )
    found: QuerySet[Any] = get_document_model().objects.filter(~Exists(closed), pk__in=ids).order_by()
    return found
