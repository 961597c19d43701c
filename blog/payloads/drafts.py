"""What an unsaved post is put together from: the lists it holds in memory, in the shapes of `rows`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from blog.models import Author, BlogPostPage, Reference
from blog.payloads.rows import (
    AUTHOR_COLUMNS,
    ContributorRow,
    Labels,
    ReferenceRow,
    RowSource,
    contributor_rows,
    labels,
    reference_row,
)


def rows_in(post: BlogPostPage) -> RowSource:
    """Return the source of rows that reads the lists of `post` from the instance, whatever the database holds of it."""

    def contributors(post_ids: Collection[int]) -> dict[int, list[ContributorRow]]:
        listed = list(post.contributors.all())
        people = Author.objects.filter(pk__in=[each.author_id for each in listed])
        written = people.order_by("credentials__sort_order", "credentials__pk").values_list(*AUTHOR_COLUMNS)
        known: dict[int, list[tuple[object, ...]]] = {}
        for columns in written:
            known.setdefault(columns[0], []).append(columns)
        rows = [
            (place, post.pk, each.role, *columns)
            for place, each in enumerate(listed)
            for columns in known.get(each.author_id, ())
        ]
        return contributor_rows(rows, post_ids=post_ids)

    def filed(post_ids: Collection[int]) -> dict[int, Labels]:
        rows: Iterable[tuple[str, int, int, str, str]] = (
            *(("category", post.pk, each.pk, each.name, each.slug) for each in post.categories.all()),
            *(("tag", post.pk, each.pk or 0, each.name, each.slug) for each in post.tags.all()),
        )
        return labels(rows, post_ids=post_ids)

    def references(cited: Mapping[int, Sequence[UUID]]) -> dict[int, list[ReferenceRow]]:
        wanted = [each.reference_id for each in post.post_references.all()]
        wanted += [each for each in cited[post.pk] if each not in wanted]
        papers = Reference.objects.filter(pk__in=wanted).order_by().values_list("pk", "csl", "doi", "pmid")
        known = {paper[0]: reference_row(paper) for paper in papers}
        return {post.pk: [known[each] for each in wanted if each in known]}

    return RowSource(contributors=contributors, labels=filed, references=references)
