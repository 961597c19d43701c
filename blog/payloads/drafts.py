"""What an unsaved post is put together from: the lists it holds in memory, in the shapes of `rows`."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from wagtail.models import Page

from blog.models import Author, BlogPostPage, Reference
from blog.models.pages import MAX_RELATED
from blog.payloads.rows import (
    AUTHOR_COLUMNS,
    PAPER_COLUMNS,
    STORED,
    ContributorRow,
    Labels,
    Papers,
    RowSource,
    contributor_rows,
    labels,
    papers_of,
    reference_row,
)
from blog.related import related_posts
from blog.selectors import for_payload
from ground.viewer import Viewer, public_pages


def rows_in(post: BlogPostPage) -> RowSource:
    """Return the source of rows that reads the lists of `post` from the instance, those of other posts as stored."""

    def contributors(post_ids: Collection[int]) -> dict[int, list[ContributorRow]]:
        others = STORED.contributors([each for each in post_ids if each != post.pk])
        return {**others, **contributor_rows(_contributions(post), post_ids=[post.pk])}

    def filed(post_ids: Collection[int]) -> dict[int, Labels]:
        others = STORED.labels([each for each in post_ids if each != post.pk])
        rows = [("category", post.pk, each.pk, each.name, each.slug) for each in post.categories.all()]
        rows += [("tag", post.pk, each.pk or 0, each.name, each.slug) for each in post.tags.all()]
        return {**others, **labels(rows, post_ids=[post.pk])}

    def references(cited: Mapping[int, Sequence[UUID]]) -> Papers:
        listed = {post.pk: [each.reference_id for each in post.post_references.all()]}
        wanted = {*listed[post.pk], *cited[post.pk]}
        found = Reference.objects.filter(pk__in=wanted).order_by().values_list(*PAPER_COLUMNS)
        known = {paper[0]: reference_row(paper) for paper in found}
        return papers_of(listed=listed, cited={post.pk: cited[post.pk]}, known=known)

    def related(draft: BlogPostPage, *, viewer: Viewer, now: datetime) -> list[Page]:
        wanted = [each.target_id for each in draft.chosen_posts.all()]
        chosen = for_payload(public_pages(viewer, now=now, model=BlogPostPage)).in_bulk(wanted)
        found = [chosen[pk] for pk in wanted if pk in chosen]
        found += [each for each in related_posts(draft, viewer=viewer, now=now) if each.pk not in chosen]
        return found[:MAX_RELATED]

    return RowSource(contributors=contributors, labels=filed, references=references, related=related)


def _contributions(post: BlogPostPage) -> list[tuple[Any, ...]]:
    listed = list(post.contributors.all())
    people = Author.objects.filter(pk__in=[each.author_id for each in listed])
    known: dict[int, list[tuple[Any, ...]]] = {}
    for columns in people.order_by("credentials__sort_order", "credentials__pk").values_list(*AUTHOR_COLUMNS):
        known.setdefault(columns[0], []).append(columns)
    return [
        (place, post.pk, each.role, *columns)
        for place, each in enumerate(listed)
        for columns in known.get(each.author_id, ())
    ]
