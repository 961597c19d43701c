"""What readers do with a comment besides answering it: like it, or report it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

REPORT_NOTE_MAX = 500
"""Characters of what a reader adds to a report."""


class Vote(models.Model):
    """One like of a comment: one per `voter`, which is a keyed hash of an identity, or of a key and a network."""

    wagtail_reference_index_ignore = True

    comment = models.ForeignKey(
        "comments.Comment", verbose_name=_("comment"), on_delete=models.CASCADE, related_name="likes"
    )
    voter = models.CharField(max_length=32, editable=False)
    commenter = models.ForeignKey(
        "comments.Commenter", null=True, on_delete=models.CASCADE, related_name="likes", editable=False
    )
    created_at = models.DateTimeField(_("given"))

    class Meta:
        verbose_name = _("like")
        verbose_name_plural = _("likes")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["comment", "voter"], name="vote_one_per_voter")]

    def __str__(self) -> str:
        return f"{self.comment_id}"


class Report(models.Model):
    """A reader's word that a comment should not stand, about the revision they saw. Settled by the next decision."""

    wagtail_reference_index_ignore = True

    class Reasons(models.TextChoices):
        """What readers can say is wrong."""

        ABUSE = "abuse", _("It insults or threatens somebody")
        SPAM = "spam", _("It is advertising")
        WRONG = "wrong", _("It is dangerous or false")
        PRIVATE = "private", _("It tells something private about somebody")
        OTHER = "other", _("Something else")

    comment = models.ForeignKey(
        "comments.Comment", verbose_name=_("comment"), on_delete=models.CASCADE, related_name="reports"
    )
    revision = models.PositiveIntegerField(_("revision"))
    reason = models.CharField(_("reason"), max_length=8, choices=Reasons.choices)
    note = models.TextField(_("note"), blank=True, max_length=REPORT_NOTE_MAX)
    reporter = models.CharField(max_length=32, editable=False)
    commenter = models.ForeignKey(
        "comments.Commenter", null=True, on_delete=models.SET_NULL, related_name="reports", editable=False
    )
    created_at = models.DateTimeField(_("made"))
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["comment", "revision", "reporter"], name="report_one_per_reporter"),
            models.CheckConstraint(
                condition=Q(reason__in=["abuse", "spam", "wrong", "private", "other"]), name="report_reason_known"
            ),
        ]
        indexes = [
            models.Index(fields=["comment", "created_at"], condition=Q(settled_at__isnull=True), name="report_open")
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.reason}"
