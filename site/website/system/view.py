"""The page itself, for administrators."""

from typing import Any

from django.contrib.messages import success
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ground import outbox
from ground.backlog import retry_failed
from website.housekeeping import CHECK
from website.system.facts import facts

URL = reverse_lazy("website_system")


class SystemView(WagtailAdminTemplateMixin, TemplateView):
    """How the parts behind the site are. GET changes nothing; POST tries again what failed, or has search checked."""

    template_name = "website/system.html"
    page_title = _("System")
    header_icon = "cogs"
    _show_breadcrumbs = True
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer administrators. Raises `PermissionDenied` for anybody else."""
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was found."""
        found = facts(now=timezone.now())
        attention = [fact for fact in found if fact.state != "well"]
        return {**super().get_context_data(**kwargs), "facts": found, "attention": attention}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what a button says, and show the page again."""
        deed, now = request.POST.get("deed", ""), timezone.now()
        if deed == "retry":
            number = retry_failed(now=now)
            words = ngettext("%d is tried again now.", "%d are tried again now.", number) % number
            success(request, words if number else gettext("There was nothing to try again."))
        elif deed == "check-search":
            with transaction.atomic():
                outbox.write(topic=CHECK, payload={}, now=now, key="check")
            success(request, gettext("The worker compares the index with the posts; look again in a minute."))
        else:
            return HttpResponseBadRequest(gettext("There is no such button."), content_type="text/plain; charset=utf-8")
        return redirect(reverse("website_system"))
