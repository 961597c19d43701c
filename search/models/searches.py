"""What readers asked. There is no address in it, nor anything else about who asked."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.search_promotions.models import Query

KEPT = timedelta(days=90)
"""How long it is remembered what was asked."""


class SearchDayQuerySet(models.QuerySet["SearchDay"]):
    """Sets of days on which something was asked."""

    def forget_old(self, *, now: datetime) -> int:
        """Delete what was asked longer ago than `KEPT`; return how many rows that were."""
        return self.filter(day__lt=(now - KEPT).date()).delete()[0]


class SearchDay(models.Model):
    """A day on which a query was asked in a language: how often, and how often nothing was found."""

    query = models.ForeignKey(Query, on_delete=models.CASCADE, related_name="search_days")
    language = models.CharField(_("language"), max_length=12)
    day = models.DateField(_("day"))
    searches = models.PositiveIntegerField(_("searches"), default=0)
    without_result = models.PositiveIntegerField(_("found nothing"), default=0)

    objects = SearchDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("day of searches")
        verbose_name_plural = _("days of searches")
        constraints = [models.UniqueConstraint(fields=["query", "language", "day"], name="search_day_once")]
        indexes = [models.Index(fields=["day"], name="search_day_by_day")]

    def __str__(self) -> str:
        return f"{self.query_id} {self.day}"
