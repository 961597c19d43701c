"""Who is told of what by mail, and what was sent."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Subscription(models.Model):
    """The wish of a confirmed commenter to be told of answers: to one comment, or of everything on a page."""

    wagtail_reference_index_ignore = True

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    commenter = models.ForeignKey("comments.Commenter", on_delete=models.CASCADE, related_name="subscriptions")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="comment_subscriptions")
    comment = models.ForeignKey("comments.Comment", null=True, on_delete=models.CASCADE, related_name="subscriptions")
    created_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["commenter", "page"], condition=Q(comment__isnull=True), name="subscription_one_per_page"
            ),
            models.UniqueConstraint(
                fields=["commenter", "comment"], condition=Q(comment__isnull=False), name="subscription_one_per_comment"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Notice(models.Model):
    """One mail to one person about one comment, so that it is sent at most once.

    The row is written before the mail is handed over: `sent_at` is NULL while it waits. Waiting rows go with an undone
    decision, an erased address or a deleted comment.
    """

    wagtail_reference_index_ignore = True

    class Kinds(models.TextChoices):
        """What the mail is about."""

        REPLY = "reply", _("An answer")
        DECISION = "decision", _("A decision")
        WAITING = "waiting", _("A comment that waits for a moderator")

    kind = models.CharField(_("kind"), max_length=8, choices=Kinds.choices)
    comment = models.ForeignKey("comments.Comment", on_delete=models.CASCADE, related_name="notices")
    commenter = models.ForeignKey("comments.Commenter", null=True, on_delete=models.CASCADE, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    batch = models.ForeignKey("comments.Batch", null=True, on_delete=models.SET_NULL, related_name="notices")
    due_at = models.DateTimeField(_("due"))
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(commenter__isnull=False, user__isnull=True) | Q(commenter__isnull=True, user__isnull=False),
                name="notice_for_one_person",
            ),
            models.UniqueConstraint(
                fields=["kind", "comment", "commenter"],
                condition=Q(kind="reply"),
                name="notice_of_a_reply_once",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(sent_at__isnull=True), name="notice_due"),
            models.Index(fields=["commenter", "sent_at"], name="notice_by_commenter"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ModeratorMail(models.Model):
    """How a moderator wants to be told of what waits: at once, in a digest, or not at all."""

    wagtail_reference_index_ignore = True

    class Modes(models.TextChoices):
        """How often."""

        NEVER = "never", _("Never")
        INSTANT = "instant", _("At once")
        HOURLY = "hourly", _("Once an hour, if something waits")
        DAILY = "daily", _("Once a day, if something waits")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="comment_mail")
    mode = models.CharField(_("tell me of waiting comments"), max_length=7, choices=Modes.choices, default=Modes.NEVER)
    told_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("mail to a moderator")
        verbose_name_plural = _("mails to moderators")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(mode__in=["never", "instant", "hourly", "daily"]), name="moderator_mail_mode_known"
            )
        ]

    def __str__(self) -> str:
        return self.mode
