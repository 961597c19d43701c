"""The list of canned replies, in Wagtail's own listing."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from comments.desk.rules.access import ForModerators
from comments.desk.rules.words import branch_words
from comments.models import CannedReply
from comments.selectors.canned import canned_of

CANNED = "reader-comments_canned-replies_modeladmin"
INDEX, RESULTS, ADD, EDIT, DELETE = (f"{CANNED}_{name}" for name in ("index", "results", "create", "edit", "delete"))


class CannedFilterSet(WagtailFilterSet):
    """What they are for."""

    use = django_filters.ChoiceFilter(label=gettext_lazy("Use"), choices=CannedReply.Uses.choices)

    class Meta:
        model = CannedReply
        fields = ("use",)


class NameColumn(BaseColumn):
    """The name, the beginning of the text, and the ways to change it and to remove it."""

    cell_template_name = "comments/desk/decisions/canned_cell.html"

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["comments/desk/rules.css"]}

    def get_cell_context_data(self, instance: CannedReply, parent_context: Any) -> dict[str, Any]:
        """Add the addresses."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        addresses = {"edit_url": reverse(EDIT, args=[instance.pk]), "delete_url": reverse(DELETE, args=[instance.pk])}
        return context | addresses


class PageColumn(BaseColumn):
    """The branch on which it is offered."""

    cell_template_name = "comments/desk/rules/page_cell.html"

    def get_cell_context_data(self, instance: CannedReply, parent_context: Any) -> dict[str, Any]:
        """Add its name."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"title": branch_words(instance.page)}


class CannedReplies(ForModerators, IndexView):
    """The texts of the branches that this person moderates: a right that is none of Django's."""

    model = CannedReply
    page_title = gettext_lazy("Canned replies")
    header_icon = "openquote"
    any_permission_required = None
    index_url_name = INDEX
    index_results_url_name = RESULTS
    filterset_class = CannedFilterSet
    is_searchable = True
    search_fields = ("name", "text")
    search_backend_name = None
    default_ordering = "name"
    paginate_by = 50
    table_classname = "listing comment-rules-listing"
    columns: ClassVar[list[BaseColumn]] = [
        NameColumn("name", label=gettext_lazy("Name"), width="40%"),
        Column("use", label=gettext_lazy("Use"), accessor="get_use_display"),
        PageColumn("page", label=gettext_lazy("Branch")),
        DateColumn("set_at", label=gettext_lazy("Changed"), width="14%"),
    ]

    def get_base_queryset(self) -> QuerySet[CannedReply]:
        """Return those of the branches that this moderator decides about."""
        return canned_of(self.request.user)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead to a new one."""
        return [HeaderButton(_("Add a canned reply"), url=reverse(ADD), icon_name="plus")]

    @cached_property
    def no_results_message(self) -> str:
        """What an empty list means."""
        if self.is_filtering or self.is_searching:
            return _("No canned replies match what you asked for.")
        return _("There are no canned replies yet.")
