"""Which comments the queue shows: the same for the list, its counts, its export and whoever decides about all of it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_filters.fields import DateRangeField
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.coreutils import get_content_languages

from comments.desk.queue.asking import Asked, Branch, asked_for
from comments.desk.queue.branches import choice
from comments.desk.queue.conditions import HasFinding, is_first
from comments.desk.queue.tabs import asked_tab, within
from comments.models import Comment
from comments.selectors import queue
from comments.selectors.commenters import Writer
from comments.selectors.finding import HasWords, under_address
from ground.among import AmongAll, ids_of

SEARCH, BRANCH, BY = "q", "branch", "by"
LONGEST_SEARCH = 200
"""Characters of a search that count."""

REASONS: Mapping[str, Any] = {
    "read-first": _("Everything is read first"),
    "newcomer": _("Newcomers are read first"),
    "links": _("Links"),
    "words": _("Listed words"),
    "similar-text": _("The same text before"),
    "track-record": _("Often rejected"),
    "reported": _("Reported by readers"),
    "honeypot": _("The hidden field was filled"),
    "form-age": _("Sent too fast"),
    "check-failed": _("A check failed"),
}
"""Why a comment can be here: the codes of the checks, with a few words for each."""

AGES: Mapping[str, tuple[Any, timedelta]] = {
    "new": (_("In the last 24 hours"), timedelta(hours=24)),
    "day": (_("More than 24 hours ago"), timedelta(hours=24)),
    "week": (_("More than a week ago"), timedelta(weeks=1)),
}

YES_OR_NO = [("yes", _("Yes")), ("no", _("No"))]


class BranchFilter(django_filters.ChoiceFilter):
    """A page with all below it; comments whose page is gone belong to the nearest page above that is left."""

    def filter(self, qs: QuerySet[Comment], value: Any) -> QuerySet[Comment]:
        """Return those of the comments that are on the page or below it."""
        if not value:
            return qs
        path = self.parent.asked.branch.path
        return qs.filter(Q(page__path__startswith=path) | Q(page__isnull=True, branch__path__startswith=path))


FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2999, 12, 31)
"""Days that can be asked for: the midnights of the first and of the last there are lie beyond what a clock shows."""


class DaysField(DateRangeField):
    """Two days, with the moments between them."""

    def clean(self, value: Any) -> Any:
        """Return the moments. Raises `ValidationError` for days that nobody can have meant."""
        days = [field.clean(each) for field, each in zip(self.fields, value or (), strict=False)]
        if any(day is not None and not FIRST_DAY <= day <= LAST_DAY for day in days):
            raise ValidationError(_("Please choose days between 1970 and 2999."))
        return super().clean(value)


class DaysFilter(django_filters.DateFromToRangeFilter):
    """From one day to another, both of them included."""

    field_class = DaysField


class DateRange(DateRangePickerWidget):
    """Two of the browser's own date fields: Wagtail's need a script inside the page, which the desk does not allow."""

    def __init__(self, attrs: Any = None) -> None:
        dates = [
            forms.DateInput(attrs={"type": "date", "aria-label": label}, format="%Y-%m-%d")
            for label in (_("Date from"), _("Date to"))
        ]
        super(DateRangePickerWidget, self).__init__(dates, attrs)


def _radio(choices: Any, label: Any, method: str) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label, choices=choices, method=method, empty_label=_("All"), widget=forms.RadioSelect
    )


class QueueFilterSet(WagtailFilterSet):
    """What can be asked beside the tab and the words."""

    reason = _radio(list(REASONS.items()), _("Why it is here"), "with_reason")
    branch = BranchFilter(label=_("Branch"), choices=[], empty_label=_("All"))
    language = _radio([], _("Language"), "in_language")
    written = DaysFilter(field_name="created_at", label=_("Date"), widget=DateRange)
    age = _radio([(code, label) for code, (label, _span) in AGES.items()], _("Written"), "of_age")
    by = _radio([], _("Written by"), "by_writer")
    link = _radio(YES_OR_NO, _("Has a link"), "with_link")
    first = _radio(YES_OR_NO, _("First comment of its author"), "by_first_timer")

    class Meta:
        model = Comment
        fields: list[str] = []

    def __init__(self, data: Any = None, queryset: Any = None, *, asked: Asked, now: datetime, **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        self.now = now
        self.asked = asked
        self.filters["branch"].extra["choices"] = [choice(asked.branch)] if asked.branch else []
        if self.data.get(BY):
            self.filters[BY].extra["choices"] = [asked.who] if asked.who else []
        else:
            del self.filters[BY]
        languages = list(get_content_languages().items())
        if len(languages) > 1:
            self.filters["language"].extra["choices"] = languages
        else:
            del self.filters["language"]

    def with_reason(self, comments: QuerySet[Comment], name: str, value: str) -> QuerySet[Comment]:
        """Return those in which the check found something."""
        return comments.filter(HasFinding(value))

    def in_language(self, comments: QuerySet[Comment], name: str, value: str) -> QuerySet[Comment]:
        """Return those on pages of a language."""
        return comments.filter(page__locale__language_code=value)

    def of_age(self, comments: QuerySet[Comment], name: str, value: str) -> QuerySet[Comment]:
        """Return those written so long ago."""
        since = self.now - AGES[value][1]
        return comments.filter(Q(created_at__gte=since) if value == "new" else Q(created_at__lt=since))

    def by_writer(self, comments: QuerySet[Comment], name: str, value: str) -> QuerySet[Comment]:
        """Return those of whoever wrote the comment that is named."""
        writer = self.asked.writer
        return comments.filter(written_by(writer)) if writer else comments.none()

    def with_link(self, comments: QuerySet[Comment], name: str, value: str) -> QuerySet[Comment]:
        """Return those with a link in the text, or those without."""
        linked = Q(html__contains="<a ")
        return comments.filter(linked if value == "yes" else ~linked)

    def by_first_timer(self, comments: QuerySet[Comment], name: str, value: str) -> QuerySet[Comment]:
        """Return those whose author has no other approved comment, or those whose author has."""
        return comments.filter(is_first() if value == "yes" else ~is_first())

    def offer_branches(self, branches: Iterable[Branch]) -> None:
        """Let the form offer these beside the one that is chosen."""
        offered = dict(map(choice, branches))
        for number, title in self.filters["branch"].extra["choices"]:
            offered.setdefault(number, title)
        self.form.fields["branch"].choices = list(offered.items())


def written_by(writer: Writer) -> AmongAll:
    """Return the condition on comments that they came under the writer's address, confirmed or not.

    Of somebody who gave none, it is what they wrote as far as anybody knows.
    """
    if writer.email:
        return under_address(writer.email)
    return AmongAll([ids_of(Comment.objects.filter(writer.wrote()))])


def filter_set(*, user: Any, query: QueryDict, now: datetime) -> QueueFilterSet:
    """Return the filters as the query sets them, bound to it."""
    asked = asked_for(user, branch=query.get(BRANCH, ""), by=query.get(BY, ""))
    return QueueFilterSet(query, queue(user=user, status=None), asked=asked, now=now)


def behind_all_tabs(filters: QueueFilterSet, *, query: QueryDict) -> QuerySet[Comment]:
    """Return what the filters and the words of the query let through, of every tab; nothing if a filter is wrong."""
    if not filters.is_valid():
        return Comment.objects.none()
    found: QuerySet[Comment] = filters.filter_queryset(filters.queryset)
    words = query.get(SEARCH, "").strip()[:LONGEST_SEARCH]
    return found.filter(HasWords(words)) if words else found


def filtered(*, user: Any, query: QueryDict, now: datetime) -> QuerySet[Comment]:
    """Return the comments that the queue shows this moderator for a query, the longest waiting first.

    `query` is what stands in the address of the queue; its order and its page are not looked at. A filter that can't
    be understood lets nothing through, so that no decision is taken about more than was asked for.
    """
    filters = filter_set(user=user, query=query, now=now)
    shown: QuerySet[Comment] = behind_all_tabs(filters, query=query).filter(within(asked_tab(query)))
    return shown
