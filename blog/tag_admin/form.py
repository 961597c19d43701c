"""The form of a tag: its word and address, and what is told of it above its posts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.images import get_image_model
from wagtail.images.widgets import AdminImageChooser

from blog.models import TagDetails
from blog.slug_form import SlugForm

DETAILS = ("introduction", "picture")


class TagForm(SlugForm):
    """A tag with its details, which stand in a row of their own."""

    introduction = forms.CharField(
        label=_("Introduction"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence or two, shown above the tag's posts."),
    )
    picture = forms.ModelChoiceField(
        get_image_model().objects.all(),
        label=_("Picture"),
        required=False,
        widget=AdminImageChooser,
        help_text=_("Shown above the tag's posts."),
    )

    class Meta:
        model = Tag
        fields = ["name", "slug"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        tag = kwargs.get("instance")
        details = TagDetails.objects.filter(tag=tag.pk).values(*DETAILS).first() if tag else None
        super().__init__(*args, **{**kwargs, "initial": {**(details or {}), **(kwargs.get("initial") or {})}})

    def save(self, commit: bool = True) -> Tag:
        """Save the tag, and its details with it."""
        tag: Tag = super().save(commit=commit)
        if commit and set(DETAILS) & set(self.changed_data):
            told = {name: self.cleaned_data[name] for name in DETAILS}
            TagDetails.objects.update_or_create(tag=tag, defaults=told)
        return tag
