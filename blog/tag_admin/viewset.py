"""Tags as a section of the admin."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.admin.panels import FieldPanel, ObjectList, TitleFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from blog.merge_buttons import MergeableIndexView
from blog.tag_admin.form import TagForm
from blog.tag_admin.listing import LIST_DISPLAY, TagEditView, TagUsageView, standing_tags, with_article_counts
from blog.tag_admin.merge_view import TagMergeView
from blog.tag_admin.words_panel import MergedWordsPanel


class TagViewSet(SnippetViewSet):
    """Words that posts have in common."""

    model = Tag
    icon = "tag"
    list_display = LIST_DISPLAY
    search_fields = ["name"]
    ordering = "name"
    index_view_class = MergeableIndexView
    edit_view_class = TagEditView
    usage_view_class = TagUsageView
    edit_handler = ObjectList(
        [
            MergedWordsPanel(heading=_("Merged tags")),
            TitleFieldPanel("name", targets=["slug"], classname="", placeholder=False),
            FieldPanel("slug", help_text=_("The part of the address that names it. An earlier one leads on to it.")),
            FieldPanel("introduction"),
            FieldPanel("picture"),
        ],
        base_form_class=TagForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        """Return what the listing shows, in a fixed number of statements."""
        return with_article_counts(standing_tags())

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return Wagtail's addresses and ours."""
        merge = path("merge/<int:pk>/", self.construct_view(TagMergeView), name="merge")
        return [*super().get_urlpatterns(), merge]
