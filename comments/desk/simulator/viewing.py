"""The simulator's screen."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from comments.desk import words
from comments.desk.pages.explaining import explain
from comments.desk.queue.excerpts import excerpt
from comments.desk.rules.access import ForModerators, moderated_page
from comments.desk.rules.words import LABELS, branch_words, number_words
from comments.desk.simulator.forms import SimulatorForm
from comments.desk.simulator.words import OUTCOMES, refused_sentence
from comments.selectors.rules import numbers_at
from comments.services.simulating import Simulated, simulate

LINKS = 20
"""Links that are shown."""


class SimulatorView(ForModerators, WagtailAdminTemplateMixin, TemplateView):
    """Somebody writes something somewhere: what would happen? `?page=` names the page. A POST stores nothing either."""

    template_name = "comments/desk/simulator/simulator.html"
    page_title = gettext_lazy("Simulator")
    header_icon = "crosshairs"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask."""
        asked = request.GET.get("page", "")
        page = moderated_page(request.user, int(asked)) if asked.isdecimal() and len(asked) < 10 else None
        return self._answer(SimulatorForm(user=request.user, initial={"page": page}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Tell."""
        form = SimulatorForm(request.POST, user=request.user)
        if not form.is_valid():
            return self._answer(form)
        page, now = form.cleaned_data["page"], timezone.now()
        simulated = simulate(**form.cleaned_data, user=request.user, now=now)
        story = explain(page=page, user=request.user, now=now)
        return self._answer(form, result=_told(simulated), story=story, numbers=_numbers(page))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Say where this is."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def _answer(self, form: SimulatorForm, **more: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, media=form.media, **more))


def _told(simulated: Simulated) -> dict[str, Any]:
    links = {"links": simulated.links[:LINKS], "more_links": max(len(simulated.links) - LINKS, 0)}
    judged = simulated.judged
    if judged is None:
        refused = simulated.refused
        return links | {
            "sentence": refused_sentence(refused) if refused else "",
            "code": refused and refused.code.value,
        }
    return links | {
        "sentence": OUTCOMES[judged.verdict.outcome],
        "verdict": words.verdict_sentence(judged.ledger),
        "pieces": excerpt(simulated.text, judged.ledger),
    }


def _numbers(page: Page) -> list[tuple[Any, str, str]]:
    """Return label, value and origin of each number that holds on `page`."""
    said = numbers_at(page.path)
    return [(label, number_words(name, said[name].value), _origin(said[name].row)) for name, label in LABELS.items()]


def _origin(row: Any) -> str:
    return branch_words(row.page) if row is not None else ""
