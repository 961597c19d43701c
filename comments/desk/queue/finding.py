"""Finding what came under an e-mail address, which thereby stands in no address of a page, no log and no history."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin

from comments.desk.access import POLICY
from comments.desk.queue.filtering import BY
from comments.desk.urls import INDEX
from comments.models import Comment
from comments.selectors import queue
from comments.selectors.finding import under_address
from comments.submission import EMAIL_MAX, normal_email

NOT_KEPT = ("p", "export", BY)
"""What an address of the list may say and the list of what was found does not."""


class FindForm(forms.Form):
    """The address."""

    email = forms.CharField(
        label=gettext_lazy("E-mail address"),
        max_length=EMAIL_MAX,
        error_messages={"required": gettext_lazy("Please type an e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class FindView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Lead to the list of what came under an address, by the uuid of a comment among it; the rest of the filter stays.

    Where the moderator decides about no such comment, the form says so, with what was typed.
    """

    permission_policy = POLICY
    any_permission_required = ("view",)
    http_method_names = ("get", "head", "post")
    template_name = "comments/desk/queue/find.html"
    page_title = gettext_lazy("Find by e-mail address")
    header_icon = "search"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        here = [{"url": reverse(INDEX), "label": _("Reader comments")}, {"url": "", "label": self.page_title}]
        return [*self.breadcrumbs_items, *here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Describe the form, and the way back to the list as it was."""
        kwargs.setdefault("form", FindForm())
        kept = self._kept().urlencode()
        back = f"{reverse(INDEX)}?{kept}" if kept else reverse(INDEX)
        return super().get_context_data(**kwargs) | {"filter": kept, "back_url": back}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Look for the address."""
        form = FindForm(request.POST)
        if form.is_valid():
            email = normal_email(form.cleaned_data["email"])
            mine = queue(user=request.user, status=None).select_related(None)
            found: Comment | None = mine.filter(under_address(email)).order_by("-created_at", "-id").first()
            if found is not None:
                query = self._kept()
                query[BY] = str(found.uuid)
                return HttpResponseRedirect(f"{reverse(INDEX)}?{query.urlencode()}", status=303)
            form.add_error("email", _("Where you moderate, nothing came under this address."))
        return self.render_to_response(self.get_context_data(form=form))

    def _kept(self) -> QueryDict:
        kept = QueryDict(self.request.POST.get("filter", ""), mutable=True)
        for name in [name for name in kept if name in NOT_KEPT or name.startswith("_w_")]:
            del kept[name]
        return kept
