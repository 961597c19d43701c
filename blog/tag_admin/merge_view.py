"""Merging a tag into another."""

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from blog.merge_screen import MergeScreen
from blog.merging import Obstacle
from blog.models import TagDetails
from blog.tag_admin.listing import standing_tags, with_article_counts
from blog.tag_merging import check_tag_merge, merge_tag


class TagMergeView(MergeScreen):
    """Merge a tag into another."""

    model = Tag
    template_name = "blog/tags/merge.html"
    header_icon = "tag"
    context_name = "tag"
    obstacles = {
        Obstacle.ITSELF: _("A tag can't be merged into itself. Please choose another one."),
        Obstacle.MERGED_ALREADY: _("This tag is merged into another one already."),
        Obstacle.TARGET_MERGED: _("That tag is itself merged into another one. Please choose the other one."),
    }

    def rows(self) -> QuerySet[Tag]:
        """Return all tags, with how many posts bear each."""
        return with_article_counts(Tag.objects.all())

    def choices(self) -> QuerySet[Tag]:
        """Return the tags that stand for themselves."""
        return standing_tags()

    def plan(self, into: Tag) -> list[str]:
        """Return the words that follow. Raises `CannotMerge`."""
        check_tag_merge(duplicate=self.row, into=into)
        words = TagDetails.objects.filter(merged_into=self.row).order_by("tag__name")
        return [self.row.name, *words.values_list("tag__name", flat=True)]

    def merge(self, into: Tag) -> Tag:
        """Merge. Raises `CannotMerge`."""
        return merge_tag(duplicate=self.row.pk, into=into.pk, user=self.request.user)

    def success(self) -> str:
        """Return what to say when it is done."""
        return gettext("“%(duplicate)s” is now part of this tag.") % {"duplicate": self.row.name}
