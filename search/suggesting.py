"""What a reader may be about to type: titles of posts, and authors, categories and tags that posts have."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Case, Exists, OuterRef, Subquery, When
from django.db.models.functions import Length

from blog.payloads.addresses import Address
from blog.routes import label_path
from ground.viewer import Viewer, public_pages
from search.models import Filing, Label, PostDocument
from search.words.folding import clean, fold, words

MOST_TITLES = 5
MOST_LABELS = 4
MOST_WORDS = 8
SHORTEST = 2
"""Characters from which on suggestions are made."""

LABELS: tuple[Literal["author", "category", "tag"], ...] = ("author", "category", "tag")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Where one might want to go."""

    kind: Literal["post", "author", "category", "tag"]
    title: str
    path: str


def suggest(text: str, *, language: str, viewer: Viewer, now: datetime) -> list[Suggestion]:
    """Return what has words beginning with each word of `text`, and is public for `viewer` at `now`: two statements.

    Labels first, as they lead to many posts.
    """
    typed = [fold(word) for word in words(clean(text))][:MOST_WORDS]
    if sum(map(len, typed)) < SHORTEST:
        return []
    address = Address(viewer.site)
    return [*_labels(typed, language, address, viewer, now), *_titles(typed, language, address, viewer, now)]


def _labels(
    typed: Iterable[str], language: str, address: Address, viewer: Viewer, now: datetime
) -> Iterable[Suggestion]:
    seen = Exists(public_pages(viewer, now=now).filter(pk=OuterRef("document_id")))
    first = Filing.objects.filter(seen, label=OuterRef("pk"), document__language=language).order_by("document_id")
    labels = Label.objects.filter(kind__in=LABELS)
    for word in typed:
        labels = labels.filter(names__contains=f" {word}")
    labels = labels.annotate(below=Subquery(first.values("document__post__url_path")[:1])).filter(below__isnull=False)
    found = labels.order_by(Length("name"), "name", "pk").values_list("kind", "slug", "name", "below")
    for stored, slug, name, below in found[:MOST_LABELS]:
        kind = next(kind for kind in LABELS if kind == stored)
        yield Suggestion(kind=kind, title=name, path=label_path(kind, slug, post=address.link(below) or "/"))


def _titles(
    typed: Sequence[str], language: str, address: Address, viewer: Viewer, now: datetime
) -> Iterable[Suggestion]:
    seen = Exists(public_pages(viewer, now=now).filter(pk=OuterRef("post_id")))
    documents = PostDocument.objects.filter(seen, language=language)
    for word in typed:
        documents = documents.filter(names__contains=f" {word}")
    begins = Case(When(names__startswith=f" {typed[0]}", then=0), default=1)
    found = documents.order_by(begins, "-published", "-pk").values_list("post__title", "post__url_path")
    for title, url_path in found[:MOST_TITLES]:
        yield Suggestion(kind="post", title=title, path=address.link(url_path) or "")
