"""Decisions that were made together and can be undone together."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Batch(models.Model):
    """One act of a moderator on one comment or many."""

    wagtail_reference_index_ignore = True

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decision = models.CharField(_("decision"), max_length=8)
    created_at = models.DateTimeField(_("made"))
    undone_at = models.DateTimeField(_("undone"), null=True)

    class Meta:
        verbose_name = _("batch of decisions")
        verbose_name_plural = _("batches of decisions")
        default_permissions = ()
        indexes = [models.Index(fields=["created_at"], name="batch_by_time")]

    def __str__(self) -> str:
        return str(self.uuid)


class BatchEntry(models.Model):
    """What one decision of a batch changed: how the comment stood before, and what it became, at which revision."""

    wagtail_reference_index_ignore = True

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="entries")
    comment = models.ForeignKey("comments.Comment", on_delete=models.CASCADE, related_name="batch_entries")
    revision = models.PositiveIntegerField()
    before = models.CharField(max_length=8)
    after = models.CharField(max_length=8)
    decision_before = models.CharField(max_length=8, blank=True)
    decided_before = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["batch", "comment"], name="batch_entry_one_per_comment")]

    def __str__(self) -> str:
        return f"{self.before} {self.after}"
