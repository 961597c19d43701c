"""Words that moderators need again and again."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

CANNED_MAX = 2_000
"""Characters of a canned reply: a letter of one page."""


PLACES: Mapping[str, Any] = MappingProxyType(
    {
        "name": _("the reader's name"),
        "page": _("the title of the page"),
        "site": _("the name of the site"),
        "moderator": _("your name"),
    }
)
"""What can stand in braces in a canned reply, and what takes its place."""


class CannedReply(models.Model):
    """A text to begin with on a branch: of an answer that readers see, or of the words to an author.

    `text` may name places in braces, which are filled when it is used.
    """

    wagtail_reference_index_ignore = True

    class Uses(models.TextChoices):
        """What a text is for."""

        ANSWER = "answer", _("An answer that readers see")
        REASON = "reason", _("Words to an author whose comment is rejected")

    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("branch"),
        help_text=_("Offered for comments on this page and on everything below it."),
        on_delete=models.CASCADE,
        related_name="canned_comment_replies",
    )
    use = models.CharField(_("use"), max_length=6, choices=Uses.choices, default=Uses.ANSWER)
    name = models.CharField(_("name"), max_length=100, help_text=_("How moderators find it; readers never see it."))
    text = models.TextField(_("text"), max_length=CANNED_MAX, validators=[MaxLengthValidator(CANNED_MAX)])
    set_by = models.CharField(_("set by"), max_length=150, blank=True, editable=False)
    set_at = models.DateTimeField(_("set"), editable=False)

    class Meta:
        verbose_name = _("canned reply")
        verbose_name_plural = _("canned replies")
        default_permissions = ()
        ordering = ("name", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(use__in=["answer", "reason"]), name="canned_use_known"),
            models.UniqueConstraint(fields=["page", "use", "name"], name="canned_one_per_name"),
        ]

    def __str__(self) -> str:
        return self.name
