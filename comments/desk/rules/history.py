"""Every change to the rules of a branch, and the way back to how it was."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page, PageLogEntry

from comments.desk.rules.access import ForModerators, moderated_page
from comments.desk.rules.urls import HISTORY, ROLL_BACK, RULES, RULES_OF
from comments.desk.rules.words import branch_words, list_changes, number_changes
from comments.selectors.rule_history import (
    REMOVE_LIST,
    SET_RULES,
    list_after,
    list_now,
    numbers_after,
    numbers_of,
    rule_history,
)
from comments.services import roll_back
from comments.services.word_lists import content_of

ON_A_PAGE = 20
"""Changes on one page of the history."""

PHRASES = 20
"""Phrases that came or went, shown of one change."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two states: fields as label, before, after; phrases that come and that go, the first few."""

    fields: Sequence[tuple[Any, str, str]]
    came: Sequence[str] = ()
    went: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.fields or self.came or self.went)

    @property
    def more_came(self) -> int:
        """How many phrases that come are not shown."""
        return max(len(self.came) - PHRASES, 0)

    @property
    def more_went(self) -> int:
        """The same of those that go."""
        return max(len(self.went) - PHRASES, 0)

    @property
    def came_first(self) -> Sequence[str]:
        """The phrases that come, as far as they are shown."""
        return self.came[:PHRASES]

    @property
    def went_first(self) -> Sequence[str]:
        """The same of those that go."""
        return self.went[:PHRASES]


class OfABranch(ForModerators, WagtailAdminTemplateMixin, TemplateView):
    """A screen about what happened to the rules of a branch."""

    header_icon = "history"

    @cached_property
    def page(self) -> Page:
        """The branch in the address."""
        return moderated_page(self.request.user, self.kwargs["page_id"])

    def get_page_subtitle(self) -> str:
        """Name the branch."""
        return branch_words(self.page)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the rules of the branch."""
        rules = {"url": reverse(RULES), "label": _("Rules")}
        branch = {"url": reverse(RULES_OF, args=[self.page.pk]), "label": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, rules, branch, {"url": "", "label": self.get_page_title()}]


class HistoryView(OfABranch):
    """All changes of a branch, the newest first."""

    template_name = "comments/desk/rules/history.html"
    page_title = gettext_lazy("History of rules")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell each change in words."""
        shown = Paginator(rule_history(self.page), ON_A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "changes": [_told(entry, self.page) for entry in shown],
            "items": shown,
            "elided_page_range": shown.paginator.get_elided_page_range(shown.number),
        }


class RollBackView(OfABranch):
    """Back to how it was after one change: the difference first, then, by POST, the deed."""

    template_name = "comments/desk/rules/roll_back.html"
    page_title = gettext_lazy("Roll back")

    @cached_property
    def entry(self) -> PageLogEntry:
        """The change in the address."""
        entry: PageLogEntry = get_object_or_404(rule_history(self.page), pk=self.kwargs["entry_id"])
        if entry.action != SET_RULES and list_after(entry) is None:
            raise Http404
        return entry

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what would change."""
        return self._ask()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Roll back, if all is still as it was shown."""
        if request.POST.get("seen", "") != _seal(self._states()[0]):
            return self._ask(stale=True)
        try:
            changed = roll_back(entry=self.entry, page=self.page, user=request.user, now=timezone.now())
        except ValidationError as impossible:
            return self._ask(errors=impossible.messages)
        if changed:
            messages.success(request, _("It is as it was, and holds from now on."))
        else:
            messages.info(request, _("It was like that already. Nothing was changed."))
        return redirect(HISTORY, self.page.pk)

    def _states(self) -> tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]:
        """Return what is set now, and what would be."""
        if self.entry.action == SET_RULES:
            return numbers_of(self.page), numbers_after(self.entry, page=self.page)
        stored = list_now(self.entry, page=self.page)
        return (content_of(stored) if stored else None), list_after(self.entry)

    def _ask(self, **more: Any) -> HttpResponse:
        current, then = self._states()
        if self.entry.action == SET_RULES:
            difference = Difference(number_changes(current or {}, then or {}))
        else:
            difference = Difference(*list_changes(current, then))
        asked = {
            "entry": self.entry,
            "difference": difference,
            "list_name": (then or {}).get("name", "") if self.entry.action != SET_RULES else "",
            "gone": self.entry.action != SET_RULES and current is None,
            "seen": _seal(current),
            "history_url": reverse(HISTORY, args=[self.page.pk]),
        }
        return self.render_to_response(self.get_context_data(**asked, **more))


def _told(entry: PageLogEntry, page: Page) -> dict[str, Any]:
    data = entry.data
    before, after = data.get("from") or {}, data.get("to") or {}
    of_list = entry.action != SET_RULES
    kept = list_after(entry) if of_list else None
    told = {
        "entry": entry,
        "back_to": _moment(data.get("back_to")),
        "url": "" if of_list and kept is None else reverse(ROLL_BACK, args=[page.pk, entry.pk]),
        "removed": entry.action == REMOVE_LIST,
        "list_name": kept["name"] if kept else "",
    }
    if not of_list:
        return told | {"sentence": _("Numbers were set"), "difference": Difference(number_changes(before, after))}
    if kept is None:
        return told | {"sentence": _("A word list was changed"), "difference": Difference([])}
    if entry.action == REMOVE_LIST:
        return told | {"sentence": _("Word list deleted:"), "difference": Difference([])}
    sentence = _("Word list saved:") if before else _("Word list added:")
    return told | {"sentence": sentence, "difference": Difference(*list_changes(before or None, after))}


def _moment(text: object) -> datetime | None:
    return parse_datetime(text) if isinstance(text, str) else None


def _seal(state: Mapping[str, Any] | None) -> str:
    """Return what tells one state from every other."""
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()
