"""What the website itself remembers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from website.brand.models import SiteBrand
from website.transfer.limits import MAX_SOURCE

__all__ = ["ImportRecord", "SiteBrand"]


class ImportRecord(models.Model):
    """An article that was imported: from where, what it said then, and the page made of it.

    `source` is the same for a page and a feed item of one article. `published_at` and `comments_closed` are what the
    source has told so far, so that a second source may add what the first left out. The page may be gone since.
    """

    source = models.CharField(_("source"), max_length=MAX_SOURCE, unique=True)
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    digest = models.CharField(_("digest"), max_length=64)
    imported_at = models.DateTimeField(_("imported at"))
    published_at = models.DateTimeField(_("published at"), null=True)
    comments_closed = models.BooleanField(_("comments closed"), default=False)

    class Meta:
        verbose_name = _("imported article")
        verbose_name_plural = _("imported articles")

    def __str__(self) -> str:
        return self.source
