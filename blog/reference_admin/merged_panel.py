"""In the form of a paper: what it was merged into, or what was merged into it."""

from typing import Any

from wagtail.admin.panels import Panel

from blog.models import Reference


class MergedPanel(Panel):
    """Shown only where there is a merge to tell of."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "blog/references/merged_panel.html"
        instance: Reference

        def is_shown(self) -> bool:
            saved = not self.instance._state.adding
            return saved and bool(self.instance.merged_into_id or self.instance.duplicates.exists())

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["duplicates"] = list(self.instance.duplicates.order_by("title"))
            return context
