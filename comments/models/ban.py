"""Who may not write, where and until when."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Ban(models.Model):
    """A ban of an address, a domain of addresses or a network, on a branch of the page tree.

    `value` is the domain, or a keyed hash: a ban must not keep an address that its owner had erased. `hint` is what
    moderators recognise it by. A network's hash dies with its key, so such a ban always ends.
    """

    wagtail_reference_index_ignore = True

    class Kinds(models.TextChoices):
        """What is banned."""

        ADDRESS = "address", _("An e-mail address")
        DOMAIN = "domain", _("All addresses of a domain")
        NETWORK = "network", _("A network")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=7, choices=Kinds.choices)
    value = models.CharField(max_length=255, editable=False)
    hint = models.CharField(_("who"), max_length=100, blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("branch"), on_delete=models.CASCADE, related_name="comment_bans"
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    set_by = models.CharField(_("set by"), max_length=150, blank=True)
    set_at = models.DateTimeField(_("set"))
    batch = models.ForeignKey(
        "comments.Batch", null=True, on_delete=models.SET_NULL, related_name="bans", editable=False
    )

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["address", "domain", "network"]), name="ban_kind_known"),
            models.CheckConstraint(condition=~Q(kind="network") | Q(until__isnull=False), name="ban_of_a_network_ends"),
            models.UniqueConstraint(fields=["kind", "value", "page"], name="ban_once_per_branch"),
        ]
        indexes = [models.Index(fields=["value", "kind"], name="ban_by_value")]

    def __str__(self) -> str:
        return str(self.uuid)
