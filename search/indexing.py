"""Keeping the index true: the only writers of documents, labels and vocabulary."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TypeVar

from django.db import connection, transaction

from blog.models import BlogPostPage
from search.engines import engine
from search.models import Filing, Label, PostDocument, Word
from search.reading import Reading, read_posts, readable_posts
from search.words.folding import clean, fold, words
from search.words.terms import VERSION, term, terms

BATCH = 200
"""Posts indexed in one transaction: SQLite's write lock is held for about a second."""

LONGEST_TEXT = 100_000
"""Characters of a body that are indexed; a long article has ten thousand."""

MOST_NAMES = 250
"""Characters of `names`: what the shorter of its columns takes."""

Vocabulary = Mapping[str, Mapping[str, str]]
"""By language, each folded word with its term."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """How many documents were written, how many removed."""

    written: int
    removed: int


def index_posts(ids: Collection[int]) -> Indexed:
    """Make the documents of the posts `ids` what the posts are now; a post that is not live has none."""
    written = removed = 0
    for batch in chunks(sorted(set(ids)), size=BATCH):
        readings = read_posts(list(readable_posts(batch)))
        with transaction.atomic():
            removed += _remove(set(batch) - {reading.post_id for reading in readings})
            found = _write(readings)
            _count_words(found)
        written += len(readings)
    return Indexed(written=written, removed=removed)


def rebuild(*, report: Callable[[int, int], object] = lambda done, total: None) -> int:
    """Make all documents, labels and words anew; return how many documents there are.

    Readers find posts meanwhile. `report` is told how many of how many posts are done after each batch.
    """
    ids = list(BlogPostPage.objects.filter(live=True).order_by("pk").values_list("pk", flat=True))
    seen: dict[str, set[str]] = defaultdict(set)
    for number, batch in enumerate(chunks(ids, size=BATCH)):
        readings = read_posts(list(readable_posts(batch)))
        with transaction.atomic():
            for language, found in _write(readings).items():
                seen[language] |= found.keys()
        report(min(len(ids), (number + 1) * BATCH), len(ids))
    with transaction.atomic():
        _remove(set(PostDocument.objects.exclude(post__live=True).values_list("pk", flat=True)))
        Label.objects.filter(filings__isnull=True).delete()
        known = Word.objects.values_list("pk", "language", "word")
        unused = [pk for pk, language, word in known.iterator() if word not in seen.get(language, ())]
        for some in chunks(unused, size=BATCH):
            Word.objects.filter(pk__in=some).delete()
    with connection.cursor() as cursor:
        engine().settle(cursor)
        engine().count_words(cursor)
    return PostDocument.objects.count()


def _remove(ids: Collection[int]) -> int:
    return PostDocument.objects.filter(pk__in=ids).delete()[1].get(PostDocument._meta.label, 0) if ids else 0


def _write(readings: Sequence[Reading]) -> Vocabulary:
    if not readings:
        return {}
    documents = [document(reading) for reading in readings]
    columns = [field.attname for field in PostDocument._meta.concrete_fields if not field.primary_key]
    PostDocument.objects.bulk_create(documents, update_conflicts=True, unique_fields=["post"], update_fields=columns)
    _file(readings)
    vocabulary = _vocabulary(readings)
    Word.objects.bulk_create(
        [
            Word(language=language, word=word, term=found)
            for language, known in vocabulary.items()
            for word, found in known.items()
        ],
        ignore_conflicts=True,
    )
    return vocabulary


def document(reading: Reading) -> PostDocument:
    """Return the document of a post, not saved."""

    def joined(texts: Sequence[str]) -> str:
        return " ".join(found for text in texts for found in terms(text[:LONGEST_TEXT], reading.language))

    return PostDocument(
        post_id=reading.post_id,
        language=reading.language,
        published=reading.published,
        digest=digest(reading),
        names=names(reading.title),
        title_terms=joined([reading.title]),
        heading_terms=joined(reading.headings),
        body_terms=joined(["\n".join(reading.lines)]),
        beside_terms=joined(reading.beside),
        text=reading.text[:LONGEST_TEXT],
    )


def digest(reading: Reading) -> str:
    """Return what differs when the document of a post would."""
    return sha256(json.dumps([VERSION, asdict(reading)]).encode()).hexdigest()


def names(text: str) -> str:
    """Return the words of `text`, folded, a space before each."""
    return "".join(f" {fold(word)}" for word in words(clean(text)))[:MOST_NAMES]


def _file(readings: Sequence[Reading]) -> None:
    filed = {(each.kind, each.slug): each for reading in readings for each in reading.filed}
    Label.objects.bulk_create(
        [Label(kind=kind, slug=slug, name=each.name, names=names(each.name)) for (kind, slug), each in filed.items()],
        update_conflicts=True,
        unique_fields=["kind", "slug"],
        update_fields=["name", "names"],
    )
    slugs = {slug for _, slug in filed}
    ids = {
        (kind, slug): pk for pk, kind, slug in Label.objects.filter(slug__in=slugs).values_list("pk", "kind", "slug")
    }
    Filing.objects.filter(document_id__in=[reading.post_id for reading in readings]).delete()
    Filing.objects.bulk_create(
        [
            Filing(document_id=reading.post_id, label_id=ids[each.kind, each.slug])
            for reading in readings
            for each in {(filed.kind, filed.slug): filed for filed in reading.filed}.values()
        ]
    )


def _vocabulary(readings: Sequence[Reading]) -> Vocabulary:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for reading in readings:
        for text in (reading.title, *reading.headings, "\n".join(reading.lines)[:LONGEST_TEXT], *reading.beside):
            for word in words(text):
                if said := term(word, reading.language):
                    found[reading.language][fold(word)] = said
    return found


def _count_words(vocabulary: Vocabulary) -> None:
    for language, known in vocabulary.items():
        by_number: dict[int, list[str]] = defaultdict(list)
        for some in chunks(sorted(set(known.values())), size=BATCH):
            for found, number in engine().frequencies(some).items():
                by_number[number].append(found)
        for number, found_terms in by_number.items():
            for some in chunks(found_terms, size=BATCH):
                Word.objects.filter(language=language, term__in=some).update(documents=number)


Item = TypeVar("Item")


def chunks(items: Sequence[Item], *, size: int) -> Iterator[Sequence[Item]]:
    """Yield `items` in parts of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
