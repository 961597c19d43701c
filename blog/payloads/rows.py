"""What posts are put together from, fetched for any number of posts in one statement each."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, IntegerField, QuerySet, Value
from wagtail.models import Page

from blog.models import BlogPostPage, PostContributor, PostReference, PostTag, Reference
from blog.models.fields import SpelledUUIDField
from blog.payloads.schemas import CredentialPayload
from blog.related import related_posts
from ground.prepared import Several, prepared


@dataclass(frozen=True, slots=True)
class ContributorRow:
    """A person, what they did for a post, and the letters after their name."""

    role: str
    author_id: int
    name: str
    slug: str
    portrait_id: int | None
    biography: str
    orcid: str
    website: str
    credentials: list[CredentialPayload]


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A paper; `csl` is its CSL-JSON item."""

    id: UUID
    csl: Mapping[str, Any]
    doi: str
    pmid: str

    @property
    def item(self) -> Mapping[str, Any]:
        """The CSL-JSON item with the numbers that hold."""
        return {**self.csl, "DOI": self.doi, "PMID": self.pmid}


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of each post, by its id, and which paper stands for each merged one."""

    by_post: Mapping[int, list[ReferenceRow]]
    survivors: Mapping[UUID, UUID]


PAPER_COLUMNS = (
    *("pk", "csl", "doi", "pmid"),
    *("merged_into__pk", "merged_into__csl", "merged_into__doi", "merged_into__pmid"),
)


class CategoryRow(NamedTuple):
    """A subject."""

    id: int
    name: str
    slug: str


class TagRow(NamedTuple):
    """A word."""

    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Labels:
    """The subjects and words a post is filed under, each by name."""

    categories: tuple[CategoryRow, ...] = ()
    tags: tuple[TagRow, ...] = ()


AUTHOR_COLUMNS = (
    "pk",
    "name",
    "slug",
    "portrait_id",
    "biography",
    "orcid",
    "website",
    "credentials__letters",
    "credentials__meaning",
    "credentials__issuer",
)
"""What a contributor row tells of an author: a row for each credential, and one for an author without any."""


@dataclass(frozen=True, slots=True)
class RowSource:
    """Where the lists of posts are read from, each for any number of posts."""

    contributors: Callable[[Collection[int]], dict[int, list[ContributorRow]]]
    labels: Callable[[Collection[int]], dict[int, Labels]]
    references: Callable[[Mapping[int, Sequence[UUID]]], Papers]
    related: Callable[..., list[Page]]
    """As `blog.related.related_posts`."""


def contributors_of(post_ids: Collection[int]) -> dict[int, list[ContributorRow]]:
    """Return who contributed to each post, in the editors' order."""
    return contributor_rows(_contributions(post_ids=post_ids), post_ids=post_ids)


@prepared(post_ids=Several(IntegerField()))
def _contributions(*, post_ids: Any) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = (
        PostContributor.objects.filter(post_id__in=post_ids)
        .order_by("post_id", "sort_order", "pk", "author__credentials__sort_order", "author__credentials__pk")
        .values_list("pk", "post_id", "role", *(f"author__{column}" for column in AUTHOR_COLUMNS))
    )
    return rows


def contributor_rows(rows: Iterable[Sequence[Any]], *, post_ids: Collection[int]) -> dict[int, list[ContributorRow]]:
    """Return the contributors of each post; a row is contribution, post, role, then `AUTHOR_COLUMNS`, in order."""
    found: dict[int, dict[int, ContributorRow]] = defaultdict(dict)
    for pk, post_id, role, author_id, name, slug, portrait_id, *rest in rows:
        biography, orcid, website, letters, meaning, issuer = rest
        person = ContributorRow(role, author_id, name, slug, portrait_id, biography, orcid, website, [])
        row = found[post_id].setdefault(pk, person)
        if letters is not None:
            row.credentials.append(CredentialPayload(letters=letters, meaning=meaning, issuer=issuer))
    return {post_id: list(found[post_id].values()) for post_id in post_ids}


def labels_of(post_ids: Collection[int]) -> dict[int, Labels]:
    """Return the categories and tags of each post."""
    return labels(_filed(post_ids=post_ids), post_ids=post_ids)


@prepared(post_ids=Several(IntegerField()))
def _filed(*, post_ids: Any) -> QuerySet[Any, Any]:
    filed = BlogPostPage.categories.through.objects.filter(blogpostpage_id__in=post_ids)
    tagged = PostTag.objects.filter(content_object_id__in=post_ids).order_by()
    rows: QuerySet[Any, Any] = filed.values_list(
        Value("category"), "blogpostpage_id", F("category_id"), F("category__name"), F("category__slug")
    ).union(
        tagged.values_list(Value("tag"), "content_object_id", F("tag_id"), F("tag__name"), F("tag__slug")), all=True
    )
    return rows


def labels(rows: Iterable[Sequence[Any]], *, post_ids: Collection[int]) -> dict[int, Labels]:
    """Return the labels of each post; a row is "category" or "tag", post, and the label's id, name and slug."""
    categories: dict[int, list[CategoryRow]] = defaultdict(list)
    tags: dict[int, list[TagRow]] = defaultdict(list)
    for kind, post_id, label_id, name, slug in sorted(rows, key=lambda row: (row[3].casefold(), row[2])):
        if kind == "tag":
            tags[post_id].append(TagRow(name=name, slug=slug))
        else:
            categories[post_id].append(CategoryRow(id=label_id, name=name, slug=slug))
    return {post_id: Labels(tuple(categories[post_id]), tuple(tags[post_id])) for post_id in post_ids}


def references_of(cited: Mapping[int, Sequence[UUID]]) -> Papers:
    """Return the papers of each post: those in its list, in order, then those it cites without listing them.

    `cited` names the papers cited in each post. A merged paper counts as the one it was merged into. One statement, and
    a second when a cited paper is in no list.
    """
    known: dict[UUID, ReferenceRow] = {}
    listed: dict[int, list[UUID]] = {post_id: [] for post_id in cited}
    for post_id, *paper in _listed(post_ids=cited):
        listed[post_id].append(paper[0])
        known.setdefault(paper[0], reference_row(paper))
    missing = {reference for references in cited.values() for reference in references} - known.keys()
    if missing:
        known |= {paper[0]: reference_row(paper) for paper in _papers(ids=missing)}
    return papers_of(listed=listed, cited=cited, known=known)


@prepared(post_ids=Several(IntegerField()))
def _listed(*, post_ids: Any) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = (
        PostReference.objects.filter(post_id__in=post_ids)
        .order_by("post_id", "sort_order", "pk")
        .values_list("post_id", *(f"reference__{column}" for column in PAPER_COLUMNS))
    )
    return rows


@prepared(ids=Several(SpelledUUIDField()))
def _papers(*, ids: Any) -> QuerySet[Any, Any]:
    return Reference.objects.filter(pk__in=ids).order_by().values_list(*PAPER_COLUMNS)


def papers_of(
    *, listed: Mapping[int, Sequence[UUID]], cited: Mapping[int, Sequence[UUID]], known: Mapping[UUID, ReferenceRow]
) -> Papers:
    """Return the papers of each post: those it lists, then those it only cites; a merged one as its survivor."""
    by_post = {
        post_id: list(
            {known[each].id: known[each] for each in (*listed[post_id], *references) if each in known}.values()
        )
        for post_id, references in cited.items()
    }
    return Papers(by_post, {reference: row.id for reference, row in known.items() if row.id != reference})


def reference_row(paper: Sequence[Any]) -> ReferenceRow:
    """Return a paper, or the survivor it was merged into, from `PAPER_COLUMNS`."""
    own, survivor = paper[:4], paper[4:]
    reference, csl, doi, pmid = survivor if survivor[0] else own
    return ReferenceRow(id=reference, csl=csl, doi=doi or "", pmid=pmid or "")


STORED = RowSource(contributors=contributors_of, labels=labels_of, references=references_of, related=related_posts)
"""The lists as the database has them."""
