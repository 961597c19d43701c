"""What posts say: everything a post is found by, read through the blog's selectors and payloads."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from blog.citations import cited_references
from blog.filing import family
from blog.models import BlogPostPage, Category
from blog.models.references import csl_names, csl_title
from blog.payloads import bodies, prose
from blog.payloads.bodies import StoredBlock
from blog.payloads.rows import ContributorRow, Labels, ReferenceRow, contributors_of, labels_of, references_of
from search.models import Label
from search.words.folding import clean


@dataclass(frozen=True, slots=True)
class Filed:
    """A label as a post bears it."""

    kind: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A post in plain words; `lines` are its blocks without headings, `beside` is what stands around the text.

    `lines` and `headings` are in the order of the text, and together they are what `text` shows, a line each.
    """

    post_id: int
    language: str
    published: int
    title: str
    headings: tuple[str, ...]
    lines: tuple[str, ...]
    text: str
    beside: tuple[str, ...]
    filed: tuple[Filed, ...]


def readable_posts(ids: Iterable[int]) -> QuerySet[BlogPostPage]:
    """Return those of the posts `ids` that are live, by id."""
    posts: QuerySet[BlogPostPage] = BlogPostPage.objects.filter(pk__in=ids, live=True)
    return posts.select_related("locale", "series").order_by("pk")


def read_posts(posts: Sequence[BlogPostPage]) -> list[Reading]:
    """Return what `posts` say, in a number of statements that does not depend on how many they are."""
    ids = [post.pk for post in posts]
    people, labels = contributors_of(ids), labels_of(ids)
    papers = references_of({post.pk: _cited(post) for post in posts})
    known = list(Category.objects.all())
    return [
        _read(post, people=people[post.pk], labels=labels[post.pk], papers=papers.by_post[post.pk], categories=known)
        for post in posts
    ]


def _read(
    post: BlogPostPage,
    *,
    people: Sequence[ContributorRow],
    labels: Labels,
    papers: Sequence[ReferenceRow],
    categories: Sequence[Category],
) -> Reading:
    blocks = [(block["type"] == "heading", line) for block in post.body.raw_data for line in _lines(block)]
    shown = ([(False, clean(post.excerpt))] if post.excerpt else []) + blocks
    filed = tuple(_filed(post, people=people, labels=labels, categories=categories))
    return Reading(
        post_id=post.pk,
        language=post.locale.language_code,
        published=int(post.first_published_at.timestamp()) if post.first_published_at else 0,
        title=clean(post.title),
        headings=tuple(line for is_heading, line in shown if is_heading),
        lines=tuple(line for is_heading, line in shown if not is_heading),
        text="\n".join(line for _, line in shown),
        beside=(
            *(clean(each.name) for each in filed if each.kind != Label.Kind.YEAR),
            *(clean(f"{row.letters} {row.meaning}") for person in people for row in person.credentials),
            *(clean(_paper(paper.csl)) for paper in papers),
        ),
        filed=filed,
    )


def _lines(block: StoredBlock) -> Iterator[str]:
    for text in bodies.words([block]):
        yield from filter(None, (clean(line) for line in text.split("\n")))


def _filed(
    post: BlogPostPage, *, people: Sequence[ContributorRow], labels: Labels, categories: Sequence[Category]
) -> Iterator[Filed]:
    above = {each.pk: each for row in labels.categories for each in family(categories, row.slug)[0]}
    yield from (Filed(Label.Kind.CATEGORY, each.slug, each.name) for each in above.values())
    yield from (Filed(Label.Kind.TAG, row.slug, row.name) for row in labels.tags)
    yield from {row.slug: Filed(Label.Kind.AUTHOR, row.slug, row.name) for row in people}.values()
    if post.series:
        yield Filed(Label.Kind.SERIES, post.series.slug, post.series.title)
    if post.first_published_at:
        year = str(timezone.localtime(post.first_published_at).year)
        yield Filed(Label.Kind.YEAR, year, year)


def _paper(csl: Mapping[str, object]) -> str:
    return " ".join([csl_title(csl), *csl_names(csl)])


def _cited(post: BlogPostPage) -> tuple[UUID, ...]:
    return cited_references(parts=prose.expand(bodies.rich_texts(list(post.body.raw_data)), page_links={}))
