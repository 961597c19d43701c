"""What Wagtail's admin learns about reader comments."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy
from wagtail_modeladmin.options import modeladmin_register

from comments.desk.access import POLICY
from comments.desk.granting import GrantFormSet
from comments.desk.home.panel import workload_panel
from comments.desk.mailing import ModeratorMailPanel
from comments.desk.pages.listing import PagesWithComments
from comments.desk.pages.registration import PolicyReportMenuItem
from comments.desk.registration import ReaderCommentsGroup
from comments.models import Comment

register_permission_policy(Comment, POLICY)
modeladmin_register(ReaderCommentsGroup)


@hooks.register("insert_global_admin_css")  # type: ignore[untyped-decorator]  # Wagtail has no types
def desk_css() -> SafeString:
    """Return the link to the desk's few rules; global, for one of them is about the menu."""
    return format_html('<link rel="stylesheet" href="{}">', static("comments/desk.css"))


@hooks.register("register_group_permission_panel")  # type: ignore[untyped-decorator]  # Wagtail has no types
def moderation_panel() -> type[Any]:
    """Return the panel of the group editor that says which branches a group moderates."""
    return GrantFormSet


@hooks.register("register_account_settings_panel")  # type: ignore[untyped-decorator]  # Wagtail has no types
def mail_panel(request: HttpRequest, user: Any, profile: Any) -> ModeratorMailPanel:
    """Return the panel of the account settings that says how often a moderator is told of what waits."""
    return ModeratorMailPanel(request, user, profile)


@hooks.register("register_admin_viewset", order=1)  # type: ignore[untyped-decorator]  # Wagtail has no types
def pages_with_comments() -> PagesWithComments:
    """Put our column and our panel into Wagtail's screens of pages, after Wagtail has registered its own."""
    return PagesWithComments()


@hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]  # Wagtail has no types
def policy_report() -> MenuItem:
    """Return the entry of the report of comment policies."""
    return PolicyReportMenuItem()


@hooks.register("construct_homepage_panels")  # type: ignore[untyped-decorator]  # Wagtail has no types
def homepage_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Put what waits onto the dashboard of moderators."""
    workload_panel(request, panels)
