"""The commenter: a reader whose e-mail address was confirmed."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.seed import new_seed
from comments.submission import EMAIL_MAX, NAME_MAX


class Commenter(models.Model):
    """A reader with an identity. The row exists from the moment the address is confirmed, and goes when it is erased.

    `email` is normalised and unique. Nothing public derives from it: an avatar is drawn from `avatar_seed`. `user` is
    the account of a member of staff who writes as a reader. `signed_out_at`: tokens made before it are good no more.
    """

    wagtail_reference_index_ignore = True

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.CharField(_("e-mail address"), max_length=EMAIL_MAX, unique=True)
    name = models.CharField(_("name"), max_length=NAME_MAX, blank=True)
    avatar_seed = models.CharField(max_length=16, default=new_seed, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="commenter",
    )
    confirmed_at = models.DateTimeField(_("confirmed"))
    signed_out_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("commenter")
        verbose_name_plural = _("commenters")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.uuid)
