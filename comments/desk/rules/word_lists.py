"""Word lists: those of the moderator's branches, adding one, changing it, trying it, removing it."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import BaseColumn, DateColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from comments.desk.rules.access import ForModerators, moderated_page, on_branches_of
from comments.desk.rules.branches import add_errors
from comments.desk.rules.forms import WordListForm
from comments.desk.rules.trying import told
from comments.desk.rules.urls import ADD_LIST, DELETE_LIST, EDIT_LIST, HISTORY, LISTS, LISTS_RESULTS
from comments.desk.rules.words import branch_words, outcome_words, phrases_words
from comments.models import WordList
from comments.selectors.rules import phrases_of
from comments.selectors.trying import Words, try_rules
from comments.services import remove_word_list, save_word_list
from comments.services.word_lists import fill_word_list


class NameColumn(BaseColumn):
    """The list, with the ways to change it and to remove it."""

    cell_template_name = "comments/desk/rules/list_cell.html"

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["comments/desk/rules.css"]}

    def get_cell_context_data(self, instance: WordList, parent_context: Any) -> dict[str, Any]:
        """Add the addresses and what the list does."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {
            "edit_url": reverse(EDIT_LIST, args=[instance.pk]),
            "delete_url": reverse(DELETE_LIST, args=[instance.pk]),
            "history_url": reverse(HISTORY, args=[instance.page_id]),
            "number": phrases_words(len(phrases_of(instance.phrases))),
        }


class OutcomeColumn(BaseColumn):
    """What becomes of a comment that has one of the phrases."""

    cell_template_name = "comments/desk/rules/outcome_cell.html"


class PageColumn(BaseColumn):
    """The branch on which it holds."""

    cell_template_name = "comments/desk/rules/page_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Add its name."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"title": branch_words(instance.page)}


class WordLists(ForModerators, BaseListingView):
    """The word lists of the branches this person moderates."""

    model = WordList
    page_title = gettext_lazy("Word lists")
    header_icon = "list-ul"
    index_url_name = LISTS
    index_results_url_name = LISTS_RESULTS
    paginate_by = 50
    table_classname = "listing comment-rules-listing"
    columns: ClassVar[list[BaseColumn]] = [
        NameColumn("name", label=gettext_lazy("Name"), width="34%"),
        OutcomeColumn("outcome", label=gettext_lazy("What it does")),
        PageColumn("page", label=gettext_lazy("Branch")),
        DateColumn("set_at", label=gettext_lazy("Changed"), width="14%"),
    ]

    def get_queryset(self) -> QuerySet[WordList]:
        """Return the lists, by branch and name."""
        own = WordList.objects.filter(on_branches_of(self.request.user))
        return own.select_related("page").order_by("page__path", "name")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead to a new one."""
        return [HeaderButton(_("Add a word list"), url=reverse(ADD_LIST), icon_name="plus")]

    @cached_property
    def no_results_message(self) -> str:
        """What an empty list means."""
        return _("There are no word lists yet.")


class WordListView(ForModerators, WagtailAdminTemplateMixin, TemplateView):
    """One list: filled in, tried, saved. Without `pk` in the address it is a new one; `?page=` names its branch."""

    template_name = "comments/desk/rules/word_list.html"
    header_icon = "list-ul"

    @cached_property
    def word_list(self) -> WordList | None:
        """The list in the address, if it is one of this person's."""
        if "pk" not in self.kwargs:
            return None
        own = WordList.objects.filter(on_branches_of(self.request.user)).select_related("page")
        return get_object_or_404(own, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        return self._answer(self._form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Try what was entered, or save it."""
        form, now = self._form(request.POST), timezone.now()
        if not form.is_valid():
            return self._answer(form)
        page = self.word_list.page if self.word_list else form.cleaned_data["page"]
        filled = {name: form.cleaned_data[name] for name in ("name", "outcome")}
        phrases = form.cleaned_data["phrases"].splitlines()
        words = WordList(page=page, pk=self.word_list.pk if self.word_list else None)
        try:
            fill_word_list(words, **filled, phrases=phrases)
            if "save" not in request.POST:
                new = Words(words.outcome, words.phrases, replaces=words.pk)
                return self._answer(form, tried=told(try_rules(page=page, user=request.user, words=new, now=now)))
            save_word_list(page=page, **filled, phrases=phrases, user=request.user, now=now, word_list=self.word_list)
        except ValidationError as impossible:
            add_errors(form, impossible)
            return self._answer(form)
        history = messages.button(reverse(HISTORY, args=[page.pk]), _("History"))
        messages.success(request, _("The word list is saved and holds from now on."), buttons=[history])
        return redirect(LISTS)

    def get_page_title(self) -> str:
        """Name the list."""
        return self.word_list.name if self.word_list else _("Add a word list")

    def get_page_subtitle(self) -> str:
        """Name its branch."""
        return branch_words(self.word_list.page) if self.word_list else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the lists."""
        return _trail(self)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead to the history and to removing it."""
        if self.word_list is None:
            return []
        return [
            HeaderButton(_("History"), url=reverse(HISTORY, args=[self.word_list.page_id]), icon_name="history"),
            HeaderButton(_("Delete"), url=reverse(DELETE_LIST, args=[self.word_list.pk]), icon_name="bin"),
        ]

    def _form(self, data: Any = None) -> WordListForm:
        words = self.word_list
        initial: dict[str, Any] = {"page": self._asked_page()}
        if words is not None:
            initial = {"name": words.name, "outcome": words.outcome, "phrases": words.phrases}
        return WordListForm(
            data,
            user=self.request.user,
            word_list=words,
            seen=words.set_at.isoformat() if words else "",
            by=words.set_by if words else "",
            initial=initial,
        )

    def _asked_page(self) -> Page | None:
        asked = self.request.GET.get("page", "")
        return moderated_page(self.request.user, int(asked)) if asked.isdecimal() and len(asked) < 10 else None

    def _answer(self, form: WordListForm, **more: Any) -> HttpResponse:
        asked = {"form": form, "media": form.media, "branch": self.get_page_subtitle()}
        return self.render_to_response(self.get_context_data(**asked, **more))


class DeleteWordListView(WordListView):
    """Removing a list, after asking."""

    template_name = "comments/desk/rules/delete_list.html"
    header_buttons: ClassVar[list[HeaderButton]] = []

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask."""
        words: Any = self.word_list
        asked = {
            "list": words,
            "number": phrases_words(len(phrases_of(words.phrases))),
            "outcome": outcome_words(words.outcome),
            "lists_url": reverse(LISTS),
        }
        return self.render_to_response(self.get_context_data(**asked))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Remove it."""
        words: Any = self.word_list
        remove_word_list(word_list=words, user=request.user, now=timezone.now())
        history = messages.button(reverse(HISTORY, args=[words.page_id]), _("History"))
        said = _("The word list is deleted. The history of its branch keeps it: it can be brought back from there.")
        messages.success(request, said, buttons=[history])
        return redirect(LISTS)


def _trail(view: WordListView) -> list[dict[str, Any]]:
    lists = {"url": reverse(LISTS), "label": _("Word lists")}
    here = {"url": "", "label": view.get_page_title(), "sublabel": view.get_page_subtitle()}
    return [*view.breadcrumbs_items, lists, here]
