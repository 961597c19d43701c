"""What the website as a whole adds to Wagtail's admin."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from website.health import standstill_panel
from website.system.view import URL, SystemView
from website.userbar import across_origins

hooks.register("construct_wagtail_userbar", across_origins)
hooks.register("construct_homepage_panels", standstill_panel)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail has no types
def system_address() -> list[URLPattern]:
    """Give the page about the system its address."""
    return [path("system/", SystemView.as_view(), name="website_system")]


class _SystemMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)


@hooks.register("register_settings_menu_item")  # type: ignore[untyped-decorator]  # Wagtail has no types
def system_entry() -> MenuItem:
    """Put the page about the system into the settings, for administrators."""
    return _SystemMenuItem(_("System"), URL, name="system", icon_name="cogs", order=2000)


@hooks.register("insert_editor_js")  # type: ignore[untyped-decorator]  # Wagtail has no types
def one_after_the_other() -> str:
    """Let an editor's form wait for what is being saved by itself, and the other way round."""
    return format_html('<script src="{}"></script>', static("website/one-after-the-other.js"))
