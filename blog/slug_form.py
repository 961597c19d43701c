"""Forms of what has a name and a slug: an empty slug is taken from the name, as Wagtail does for pages."""

from itertools import count
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

NAMED_BY = ("name", "title")
"""Fields that name a row; a model has one of them."""


class SlugForm(WagtailAdminModelForm):
    """A form whose slug may stay empty. The admin's script suggests one while the name is typed; this needs none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        """Fill an empty slug, with a number after it where the plain one is taken."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "slug" in cleaned and not cleaned["slug"]:
            name = next((cleaned[field] for field in NAMED_BY if cleaned.get(field)), "")
            cleaned["slug"] = self._free_slug(name)
            if name and not cleaned["slug"]:
                self.add_error("slug", _("The name has no letter or number to take it from. Write some."))
        return cleaned

    def _free_slug(self, name: str) -> str:
        """Return a slug of `name` that no other row of the model has, or nothing when there is nothing to take."""
        model = self._meta.model
        longest = model._meta.get_field("slug").max_length or len(name)
        base = slugify(name, allow_unicode=True)[:longest]
        others = model._default_manager.exclude(pk=self.instance.pk)
        slug = base
        for number in count(2):
            if not slug or not others.filter(slug=slug).exists():
                break
            suffix = f"-{number}"
            slug = base[: longest - len(suffix)] + suffix
        return slug
