"""In the form of a tag: what it was merged into, or which words were merged into it."""

from typing import Any

from taggit.models import Tag
from wagtail.admin.panels import Panel

from blog.models import TagDetails


class MergedWordsPanel(Panel):
    """Shown only where there is a merge to tell of."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "blog/tags/merged_words_panel.html"
        instance: Tag

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and bool(self.survivor() or self.words())

        def survivor(self) -> Tag | None:
            """Return the tag that this one was merged into."""
            details = TagDetails.objects.select_related("merged_into").filter(tag=self.instance.pk).first()
            return details.merged_into if details else None

        def words(self) -> list[str]:
            """Return the words merged into this tag, by name."""
            merged = TagDetails.objects.filter(merged_into=self.instance.pk).order_by("tag__name")
            return list(merged.values_list("tag__name", flat=True))

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"survivor": self.survivor(), "words": self.words()}
