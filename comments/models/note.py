"""What moderators note about a reader."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

NOTE_MAX = 1000
"""Characters of a note."""


class CommenterNote(models.Model):
    """A moderator's note about whoever writes under an address, for those who moderate on the branch.

    `about` is a keyed hash of the address, confirmed or not: a note must not keep an address, and erasing finds it.
    """

    wagtail_reference_index_ignore = True

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    about = models.CharField(max_length=64, editable=False)
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("branch"), on_delete=models.CASCADE, related_name="commenter_notes"
    )
    text = models.TextField(_("note"), max_length=NOTE_MAX)
    written_by = models.CharField(_("by"), max_length=150, blank=True)
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("note about a commenter")
        verbose_name_plural = _("notes about commenters")
        default_permissions = ()
        indexes = [
            models.Index(fields=["about", "written_at"], name="note_by_address"),
            models.Index(fields=["written_at"], name="note_by_time"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
