"""Decisions that were made together and can be undone together."""

from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

REASON_WORDS_MAX = 1_000
"""Characters of what a moderator writes to the authors of what was not published."""


class Batch(models.Model):
    """One act of a moderator on one comment or many.

    `reason` is a code, `words` what the moderator adds: the authors who asked to be told of a decision read both. The
    words go as soon as one of these authors deletes or erases the comment.
    """

    wagtail_reference_index_ignore = True

    class Reasons(models.TextChoices):
        """Why something is not published, as moderators choose it."""

        ABUSE = "abuse", _("It insults or threatens somebody")
        OFF_TOPIC = "off-topic", _("It is about something else")
        ADVERTISING = "advertising", _("It is advertising")
        WRONG = "wrong", _("It is dangerous or false")
        PRIVATE = "private", _("It tells something private about somebody")
        REPEATED = "repeated", _("It says what was said before")
        OTHER = "other", _("Another reason")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decision = models.CharField(_("decision"), max_length=8)
    reason = models.CharField(_("reason"), max_length=11, choices=Reasons.choices, blank=True)
    words = models.TextField(
        _("words to the author"),
        max_length=REASON_WORDS_MAX,
        validators=[MaxLengthValidator(REASON_WORDS_MAX)],
        blank=True,
    )
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
