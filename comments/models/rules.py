"""What moderators set for screening, by branch of the page tree."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PHRASES_MAX = 100_000
"""Characters of one word list: some 5,000 phrases."""


class ScreeningRules(models.Model):
    """At most one row per page, which holds for the page and all below it. NULL says nothing: inherit."""

    wagtail_reference_index_ignore = True

    page = models.OneToOneField(
        "wagtailcore.Page", verbose_name=_("branch"), on_delete=models.CASCADE, related_name="comment_rules"
    )
    newcomer_links = models.PositiveSmallIntegerField(_("links before a newcomer's comment is held"), null=True)
    trusted_after = models.PositiveSmallIntegerField(_("trusted after so many approved comments"), null=True)
    record_least = models.PositiveSmallIntegerField(_("track record counts from so many decisions"), null=True)
    record_rejected = models.FloatField(
        _("share of rejected comments that holds the next"),
        null=True,
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
    )
    form_seconds = models.FloatField(_("seconds a person needs at least to write"), null=True)
    similar_hours = models.PositiveSmallIntegerField(_("hours for which a similar text is held"), null=True)
    report_threshold = models.PositiveSmallIntegerField(
        _("reports that hide a comment"), null=True, validators=[MinValueValidator(1)]
    )
    set_by = models.CharField(_("set by"), max_length=150, blank=True)
    set_at = models.DateTimeField(_("set"))

    class Meta:
        verbose_name = _("screening rules")
        verbose_name_plural = _("screening rules")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(record_rejected__isnull=True) | Q(record_rejected__gte=0, record_rejected__lte=1),
                name="rules_share_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(report_threshold__isnull=True) | Q(report_threshold__gte=1), name="rules_reports_count"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}"


class WordList(models.Model):
    """Phrases, one a line, that hold a comment on a branch or make it spam. Lists add up from the root to the page."""

    wagtail_reference_index_ignore = True

    class Outcomes(models.TextChoices):
        """What becomes of a comment that holds one of the phrases."""

        HOLD = "hold", _("Hold it for a moderator")
        SPAM = "spam", _("Mark it as spam")

    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("branch"), on_delete=models.CASCADE, related_name="comment_word_lists"
    )
    name = models.CharField(_("name"), max_length=100)
    outcome = models.CharField(_("what to do"), max_length=4, choices=Outcomes.choices)
    phrases = models.TextField(_("phrases"), max_length=PHRASES_MAX, help_text=_("One a line; phrases, not patterns."))
    set_by = models.CharField(_("set by"), max_length=150, blank=True)
    set_at = models.DateTimeField(_("set"))

    class Meta:
        verbose_name = _("word list")
        verbose_name_plural = _("word lists")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=["hold", "spam"]), name="word_list_outcome_known"),
            models.UniqueConstraint(fields=["page", "name"], name="word_list_one_per_name"),
        ]

    def __str__(self) -> str:
        return self.name
