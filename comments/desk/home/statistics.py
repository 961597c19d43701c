"""The page of statistics."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.models import Page

from comments.desk import words
from comments.desk.access import POLICY
from comments.desk.home.charts import HEIGHT, STACKED, WIDTH, bars, shares
from comments.desk.queue.filtering import REASONS
from comments.desk.urls import INDEX
from comments.lifecycle import Status
from comments.selectors.statistics import Statistics, branches_of, statistics

PERIODS = {"7": gettext_lazy("7 days"), "30": gettext_lazy("30 days"), "90": gettext_lazy("90 days")}
USUAL = "30"

DECIDED = (Status.APPROVED, Status.REJECTED, Status.SPAM, Status.PENDING)

BY_RULES = {
    Status.APPROVED: gettext_lazy("Published at once"),
    Status.PENDING: gettext_lazy("Held"),
    Status.SPAM: gettext_lazy("Set aside as spam"),
}
"""What the rules did, by the status they gave."""


class StatisticsForm(forms.Form):
    """Which days, and where."""

    days = forms.ChoiceField(label=gettext_lazy("Period"), choices=list(PERIODS.items()), required=False)
    branch = forms.ChoiceField(label=gettext_lazy("Branch"), required=False)

    def __init__(self, data: QueryDict, *, branches: Sequence[Page]) -> None:
        super().__init__({"days": data.get("days") or USUAL, "branch": data.get("branch", "")})
        self.pages = {str(page.pk): page for page in branches}
        offered = [(key, page.title) for key, page in self.pages.items()]
        self.fields["branch"].choices = [("", _("Everywhere you moderate")), *offered]  # type: ignore[attr-defined]  # a choice field

    @property
    def period(self) -> int:
        """How many days; the usual number where what was asked for can't be."""
        return int(self.cleaned_data.get("days", USUAL))

    @property
    def page(self) -> Page | None:
        """The branch, if one that there is was asked for."""
        return self.pages.get(self.cleaned_data.get("branch", ""))


class StatisticsView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Time to decision, volume, who decided, and whether rules and people agree."""

    permission_policy = POLICY
    any_permission_required = ("view",)
    page_title = gettext_lazy("Statistics of reader comments")
    header_icon = "history"
    template_name = "comments/desk/home/statistics.html"

    @cached_property
    def form(self) -> StatisticsForm:
        """What was asked for."""
        return StatisticsForm(self.request.GET, branches=list(branches_of(self.request.user)))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        here = [{"url": reverse(INDEX), "label": _("Reader comments")}, {"url": "", "label": self.page_title}]
        return [*self.breadcrumbs_items, *here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Count."""
        self.form.full_clean()
        days = _days(self.form.period, today=timezone.localdate())
        since = timezone.make_aware(datetime.combine(days[0], time.min))
        found = statistics(user=self.request.user, days=days, since=since, branch=self.form.page)
        most = max(sum(counts.values()) for _day, counts in found.volume)
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "found": found,
            "median": span_words(found.times.median),
            "ninetieth": span_words(found.times.ninetieth),
            "width": WIDTH,
            "height": HEIGHT,
            "bars": bars(found.volume),
            "most": most,
            "first_day": days[0],
            "last_day": days[-1],
            "kinds": [(status.value, words.status_words(status)) for status in STACKED],
            "days": [
                (day, [counts.get(status, 0) for status in STACKED], sum(counts.values()))
                for day, counts in reversed(found.volume)
            ],
            "deciders": _deciders(found),
            "shares": shares([(kind, label, number) for kind, label, number, _share in _deciders(found)]),
            "outcomes": [_outcome(found, status) for status in BY_RULES],
            "statuses": [words.status_words(status) for status in DECIDED],
            "checks": [
                (
                    REASONS.get(check.code, check.code),
                    check.approved,
                    check.turned_down,
                    percent(check.turned_down, check.approved + check.turned_down),
                )
                for check in found.checks
            ],
        }


def span_words(span: timedelta | None) -> str:
    """Return how long that is, in the largest unit of which there are two, or else in minutes; nothing of nothing."""
    if span is None:
        return ""
    minutes = max(round(span.total_seconds() / 60), 0)
    if minutes < 120:
        return ngettext("%(number)d minute", "%(number)d minutes", minutes) % {"number": minutes}
    hours = round(minutes / 60)
    if hours < 48:
        return ngettext("%(number)d hour", "%(number)d hours", hours) % {"number": hours}
    days = round(hours / 24)
    return ngettext("%(number)d day", "%(number)d days", days) % {"number": days}


def percent(part: int, whole: int) -> str:
    """Return a share in words; nothing of nothing."""
    return _("%(number)d %%") % {"number": round(100 * part / whole)} if whole else ""


def _days(number: int, *, today: date) -> list[date]:
    return [today - timedelta(days=back) for back in range(number - 1, -1, -1)]


def _deciders(found: Statistics) -> list[tuple[str, str, int, str]]:
    parts = [
        ("rules", _("Decided by the rules alone"), found.by_rules),
        ("people", _("Decided by people"), found.by_people),
        ("pending", _("Waiting"), found.left[Status.PENDING]),
    ]
    total = sum(number for _kind, _label, number in parts)
    return [(kind, label, number, percent(number, total)) for kind, label, number in parts]


def _outcome(found: Statistics, given: Status) -> dict[str, Any]:
    decided = {after: found.first[given, after] for after in DECIDED}
    left = found.left[given]
    against = {
        Status.APPROVED: sum(decided.values()),
        Status.PENDING: decided[Status.APPROVED],
        Status.SPAM: decided[Status.APPROVED] + decided[Status.PENDING],
    }[given]
    # What waits has been seen by nobody; what was left published or in spam, nobody has objected to.
    seen = sum(decided.values()) + (0 if given is Status.PENDING else left)
    return {
        "label": BY_RULES[given],
        "left": left,
        "decided": list(decided.values()),
        "agreed": percent(seen - against, seen),
    }
