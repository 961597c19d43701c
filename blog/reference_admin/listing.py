"""The list of papers: how often each is used, and the ways from it."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page, ReferenceIndex
from wagtail.snippets.views.snippets import UsageView

from blog.merge_buttons import ArticleCountColumn, MergeableEditView, MergeableIndexView
from blog.models import Reference


def with_article_counts(papers: QuerySet[Reference]) -> QuerySet[Reference]:
    """Return `papers`, each with `article_count`: how many pages list or cite it or a paper merged into it.

    Part of the statement that fetches the papers.
    """
    own = Reference.objects.filter(Q(pk=OuterRef(OuterRef("pk"))) | Q(merged_into=OuterRef(OuterRef("pk")))).order_by()
    uses = (
        ReferenceIndex.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            to_content_type=ContentType.objects.get_for_model(Reference),
            to_object_id__in=own.annotate(as_text=Cast("pk", CharField())).values("as_text"),
        )
        .order_by()
        .annotate(all=Value(1))
        .values("all")
        .annotate(pages=Count("object_id", distinct=True))
        .values("pages")
    )
    return papers.annotate(article_count=Coalesce(Subquery(uses), 0))


LIST_DISPLAY = [
    "title",
    Column("authors_brief", label=_("Authors"), accessor="authors_brief"),
    Column("year", label=_("Year"), accessor="year"),
    "doi",
    ArticleCountColumn("article_count", label=_("Used in"), accessor="article_count", width="16%"),
]


class ReferenceIndexView(MergeableIndexView):
    """Wagtail's listing with the way to paste many papers, and to merge one into another."""

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons = list(super().header_buttons)
        if self.user_has_permission("add"):
            paste = reverse("wagtailsnippets_blog_reference:paste")
            buttons.append(HeaderButton(_("Paste references"), url=paste, icon_name="clipboard-list"))
        return buttons


class ReferenceEditView(MergeableEditView):
    """Wagtail's form with the way to merge a paper that stands for itself."""

    def can_be_merged(self) -> bool:
        """Tell whether this paper can be merged into another."""
        return not self.object.merged_into_id


class ReferenceUsageView(UsageView):
    """Where a paper is used, under whichever of its records."""

    def get_queryset(self) -> Any:
        papers = [self.object.pk, *self.object.duplicates.values_list("pk", flat=True)]
        uses = ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(Reference), to_object_id__in=[str(pk) for pk in papers]
        )
        return uses.group_by_source_object()
