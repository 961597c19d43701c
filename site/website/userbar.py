"""Wagtail's user bar for pages that another server draws, and its content checks across the two origins."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.views.generic import TemplateView
from wagtail.admin.userbar import ContentCheckerItem, Userbar
from wagtail.admin.utils import get_admin_base_url
from wagtail.models import Page, Site


def public_origins() -> list[str]:
    """Return the origins of all sites."""
    return sorted({site.root_url for site in Site.objects.all()})


class UserbarView(TemplateView):
    """The user bar for a preview, for any caller: it shows nothing but the content checker and a way into the admin.

    `?panel` gives the one of the editor's preview panel.
    """

    template_name = Userbar.template_name
    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer; pages of the public sites may read the answer."""
        request.in_preview_panel = "panel" in request.GET  # type: ignore[attr-defined]  # Wagtail's own way to say so
        response = cast("TemplateResponse", super().get(request, *args, **kwargs))
        response.render()
        # What apps add to every admin page names its files by path, and the page that shows the bar is elsewhere.
        ours = f'="{settings.STATIC_URL}'
        response.content = response.content.decode().replace(ours, f'="{get_admin_base_url()}{settings.STATIC_URL}')
        patch_vary_headers(response, ["Origin"])
        origin = request.headers.get("Origin")
        if origin in public_origins():
            response["Access-Control-Allow-Origin"] = origin
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what Wagtail's template shows."""
        context: dict[str, Any] = Userbar().get_context_data(super().get_context_data(request=self.request, **kwargs))
        return context


class ContentChecker(ContentCheckerItem):
    """Wagtail's content checker, able to talk from the editor to a page of the public site and back."""

    def get_axe_spec(self, request: HttpRequest) -> dict[str, Any]:
        """Return the rules, with whom their results may be exchanged."""
        spec: dict[str, Any] = super().get_axe_spec(request)
        origins = public_origins() if self.in_editor else [get_admin_base_url() or ""]
        return {**spec, "allowedOrigins": origins}


def across_origins(request: HttpRequest, items: list[Any], page: Page | None) -> None:
    """Put our content checker in the place of Wagtail's."""
    items[:] = [
        ContentChecker(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item for item in items
    ]
