"""Slugs that subjects had before: what lets their old addresses lead to where they are now."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q

from blog.routes import NAMED


class FormerSlugs(models.Manager["FormerSlug"]):
    """The slugs that categories, tags, authors and series had before."""

    def remember(self, *, kind: str, slug: str, target: Any) -> None:
        """Let `slug` lead to `target`, the category, tag, author or series that is `kind`; wherever it led before.

        It leads to the thing and not to another slug, so there are neither chains nor circles.
        """
        columns = {name: target if name == kind else None for name in NAMED}
        self.bulk_create(
            [FormerSlug(kind=kind, slug=slug, **columns)],
            update_conflicts=True,
            unique_fields=["kind", "slug"],
            update_fields=[*columns],
        )

    def current(self, slugs: Mapping[str, str]) -> dict[str, str]:
        """Return the slug that stands now for each of `slugs`, by kind; those that lead nowhere are left out.

        One statement; none for no slugs.
        """
        wanted = Q()
        for kind, slug in slugs.items():
            wanted |= Q(kind=kind, slug=slug)
        if not wanted:
            return {}
        rows = self.filter(wanted).values_list("kind", "slug", *(f"{name}__slug" for name in NAMED))
        found = {kind: (slug, next(filter(None, now), slug)) for kind, slug, *now in rows}
        return {kind: now for kind, (slug, now) in found.items() if now != slug}


class FormerSlug(models.Model):
    """A slug that the category, tag, author or series of its kind had before."""

    kind = models.CharField(max_length=8, choices=[(name, name) for name in NAMED])
    slug = models.SlugField(max_length=150, allow_unicode=True, db_index=False)
    category = models.ForeignKey("blog.Category", null=True, on_delete=models.CASCADE, related_name="former_slugs")
    tag = models.ForeignKey("taggit.Tag", null=True, on_delete=models.CASCADE, related_name="former_slugs")
    author = models.ForeignKey("blog.Author", null=True, on_delete=models.CASCADE, related_name="former_slugs")
    series = models.ForeignKey("blog.Series", null=True, on_delete=models.CASCADE, related_name="former_slugs")

    objects = FormerSlugs()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="former_slug_leads_to_one"),
            models.CheckConstraint(
                condition=Q(
                    *(Q(kind=kind, **{f"{name}__isnull": name != kind for name in NAMED}) for kind in NAMED),
                    _connector=Q.OR,
                ),
                name="former_slug_leads_to_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"
