"""The list of tags: how many articles bear each, and the ways from it."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.snippets.views.snippets import UsageView

from blog.merge_buttons import ArticleCountColumn, MergeableEditView
from blog.models import BlogPostPage, PostTag

LIST_DISPLAY = [
    "name",
    "slug",
    ArticleCountColumn("article_count", label=_("Used in"), accessor="article_count", sort_key="article_count"),
]


def with_article_counts(tags: QuerySet[Any]) -> QuerySet[Any]:
    """Return `tags`, each with `article_count`: how many posts bear it. Part of the statement that fetches them."""
    uses = PostTag.objects.filter(tag=OuterRef("pk")).order_by().values("tag")
    counted = uses.annotate(posts=Count("content_object", distinct=True)).values("posts")
    counted_tags: QuerySet[Any] = tags.annotate(article_count=Coalesce(Subquery(counted), 0))
    return counted_tags


def standing_tags() -> QuerySet[Any]:
    """Return the tags that stand for themselves, by name."""
    tags: QuerySet[Any] = Tag.objects.filter(details__merged_into__isnull=True)
    return tags.order_by("name")


class TagEditView(MergeableEditView):
    """Wagtail's form with the way to merge a tag that stands for itself."""

    def can_be_merged(self) -> bool:
        """Tell whether this tag can be merged into another."""
        return standing_tags().filter(pk=self.object.pk).exists()


class TagUsageView(UsageView):
    """The articles that bear a tag: Wagtail's index of uses is not told when only the tags of a page change."""

    def get_queryset(self) -> list[tuple[BlogPostPage, tuple[()]]]:
        posts = BlogPostPage.objects.filter(pk__in=PostTag.objects.filter(tag=self.object).values("content_object"))
        return [(post, ()) for post in posts.order_by("title", "pk").defer_streamfields()]

    @cached_property
    def columns(self) -> list[Any]:
        return list(super().columns[:1])
