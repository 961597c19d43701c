"""Bans: those of the moderator's branches, adding one, lifting it."""

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
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from comments.desk.rules.access import ForModerators, on_branches_of
from comments.desk.rules.branches import add_errors
from comments.desk.rules.forms import BanForm
from comments.desk.rules.urls import ADD_BAN, BANS, BANS_RESULTS, LIFT_BAN
from comments.desk.rules.word_lists import PageColumn
from comments.desk.rules.words import branch_words
from comments.models import Ban
from comments.services import ban, lift_ban


class WhoColumn(BaseColumn):
    """Who is banned, as far as that is shown, and the way to lift it."""

    cell_template_name = "comments/desk/rules/ban_cell.html"

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["comments/desk/rules.css"]}

    def get_cell_context_data(self, instance: Ban, parent_context: Any) -> dict[str, Any]:
        """Add the address at which it is lifted."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"lift_url": reverse(LIFT_BAN, args=[instance.uuid])}


class UntilColumn(BaseColumn):
    """When it ends."""

    cell_template_name = "comments/desk/rules/until_cell.html"

    def get_cell_context_data(self, instance: Ban, parent_context: Any) -> dict[str, Any]:
        """Add whether it has ended."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"ended": instance.until is not None and instance.until <= timezone.now()}


class ByColumn(BaseColumn):
    """Who banned them, and when."""

    cell_template_name = "comments/desk/rules/set_cell.html"

    def get_cell_context_data(self, instance: Ban, parent_context: Any) -> dict[str, Any]:
        """Name the row as the cell does."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"row": instance}


class Bans(ForModerators, BaseListingView):
    """The bans on the branches this person moderates, the newest first."""

    model = Ban
    page_title = gettext_lazy("Bans")
    header_icon = "lock"
    index_url_name = BANS
    index_results_url_name = BANS_RESULTS
    paginate_by = 50
    table_classname = "listing comment-rules-listing"
    columns: ClassVar[list[BaseColumn]] = [
        WhoColumn("who", label=gettext_lazy("Who"), width="36%"),
        PageColumn("page", label=gettext_lazy("Branch")),
        UntilColumn("until", label=gettext_lazy("Until")),
        ByColumn("set", label=gettext_lazy("Set"), width="16%"),
    ]

    def get_queryset(self) -> QuerySet[Ban]:
        """Return the bans, those that ended too."""
        own = Ban.objects.filter(on_branches_of(self.request.user))
        return own.select_related("page").order_by("-set_at", "-pk")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead to a new one."""
        return [HeaderButton(_("Ban somebody"), url=reverse(ADD_BAN), icon_name="plus")]

    @cached_property
    def no_results_message(self) -> str:
        """What an empty list means."""
        return _("Nobody is banned.")


class AddBanView(ForModerators, WagtailAdminTemplateMixin, TemplateView):
    """Banning an address or a domain."""

    template_name = "comments/desk/rules/add_ban.html"
    page_title = gettext_lazy("Ban somebody")
    header_icon = "lock"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        return self._answer(BanForm(user=request.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ban them."""
        form = BanForm(request.POST, user=request.user)
        if not form.is_valid():
            return self._answer(form)
        try:
            ban(**form.cleaned_data, user=request.user, now=timezone.now())
        except ValidationError as impossible:
            add_errors(form, impossible)
            return self._answer(form)
        messages.success(request, _("The ban holds from now on. What they wrote before stays as it is."))
        return redirect(BANS)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        bans = {"url": reverse(BANS), "label": _("Bans")}
        return [*self.breadcrumbs_items, bans, {"url": "", "label": self.get_page_title()}]

    def _answer(self, form: BanForm) -> HttpResponse:
        asked = {"form": form, "media": form.media, "zone": timezone.get_current_timezone_name()}
        return self.render_to_response(self.get_context_data(**asked, bans_url=reverse(BANS)))


class LiftBanView(ForModerators, WagtailAdminTemplateMixin, TemplateView):
    """Lifting a ban, after asking."""

    template_name = "comments/desk/rules/lift_ban.html"
    page_title = gettext_lazy("Lift a ban")
    header_icon = "lock-open"

    @cached_property
    def ban(self) -> Ban:
        """The ban in the address, if it is on one of this person's branches."""
        own = Ban.objects.filter(on_branches_of(self.request.user)).select_related("page")
        return get_object_or_404(own, uuid=self.kwargs["uuid"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask."""
        asked = {"ban": self.ban, "branch": branch_words(self.ban.page), "bans_url": reverse(BANS)}
        return self.render_to_response(self.get_context_data(**asked))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lift it."""
        lift_ban(ban=self.ban, user=request.user, now=timezone.now())
        messages.success(request, _("The ban is lifted: they can write again."))
        return redirect(BANS)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        bans = {"url": reverse(BANS), "label": _("Bans")}
        return [*self.breadcrumbs_items, bans, {"url": "", "label": self.get_page_title()}]
