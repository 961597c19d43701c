"""Whether the index says what the posts say."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import connection, transaction

from blog.models import BlogPostPage
from search.engines import engine
from search.indexing import BATCH, chunks, digest, index_posts
from search.models import Filing, PostDocument
from search.reading import read_posts, readable_posts


@dataclass(frozen=True, slots=True)
class Findings:
    """The ids of live posts without a document, of those with an old one, and of documents without a live post.

    `sound` is whether the database's own full-text index agrees with the documents.
    """

    missing: tuple[int, ...]
    stale: tuple[int, ...]
    extra: tuple[int, ...]
    sound: bool

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.extra or not self.sound)


def compare(*, report: Callable[[int, int], object] = lambda done, total: None) -> Findings:
    """Compare every document with its post. `report` is told how many of how many posts are done after each batch."""
    live = list(BlogPostPage.objects.filter(live=True).order_by("pk").values_list("pk", flat=True))
    stored = dict(PostDocument.objects.values_list("pk", "digest"))
    stale: list[int] = []
    for number, batch in enumerate(chunks(live, size=BATCH)):
        labels = _labels(batch)
        for reading in read_posts(list(readable_posts(batch))):
            filed = {(each.kind, each.slug, each.name) for each in reading.filed}
            known = stored.get(reading.post_id)
            if known is not None and (known != digest(reading) or labels[reading.post_id] != filed):
                stale.append(reading.post_id)
        report(min(len(live), (number + 1) * BATCH), len(live))
    with transaction.atomic(), connection.cursor() as cursor:
        sound = engine().is_sound(cursor)
    return Findings(
        missing=tuple(post for post in live if post not in stored),
        stale=tuple(stale),
        extra=tuple(sorted(stored.keys() - set(live))),
        sound=sound,
    )


def repair(findings: Findings) -> None:
    """Put right what `compare` found."""
    if not findings.sound:
        with connection.cursor() as cursor:
            engine().mend(cursor)
    index_posts([*findings.missing, *findings.stale, *findings.extra])


def _labels(documents: Collection[int]) -> dict[int, set[tuple[str, str, str]]]:
    found: dict[int, set[tuple[str, str, str]]] = defaultdict(set)
    rows = Filing.objects.filter(document_id__in=documents)
    for document, kind, slug, name in rows.values_list("document_id", "label__kind", "label__slug", "label__name"):
        found[document].add((kind, slug, name))
    return found
