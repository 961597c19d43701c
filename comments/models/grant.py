"""Who moderates which branch of the page tree."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _


class ModerationGrant(models.Model):
    """The right of a group to moderate the comments on a page and on all pages below it.

    The only right to moderate there is, beside that of administrators; it goes where its page goes.
    """

    wagtail_reference_index_ignore = True

    group = models.ForeignKey(
        Group, verbose_name=_("group"), on_delete=models.CASCADE, related_name="moderation_grants"
    )
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("branch"), on_delete=models.CASCADE, related_name="moderation_grants"
    )

    class Meta:
        verbose_name = _("moderation grant")
        verbose_name_plural = _("moderation grants")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["group", "page"], name="grant_once_per_branch")]

    def __str__(self) -> str:
        return f"{self.group_id}, {self.page_id}"
