"""The link that was mailed to an address, before anybody has confirmed it."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.submission import EMAIL_MAX


class AddressLink(models.Model):
    """Somebody asked for a link to be mailed to `email`; whoever opens it may confirm that the address is theirs.

    The link carries a token that names this row, so the address stands in no link, and no token is stored. `comment`
    is what was written under the address and is confirmed with it. `told_of_page` is where they want to be told of
    answers once they have confirmed: to `told_of_comment`, or to everything there. The row goes when it is used, when
    the address is erased, and when its time is over. `mailed_at` is set before the mail is handed over, so that it is
    sent once.
    """

    wagtail_reference_index_ignore = True

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.CharField(_("e-mail address"), max_length=EMAIL_MAX, db_index=True)
    comment = models.ForeignKey("comments.Comment", null=True, on_delete=models.CASCADE, related_name="links")
    told_of_page = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.CASCADE, related_name="+")
    told_of_comment = models.ForeignKey("comments.Comment", null=True, on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey("wagtailcore.Site", on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(_("asked"), db_index=True)
    mailed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("link to confirm an address")
        verbose_name_plural = _("links to confirm addresses")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.uuid)
