"""What a comment said before it was edited."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommentRevision(models.Model):
    """An earlier text of a comment, with what screening found in it. Gone when the comment is deleted by its author."""

    wagtail_reference_index_ignore = True

    comment = models.ForeignKey(
        "comments.Comment", verbose_name=_("comment"), on_delete=models.CASCADE, related_name="revisions"
    )
    number = models.PositiveIntegerField(_("revision"))
    body = models.TextField(_("comment"))
    ledger = models.JSONField(default=list)
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("revision of a reader comment")
        verbose_name_plural = _("revisions of reader comments")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["comment", "number"], name="revision_one_per_number")]

    def __str__(self) -> str:
        return f"{self.comment_id}, {self.number}"
