"""The papers of a post, numbered as readers see them."""

from blog.citations import cited_references, number_citations
from blog.models import BlogPostPage
from blog.payloads import bodies, prose
from blog.payloads.rows import ReferenceRow, references_of


def numbered_papers(post: BlogPostPage) -> list[ReferenceRow]:
    """Return the papers of `post` in the order of their numbers."""
    html = prose.expand(bodies.rich_texts(list(post.body.raw_data)), page_links={})
    papers = references_of({post.pk: cited_references(parts=html)})
    own = {paper.id: paper for paper in papers.by_post[post.pk]}
    numbering = number_citations(parts=html, references=list(own), survivors=papers.survivors)
    return [own[entry.reference] for entry in numbering.references]
