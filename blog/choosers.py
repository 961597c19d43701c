"""Choosing a paper: for the list under a post, and for a citation in its text."""

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenView,
    SnippetCreateView,
)

from blog.models import Reference
from blog.reference_form import ReferenceForm
from blog.rich_text import citation_entity, citation_text


class PaperColumns:
    """Who wrote a paper and when, beside its title."""

    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,  # type: ignore[misc]  # the view this is mixed into has columns
            Column("authors_brief", label=_("Authors"), accessor="authors_brief"),
            Column("year", label=_("Year"), accessor="year"),
        ]


class CurrentPapers:
    """Papers to choose from: without those that were merged into another."""

    def get_object_list(self) -> QuerySet[Reference]:
        return Reference.objects.current().order_by("title", "pk")


class PaperChooseView(CurrentPapers, PaperColumns, ChooseView):
    """All papers, to choose one."""


class PaperResultsView(CurrentPapers, PaperColumns, ChooseResultsView):
    """The papers that match what was typed."""


class ReferenceChooserViewSet(SnippetChooserViewSet):
    """Choose a paper, or enter one that is not in the list yet."""

    choose_view_class = PaperChooseView
    choose_results_view_class = PaperResultsView
    creation_form_class = ReferenceForm
    creation_tab_label = _("Add a new one")
    create_action_label = _("Add reference")


class CitationForm(forms.Form):
    """Where in the paper the cited passage is."""

    locator = forms.CharField(
        label=_("Place in the paper"),
        required=False,
        max_length=60,
        help_text=_("Such as “p. 4” or “table 2”. Leave empty to cite the paper as a whole."),
    )


class CitationSteps:
    """After a paper was chosen, ask for the place in it; then hand the citation to the editor."""

    request: HttpRequest

    def get_chosen_response(self, item: Reference) -> HttpResponse:
        locator = self.request.GET.get("locator", "")
        return self._ask(item, CitationForm(initial={"locator": locator}))

    def _ask(self, item: Reference, form: CitationForm) -> HttpResponse:
        context = {
            "reference": item,
            "form": form,
            "action": reverse("blog_citations:chosen", args=[item.pk]),
            "choose": reverse("blog_citations:choose"),
        }
        response: HttpResponse = render_modal_workflow(
            self.request, "blog/citation_form.html", None, context, json_data={"step": "citation"}
        )
        return response


class CitationChosenView(CitationSteps, SnippetChosenView):
    """The paper is chosen: ask for the place (GET), or make the citation (POST)."""

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        reference = Reference.objects.filter(pk=pk).first()
        if reference is None:
            raise Http404
        form = CitationForm(request.POST)
        if not form.is_valid():
            return self._ask(reference, form)
        locator = form.cleaned_data["locator"]
        result = citation_entity(reference, locator=locator) | {"text": citation_text(reference, locator=locator)}
        response: HttpResponse = self._wrap_chosen_response_data(result)
        return response


class CitationCreateView(CitationSteps, SnippetCreateView):
    """The paper was entered just now."""


class CitationChooserViewSet(ReferenceChooserViewSet):
    """Cite a paper in a text."""

    chosen_view_class = CitationChosenView
    create_view_class = CitationCreateView
    register_widget = False


citation_chooser = CitationChooserViewSet(
    "blog_citations", model=Reference, url_prefix="blog/citations", icon="openquote", choose_one_text=_("Cite a paper")
)
