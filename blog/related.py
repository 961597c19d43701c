"""Which posts to read after a post."""

from datetime import datetime
from typing import Any

from django.db.models import Count, DateTimeField, F, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import Page

from blog.models import BlogPostPage, PostReference, PostTag, RelatedPost
from blog.models.pages import MAX_RELATED
from blog.selectors import for_payload
from ground.among import AmongAll, Branch, ids_of
from ground.prepared import prepared
from ground.viewer import Viewer, public_pages

CONSIDERED = 40
"""Rows of each kind of kinship that are looked at, the newest: enough to choose from, whatever the size of the blog."""


def related_posts(post: BlogPostPage, *, viewer: Viewer, now: datetime) -> list[Page]:
    """Return up to `MAX_RELATED` posts to read after `post` that `viewer` may see at `now`. One statement.

    All are in its language. Those chosen by hand come first, in their order, or their translations; then those that
    share most references, then most tags, then most categories, the newest first among equals.
    """
    return _related(viewer, post=post.pk, locale=post.locale_id, now=now)


@prepared(post=IntegerField(), locale=IntegerField(), now=DateTimeField())
def _related(viewer: Viewer, *, post: Any, locale: Any, now: Any) -> QuerySet[Page]:
    filed = BlogPostPage.categories.through
    subjects = filed.objects.filter(blogpostpage_id=post).values("category_id")
    words = PostTag.objects.filter(content_object_id=post).values("tag_id")
    papers = PostReference.objects.filter(post_id=post).values("reference_id")
    kin = (
        (PostReference, "post_id", {"reference_id__in": papers}),
        (PostTag, "content_object_id", {"tag_id__in": words}),
        (filed, "blogpostpage_id", {"category_id__in": subjects}),
    )
    chosen = RelatedPost.objects.filter(post_id=post)
    translations = BlogPostPage.objects.filter(translation_key__in=chosen.values("target__translation_key")).order_by()
    candidates = AmongAll([ids_of(translations, "pk"), *(_newest(*each, locale=locale) for each in kin)])
    shared = {f"shared_{number}": _count(*each) for number, each in enumerate(kin)}
    by_hand = chosen.filter(target__translation_key=OuterRef("translation_key"))
    found: QuerySet[Page] = (
        for_payload(public_pages(viewer, now=now, model=BlogPostPage))
        .filter(candidates, locale_id=locale)
        .exclude(pk=post)
        .annotate(place=Subquery(by_hand.values("sort_order")[:1]), **shared)
        .order_by(
            F("place").asc(nulls_last=True),
            *(f"-{name}" for name in shared),
            F("first_published_at").desc(nulls_last=True),
            "-pk",
        )
    )
    return found[:MAX_RELATED]


def _newest(model: type[Model], column: str, shared: dict[str, object], *, locale: Any) -> Branch:
    spoken = {f"{column.removesuffix('_id')}__locale_id": locale}
    rows: QuerySet[Any] = model._default_manager.filter(**shared, **spoken).order_by("-pk")
    return ids_of(rows[:CONSIDERED], column)


def _count(model: type[Model], column: str, shared: dict[str, object]) -> Coalesce:
    rows = model._default_manager.filter(**shared, **{column: OuterRef("pk")}).order_by().values(column)
    counted = rows.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
