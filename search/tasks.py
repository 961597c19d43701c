"""What the worker does for search: index the posts that changed, and those that something around them changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import ReferenceIndex

from blog.filing import family
from blog.models import BlogPostPage, Category, PostContributor, PostReference, PostTag, Reference
from ground import outbox
from search.indexing import BATCH, index_posts
from search.models import Filing, Label, PostDocument

INDEX = "search.index"
"""Asks for the document of a post to be made anew; payload `{"post": id}`."""

REFRESH = "search.refresh"
"""Asks for the documents of many posts, those after the id `after`, to be made anew, some at a time.

Payload `{"kind", "value", "after"}`: of which posts, by `posts_with`.
"""


def request_index(*, post_id: int, now: datetime) -> None:
    """Ask the worker to index a post, whatever became of it."""
    with transaction.atomic():
        outbox.write(topic=INDEX, payload={"post": post_id}, now=now, key=f"post:{post_id}")


def request_refresh(*, kind: str, value: str, now: datetime, after: int = 0) -> None:
    """Ask the worker to index the posts that have something in common; `kind` and `value` as for `posts_with`."""
    with transaction.atomic():
        payload = {"kind": kind, "value": value, "after": after}
        outbox.write(topic=REFRESH, payload=payload, now=now, key=f"{kind}:{value}:{after}"[:200])


@outbox.handles(INDEX)
def index(payload: outbox.Payload) -> None:
    """Index one post."""
    index_posts([payload["post"]])


@outbox.handles(REFRESH)
def refresh(payload: outbox.Payload) -> None:
    """Index some posts, and ask for the next ones."""
    kind, value, after = payload["kind"], payload["value"], payload["after"]
    some = posts_with(kind, value, after=after)
    index_posts(some)
    if len(some) == BATCH:
        request_refresh(kind=kind, value=value, after=some[-1], now=timezone.now())


def posts_with(kind: str, value: str, *, after: int) -> list[int]:
    """Return up to `BATCH` ids of posts beyond `after`, in order.

    Those with the author, category, tag, series or reference whose id is `value`; with kind "label" those that stand in
    the index under the label "kind slug", which need not exist any more; with kind "all" every live post.
    """
    posts = BlogPostPage.objects.filter(pk__gt=after)
    match kind:
        case "author":
            posts = posts.filter(pk__in=PostContributor.objects.filter(author_id=value).values("post_id"))
        case "category":
            slug = Category.objects.filter(pk=value).values_list("slug", flat=True).first() or ""
            posts = posts.filter(categories__in=family(Category.objects.all(), slug)[1]).distinct()
        case "tag":
            posts = posts.filter(pk__in=PostTag.objects.filter(tag_id=value).values("content_object_id"))
        case "series":
            posts = posts.filter(series_id=value)
        case "reference":
            posts = posts.filter(pk__in=_with_reference(value))
        case "label":
            name, slug = value.split(" ", 1)
            label = Label.objects.filter(kind=name, slug=slug)
            posts = posts.filter(pk__in=Filing.objects.filter(label__in=label).values("document_id"))
        case "all":
            posts = posts.filter(live=True)
    return list(posts.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _with_reference(value: str) -> set[int]:
    papers = Reference.objects.filter(Q(pk=value) | Q(merged_into=UUID(value)))
    listed = PostReference.objects.filter(reference__in=papers).values_list("post_id", flat=True)
    cited = [
        int(use.object_id)
        for paper in papers
        for use in ReferenceIndex.get_references_to(paper)
        if use.object_id.isdigit()
    ]
    return {*listed, *cited}


def request_first_index(using: str, **kwargs: Any) -> None:
    """Ask for every post to be indexed where no document is there yet: after the `migrate` that brought search."""
    tables = set(connections[using].introspection.table_names())
    needed = {model._meta.db_table for model in (PostDocument, BlogPostPage, outbox.OutboxMessage)}
    if (
        using == DEFAULT_DB_ALIAS
        and needed <= tables
        and not PostDocument.objects.exists()
        and BlogPostPage.objects.filter(live=True).exists()
    ):
        request_refresh(kind="all", value="", now=timezone.now())
