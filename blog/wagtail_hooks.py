"""What the blog adds to Wagtail's admin."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList, TitleFieldPanel
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from blog.choosers import citation_chooser
from blog.citation_panel import citation_checks, warn_about_citations
from blog.merging import MERGE, SEPARATE
from blog.models import Author, Category, Series
from blog.reference_admin.viewset import ReferenceViewSet
from blog.reports import CredentialReport, ReviewReport
from blog.rich_text import CITATION_CONVERSION, ENTITY, LINK_TYPE, CitationLinkHandler
from blog.serving import send_to_public_site
from blog.slug_form import SlugForm
from blog.tag_admin.viewset import TagViewSet
from blog.tag_merging import MERGE as MERGE_TAG


def name_panel(field: str) -> TitleFieldPanel:
    """Return the field of a name that suggests the slug; not set as a title, for the screen has one."""
    return TitleFieldPanel(field, targets=["slug"], classname="", placeholder=False)


def credential_letters(author: Author) -> str:
    """Return the letters after an author's name."""
    return ", ".join(credential.letters for credential in author.credentials.all())


class AuthorViewSet(SnippetViewSet):
    """People whose names stand over posts."""

    model = Author
    icon = "user"
    list_display = ["name", Column("letters", label=_("Credentials"), accessor=credential_letters), "user"]
    edit_handler = ObjectList(
        [
            name_panel("name"),
            FieldPanel("slug"),
            InlinePanel(
                "credentials",
                label=_("Credential"),
                heading=_("Credentials"),
                help_text=_("Shown after the name, in this order."),
                panels=[FieldRowPanel(["letters", "meaning", "issuer"]), FieldRowPanel(["number", "expires_on"])],
            ),
            FieldPanel("portrait"),
            FieldPanel("biography"),
            FieldRowPanel(["orcid", "website"]),
            FieldPanel("user"),
        ],
        base_form_class=SlugForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Author]:
        """Fetch what the listing shows in a fixed number of queries."""
        authors: QuerySet[Author] = Author.objects.select_related("user").prefetch_related("credentials")
        return authors


class CategoryViewSet(SnippetViewSet):
    """Subjects of posts."""

    model = Category
    icon = "folder-open-inverse"
    list_display = ["name", "parent"]
    edit_handler = ObjectList(
        [
            name_panel("name"),
            FieldPanel("slug"),
            FieldPanel("parent"),
            FieldPanel("introduction"),
            FieldPanel("picture"),
        ],
        base_form_class=SlugForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        """Fetch what the listing shows in a fixed number of queries."""
        return Category.objects.select_related("parent")


class SeriesViewSet(SnippetViewSet):
    """Posts that are read one after another."""

    model = Series
    icon = "list-ol"
    list_display = ["title"]
    edit_handler = ObjectList(
        [name_panel("title"), FieldPanel("slug"), FieldPanel("introduction"), FieldPanel("picture")],
        base_form_class=SlugForm,
    )


class BlogSnippets(SnippetViewSetGroup):
    """What posts are put together from, under one entry of the menu."""

    menu_label = _("Blog")
    menu_icon = "edit"
    menu_order = 150
    items = [AuthorViewSet, CategoryViewSet, TagViewSet, SeriesViewSet, ReferenceViewSet]


register_snippet(BlogSnippets)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail has no types
def register_report_addresses() -> list[URLResolver]:
    """Give the blog's reports their addresses."""
    screens = [
        path(f"{name}/{end}", view.as_view(results_only=bool(end)), name=f"{name}_results" if end else name)
        for name, view in REPORTS.items()
        for end in ("", "results/")
    ]
    return [path("reports/blog/", include((screens, "blog_reports")))]


def register_report(name: str, view: type[ReportView]) -> None:
    """Put a report into the menu, for those who may see it."""

    class ReportMenuItem(MenuItem):
        def is_shown(self, request: HttpRequest) -> bool:
            allowed: bool = view.permission_policy.user_has_any_permission(request.user, view.any_permission_required)
            return allowed

    @hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]  # Wagtail has no types
    def menu_item() -> MenuItem:
        url = reverse_lazy(f"blog_reports:{name}")
        return ReportMenuItem(view.page_title, url, name=f"blog-{name}", icon_name=view.header_icon, order=1200)


REPORTS: Mapping[str, type[ReportView]] = {"credentials": CredentialReport, "reviews": ReviewReport}

for report, screen in REPORTS.items():
    register_report(report, screen)


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail has no types
def register_citation_chooser() -> ChooserViewSet:
    """Give the dialog that makes citations its addresses."""
    return citation_chooser


@hooks.register("register_rich_text_features")  # type: ignore[untyped-decorator]  # Wagtail has no types
def register_citations(features: FeatureRegistry) -> None:
    """Let rich text with the feature `citation` hold citations."""
    control = {
        "type": ENTITY,
        "icon": "openquote",
        "description": _("Citation"),
        "attributes": ["id", "locator", "title", "label", "url"],
        "allowlist": {"id": True},
        "chooserUrls": {"choose": reverse_lazy("blog_citations:choose")},
    }
    features.register_link_type(CitationLinkHandler)
    features.register_editor_plugin(
        "draftail",
        LINK_TYPE,
        EntityFeature(
            control,
            js=["wagtailadmin/js/chooser-modal.js", "blog/citation-entity.js"],
            css={"all": ["blog/citation-entity.css"]},
        ),
    )
    features.register_converter_rule("contentstate", LINK_TYPE, CITATION_CONVERSION)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail has no types
def register_citation_checks() -> list[URLPattern]:
    """Give the panel of citations the address it is asked for again at."""
    return [path("blog/citation-checks/<int:page_id>/", citation_checks, name="blog_citation_checks")]


hooks.register("after_create_page", warn_about_citations)
hooks.register("after_edit_page", warn_about_citations)


@hooks.register("register_log_actions")  # type: ignore[untyped-decorator]  # Wagtail has no types
def register_merging(actions: LogActionRegistry) -> None:
    """Let the history of a reference and of a tag tell of merging in words."""

    class Merged(LogFormatter):
        label = _("Merge")

        def format_message(self, log_entry: ModelLogEntry) -> str:
            return gettext("Merged into “%(title)s”") % {"title": log_entry.data["title"]}

    for action in (MERGE, MERGE_TAG):
        actions.register_action(action)(Merged)

    @actions.register_action(SEPARATE)
    class Separated(LogFormatter):
        label = _("Separate")

        def format_message(self, log_entry: ModelLogEntry) -> str:
            return gettext("Separated from “%(title)s”") % {"title": log_entry.data["title"]}


hooks.register("before_serve_page", send_to_public_site, order=100)
