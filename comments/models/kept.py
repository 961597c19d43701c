"""What outlives the page it belongs to."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptWithoutPage(models.Model):
    """A row that stays when its page is deleted, and still tells where it belonged.

    `page_title` and `page_path` are the page's as they were last known. `branch` is empty while the page exists; from
    then on it is the nearest of the page's ancestors that survives. Tree paths are not stored: they are given to other
    pages once they are free.
    """

    wagtail_reference_index_ignore = True

    page_title = models.CharField(_("page"), max_length=255, blank=True, editable=False)
    page_path = models.TextField(_("address"), blank=True, editable=False)
    branch = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("branch"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    class Meta:
        abstract = True
