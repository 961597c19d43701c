"""Reading and changing what holds for comments on a page: a screen of its own, and the same inside the page editor."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from comments.desk.pages.explaining import explain
from comments.desk.pages.forms import PolicyForm, stored_names
from comments.desk.pages.urls import REPORT, policy_url
from comments.models import CommentPolicy
from comments.permissions import may_see_policies, may_see_policy, may_set_policy
from comments.policy import State
from comments.services import set_policy


class StateForm(forms.Form):
    """One press of a button: the state, and whether pages below may say otherwise."""

    set_state = forms.TypedChoiceField(choices=[(state.value, "") for state in State], coerce=State)
    everywhere = forms.BooleanField(required=False)


class PolicyView(WagtailAdminTemplateMixin, TemplateView):
    """What holds for comments on one page, and the form to change it, at once and outside the page's drafts.

    As a part (`in_panel`) it answers with the page editor's panel alone, or, asked to `change`, with the form.
    """

    template_name = "comments/desk/pages/policy.html"
    page_title = gettext_lazy("Reader comments")
    header_icon = "comment"
    in_panel = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let those in who edit or moderate the page."""
        if not may_see_policy(request.user, page=self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> Page:
        """The page whose id is in the address; the root of the tree is none."""
        return get_object_or_404(Page, pk=self.kwargs["page_id"], depth__gt=1)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what holds, and the form to whom may use it."""
        changing = not self.in_panel or "change" in request.GET
        return self._answer(form=self._form() if changing else None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Change what holds."""
        if not may_set_policy(request.user, page=self.page):
            raise PermissionDenied
        return self._press() if "set_state" in request.POST else self._save()

    def get_page_subtitle(self) -> str:
        """Name the page as editors know it."""
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the report, for those who may see it."""
        report = [{"url": reverse(REPORT), "label": _("Comment policies")}]
        here = [{"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}]
        return [*self.breadcrumbs_items, *(report if may_see_policies(self.request.user) else []), *here]

    def _press(self) -> HttpResponse:
        form = StateForm(self.request.POST)
        if not form.is_valid():
            return self._answer(refused=_("Comments can be open, closed or hidden. Nothing was changed."))
        state, everywhere = form.cleaned_data["set_state"], form.cleaned_data["everywhere"]
        if explain(page=self.page, user=self.request.user, now=timezone.now()).elsewhere:
            return self._answer(refused=_("A page above enforces another state. Nothing was changed."))
        row = self._row()
        was = row.enforce if row else []
        enforce = sorted({*was, *stored_names(["state"])}) if everywhere else [name for name in was if name != "state"]
        changes: dict[str, object] = {"state": state.value}
        if set(enforce) != set(was):
            changes["enforce"] = enforce
        set_policy(page=self.page, changes=changes, user=self.request.user, now=timezone.now())
        return self._done(_("That is in force now."))

    def _save(self) -> HttpResponse:
        form, now = self._form(self.request.POST), timezone.now()
        if form is None or not form.is_valid():
            return self._answer(form=form)
        changes = form.changes(now=now)
        if not changes:
            return self._done(_("Nothing was changed."))
        try:
            set_policy(page=self.page, changes=changes, user=self.request.user, now=now)
        except ValidationError as impossible:
            for field, errors in impossible.message_dict.items():
                form.add_error(field if field in form.fields else None, errors)
            return self._answer(form=form)
        return self._done(_("That is in force now."))

    def _row(self) -> CommentPolicy | None:
        return CommentPolicy.objects.filter(page_id=self.page.pk).first()

    def _form(self, data: Any = None) -> PolicyForm | None:
        story = explain(page=self.page, user=self.request.user, now=timezone.now())
        return PolicyForm(data, row=self._row(), story=story) if story.may_change else None

    def _done(self, said: str) -> HttpResponse:
        if self.in_panel:
            return self._answer(said=said)
        messages.success(self.request, said)
        return redirect(policy_url(self.page.pk))

    def _answer(self, *, form: PolicyForm | None = None, said: str = "", refused: str = "") -> HttpResponse:
        story = form.story if form else explain(page=self.page, user=self.request.user, now=timezone.now())
        if form is None and story.may_change and not self.in_panel:
            form = PolicyForm(row=self._row(), story=story)
        asked = {"story": story, "said": said, "refused": refused, "in_panel": self.in_panel}
        if form is not None:
            asked |= {"form": form, "groups": list(form.groups()), "zone": timezone.get_current_timezone_name()}
        if self.in_panel:
            part = "form" if form else "story"
            return render(self.request, f"comments/desk/pages/{part}.html", asked)
        if refused:
            messages.error(self.request, refused)
        return self.render_to_response(self.get_context_data(**asked))
