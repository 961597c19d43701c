"""References as a section of the admin."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from blog.choosers import ReferenceChooserViewSet
from blog.models import Reference
from blog.reference_admin.listing import (
    LIST_DISPLAY,
    ReferenceEditView,
    ReferenceIndexView,
    ReferenceUsageView,
    with_article_counts,
)
from blog.reference_admin.merge_views import MergeView, SeparateView
from blog.reference_admin.merged_panel import MergedPanel
from blog.reference_admin.paste_view import PasteView
from blog.reference_form import ReferenceForm


class ReferenceViewSet(SnippetViewSet):
    """Papers that posts cite."""

    model = Reference
    icon = "openquote"
    list_display = LIST_DISPLAY
    chooser_viewset_class = ReferenceChooserViewSet
    index_view_class = ReferenceIndexView
    edit_view_class = ReferenceEditView
    usage_view_class = ReferenceUsageView
    edit_handler = ObjectList(
        [
            MergedPanel(heading=_("Duplicates")),
            FieldPanel("kind"),
            FieldPanel("paper_title"),
            FieldPanel("authors"),
            FieldPanel("container"),
            FieldRowPanel([FieldPanel(name) for name in ("year", "volume", "issue", "pages")]),
            FieldPanel("publisher"),
            MultiFieldPanel(
                [FieldRowPanel(["doi", "pmid"]), FieldPanel("link")],
                heading=_("Where to find it"),
            ),
        ],
        base_form_class=ReferenceForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reference]:
        """Return what the listing shows, in a fixed number of statements."""
        return with_article_counts(Reference.objects.current())

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return Wagtail's addresses and ours."""
        ours = [
            path("paste/", self.construct_view(PasteView), name="paste"),
            path("merge/<uuid:pk>/", self.construct_view(MergeView), name="merge"),
            path("separate/<uuid:pk>/", self.construct_view(SeparateView), name="separate"),
        ]
        return [*super().get_urlpatterns(), *ours]
