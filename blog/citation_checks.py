"""Whether the citations in a post's text and its list of references agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from blog.citations import cited_references, missing_citations
from blog.models import BlogPostPage, Reference
from blog.payloads import bodies, prose


@dataclass(frozen=True, slots=True)
class CitationFindings:
    """What an editor should look at: papers listed and never cited, cited and not listed, and citations of nothing.

    `missing` holds the words of each citation whose paper is gone.
    """

    uncited: tuple[Reference, ...] = ()
    unlisted: tuple[Reference, ...] = ()
    missing: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.uncited or self.unlisted or self.missing)


def check_citations(post: BlogPostPage) -> CitationFindings:
    """Compare the list of `post` with its text, both as they are on this instance. A merged paper is its survivor."""
    html = prose.expand(bodies.rich_texts(list(post.body.raw_data)), page_links={})
    cited = cited_references(parts=html)
    listed = [entry.reference_id for entry in post.post_references.all() if entry.reference_id]
    papers = _papers([*listed, *cited])
    listed_papers = {paper.pk: paper for pk in listed if (paper := papers.get(pk))}
    cited_papers = {paper.pk: paper for pk in cited if (paper := papers.get(pk))}
    return CitationFindings(
        uncited=tuple(paper for pk, paper in listed_papers.items() if pk not in cited_papers),
        unlisted=tuple(paper for pk, paper in cited_papers.items() if pk not in listed_papers),
        missing=tuple(prose.plain(text) for text in missing_citations(parts=html, known=papers.keys())),
    )


def _papers(wanted: Sequence[UUID]) -> Mapping[UUID, Reference]:
    found = Reference.objects.select_related("merged_into").filter(pk__in=set(wanted))
    return {paper.pk: paper.merged_into or paper for paper in found}
