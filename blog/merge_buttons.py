"""What the lists of rows that can be merged have in common: how often each is used, and the way to merge it."""

from typing import Any

from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView, IndexView

from blog.merge_screen import screen_url


class ArticleCountColumn(Column):
    """In how many articles something is used, leading to which."""

    cell_template_name = "blog/article_count_cell.html"

    def get_cell_context_data(self, instance: Model, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["usage_url"] = screen_url(instance, "usage")
        return context


class MergeableIndexView(IndexView):
    """Wagtail's listing with the way to merge a row into another."""

    def get_list_more_buttons(self, instance: Model) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        if self.user_has_permission("change"):
            url = screen_url(instance, "merge")
            buttons.append(MenuItem(_("Merge into…"), url=url, icon_name="resubmit", priority=25))
        return buttons


class MergeableEditView(EditView):
    """Wagtail's form with the way to merge."""

    def can_be_merged(self) -> bool:
        """Tell whether this row can be merged into another."""
        raise NotImplementedError

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons = list(super().header_more_buttons)
        if self.can_be_merged():
            url = screen_url(self.object, "merge")
            buttons.append(Button(_("Merge into…"), url=url, icon_name="resubmit", priority=15))
        return buttons
