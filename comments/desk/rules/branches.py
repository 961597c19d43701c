"""The numbers of a branch: which branches set some, and the screen of one."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from comments.desk.pages.urls import policy_url
from comments.desk.rules.access import ForModerators, moderated_page, on_branches_of
from comments.desk.rules.forms import BranchForm, RulesForm
from comments.desk.rules.trying import told
from comments.desk.rules.urls import ADD_LIST, EDIT_LIST, HISTORY, RULES, RULES_OF, RULES_RESULTS
from comments.desk.rules.words import branch_words, outcome_words, phrases_words, said_numbers
from comments.models import ScreeningRules, WordList
from comments.selectors.lineage import page_lineage
from comments.selectors.rules import NUMBERS, STARTING_RULES, SaidNumber, numbers_at, phrases_of
from comments.selectors.trying import try_rules
from comments.services import set_rules


class BranchColumn(BaseColumn):
    """The branch, with the way to its rules."""

    cell_template_name = "comments/desk/rules/branch_cell.html"

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["comments/desk/rules.css"]}

    def get_cell_context_data(self, instance: Page, parent_context: Any) -> dict[str, Any]:
        """Add the addresses."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {
            "title": branch_words(instance),
            "rules_url": reverse(RULES_OF, args=[instance.pk]),
            "history_url": reverse(HISTORY, args=[instance.pk]),
        }


class NumbersColumn(BaseColumn):
    """What the branch sets."""

    cell_template_name = "comments/desk/rules/numbers_cell.html"

    def get_cell_context_data(self, instance: Page, parent_context: Any) -> dict[str, Any]:
        """Add each number with its words, and how many lists there are."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        row = getattr(instance, "comment_rules", None)
        return context | {"numbers": said_numbers(row) if row else [], "lists": getattr(instance, "lists", 0)}


class SetColumn(BaseColumn):
    """Who set the numbers, and when."""

    cell_template_name = "comments/desk/rules/set_cell.html"

    def get_cell_context_data(self, instance: Page, parent_context: Any) -> dict[str, Any]:
        """Add the row."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"row": getattr(instance, "comment_rules", None)}


class RulesIndex(ForModerators, BaseListingView):
    """The branches that have rules of their own, and the way to those of any page; `?page=` leads to its screen."""

    model = ScreeningRules
    page_title = gettext_lazy("Rules")
    header_icon = "sliders"
    template_name = "comments/desk/rules/index.html"
    index_url_name = RULES
    index_results_url_name = RULES_RESULTS
    paginate_by = 50
    table_classname = "listing comment-rules-listing"
    columns: ClassVar[list[BaseColumn]] = [
        BranchColumn("branch", label=gettext_lazy("Branch"), width="32%"),
        NumbersColumn("says", label=gettext_lazy("Sets")),
        SetColumn("set", label=gettext_lazy("Set"), width="18%"),
    ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show the list, or lead to the page that was chosen."""
        if "page" in request.GET and self.chooser.is_valid():
            return redirect(RULES_OF, self.chooser.cleaned_data["page"].pk)
        return super().get(request, *args, **kwargs)

    @cached_property
    def chooser(self) -> Form:
        """The form in which a page is chosen."""
        asked = self.request.GET if "page" in self.request.GET else None
        return BranchForm(asked, user=self.request.user)

    def get_queryset(self) -> QuerySet[Page]:
        """Return the pages in the order of the tree."""
        pages: QuerySet[Page] = Page.objects.filter(on_branches_of(self.request.user, ""))
        lists = Exists(WordList.objects.filter(page_id=OuterRef("pk")))
        setting = Exists(ScreeningRules.objects.filter(page_id=OuterRef("pk")))
        found = pages.filter(lists | setting).select_related("comment_rules")
        in_order: QuerySet[Page] = found.annotate(lists=Count("comment_word_lists")).order_by("path")
        return in_order

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the chooser."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"chooser": self.chooser, "media": context["media"] + self.chooser.media}

    @cached_property
    def no_results_message(self) -> str:
        """What an empty list means."""
        return _("No branch sets anything of its own: the site defaults hold.")


class RulesView(ForModerators, WagtailAdminTemplateMixin, TemplateView):
    """What is set for screening on one branch: shown with what is inherited, tried, saved."""

    template_name = "comments/desk/rules/rules.html"
    page_title = gettext_lazy("Rules")
    header_icon = "sliders"

    @cached_property
    def page(self) -> Page:
        """The branch in the address."""
        return moderated_page(self.request.user, self.kwargs["page_id"])

    @cached_property
    def row(self) -> ScreeningRules | None:
        """What the branch sets now."""
        return ScreeningRules.objects.filter(page_id=self.page.pk).first()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        return self._answer(self._form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Try what was entered, or save it."""
        form, now = self._form(request.POST), timezone.now()
        if not form.is_valid():
            return self._answer(form)
        if "save" not in request.POST:
            tried = try_rules(page=self.page, user=request.user, numbers=form.wanted(), now=now)
            return self._answer(form, tried=told(tried))
        changes = form.changes()
        if not changes:
            messages.info(request, _("Nothing was changed."))
            return redirect(RULES_OF, self.page.pk)
        try:
            set_rules(page=self.page, changes=changes, user=request.user, now=now)
        except ValidationError as impossible:
            add_errors(form, impossible)
            return self._answer(form)
        history = messages.button(reverse(HISTORY, args=[self.page.pk]), _("History"))
        messages.success(request, _("The rules are saved and hold from now on."), buttons=[history])
        return redirect(RULES_OF, self.page.pk)

    def get_page_subtitle(self) -> str:
        """Name the branch."""
        return branch_words(self.page)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        rules = {"url": reverse(RULES), "label": self.get_page_title()}
        return [*self.breadcrumbs_items, rules, {"url": "", "label": self.get_page_subtitle()}]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead to the history."""
        return [HeaderButton(_("History"), url=reverse(HISTORY, args=[self.page.pk]), icon_name="history")]

    def _form(self, data: Any = None) -> RulesForm:
        seen = self.row.set_at.isoformat() if self.row else ""
        return RulesForm(
            data,
            seen=seen,
            by=self.row.set_by if self.row else "",
            numbers={name: getattr(self.row, name, None) for name in NUMBERS},
            above=_above(self.page),
        )

    def _answer(self, form: RulesForm, **more: Any) -> HttpResponse:
        lists = WordList.objects.filter(page__path__in=page_lineage(self.page.path)).select_related("page")
        asked = {
            "form": form,
            "rows": form.rows(),
            "branch": self.page,
            "lists": [_listed(words, self.page) for words in lists.order_by("page__path", "name")],
            "add_list_url": f"{reverse(ADD_LIST)}?page={self.page.pk}",
            "policy_url": None if self.page.is_root() else policy_url(self.page.pk),
        }
        return self.render_to_response(self.get_context_data(**asked, **more))


def add_errors(form: Form, impossible: ValidationError) -> None:
    """Put what a service refused at its fields, as far as the form has them."""
    for field, errors in impossible.message_dict.items():
        form.add_error(field if field in form.fields else None, errors)


def _above(page: Page) -> dict[str, SaidNumber]:
    if page.is_root():
        return {name: SaidNumber(getattr(STARTING_RULES, name), None) for name in NUMBERS}
    return numbers_at(page_lineage(page.path)[-2])


def _listed(words: WordList, page: Page) -> dict[str, Any]:
    here = words.page_id == page.pk
    return {
        "name": words.name,
        "outcome": outcome_words(words.outcome),
        "phrases": phrases_words(len(phrases_of(words.phrases))),
        "branch": "" if here else branch_words(words.page),
        "url": reverse(EDIT_LIST, args=[words.pk]) if here else "",
    }
