"""How posts are put together: by subject, by word, by series."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import Tag, TaggedItemBase
from wagtail.search import index


class Category(index.Indexed, models.Model):
    """A subject. Categories may stand inside one another."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(
        _("slug"), max_length=80, unique=True, allow_unicode=True, help_text=_("The part of the address that names it.")
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("inside"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text=_("Leave empty for a subject of its own."),
    )
    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("A sentence or two, shown above the category's posts.")
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown above the category's posts."),
    )

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")),
                name="category_not_inside_itself",
                violation_error_message=_("A category can't be inside itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raise `ValidationError` when the categories above this one lead back to it."""
        super().clean()
        seen = {self.pk}
        above = self.parent
        while above is not None and self.pk is not None:
            if above.pk in seen:
                message = _("“%(name)s” is inside this category already.") % {"name": self.parent}
                raise ValidationError({"parent": message})
            seen.add(above.pk)
            above = above.parent


class PostTag(TaggedItemBase):
    """A tag on a post."""

    content_object = ParentalKey("blog.BlogPostPage", on_delete=models.CASCADE, related_name="tagged_items")


class TagDetails(models.Model):
    """What is told of a tag above its posts, and the tag it was merged into.

    A merged tag stays as a word: whoever writes it on a post writes the one it was merged into.
    """

    tag = models.OneToOneField(Tag, on_delete=models.CASCADE, related_name="details")
    introduction = models.TextField(_("introduction"), blank=True)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    merged_into = models.ForeignKey(Tag, null=True, blank=True, on_delete=models.SET_NULL, related_name="merged_words")

    class Meta:
        verbose_name = _("details of a tag")
        verbose_name_plural = _("details of tags")
        constraints = [
            models.CheckConstraint(condition=~models.Q(merged_into=models.F("tag")), name="tag_not_merged_into_itself"),
        ]

    def __str__(self) -> str:
        return str(self.tag_id)


class Series(index.Indexed, models.Model):  # type: ignore[django-manager-missing]  # Wagtail has no types
    """Posts that are read one after another, in the order of their `series_position`."""

    title = models.CharField(_("title"), max_length=150)
    slug = models.SlugField(
        _("slug"),
        max_length=150,
        unique=True,
        allow_unicode=True,
        help_text=_("The part of the address that names it."),
    )
    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("A sentence or two about what the parts have in common.")
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown above the series' posts."),
    )

    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
