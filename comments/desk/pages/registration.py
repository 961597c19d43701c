"""The screens about pages in the menu: among those of moderators, and among Wagtail's reports."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from comments.desk.pages.changing import PolicyView
from comments.desk.pages.orphans import OrphanReport, ReattachView
from comments.desk.pages.report import PolicyReport
from comments.desk.pages.urls import (
    BASE_PATH,
    ORPHANS,
    ORPHANS_PATH,
    ORPHANS_RESULTS,
    PANEL,
    POLICY,
    REATTACH,
    REPORT,
    REPORT_RESULTS,
)
from comments.models import CommentPolicy
from comments.permissions import may_moderate, may_see_policies


class CommentPolicyPermissionHelper(PermissionHelper):
    """Policies change through the services alone; the report's own view asks who may read it."""

    def user_can_list(self, user: Any) -> bool:
        """Tell whether the report stands among the moderators' screens; others find it among the reports."""
        return may_moderate(user)

    def user_can_create(self, user: Any) -> bool:
        """A page's policy is made on the page's own screen."""
        return False

    def user_can_edit_obj(self, user: Any, obj: CommentPolicy) -> bool:
        """The same."""
        return False

    def user_can_delete_obj(self, user: Any, obj: CommentPolicy) -> bool:
        """The same."""
        return False


class CommentPolicyAdmin(ModelAdmin):
    """The report of policies, the policy of a page, and the threads that lost theirs."""

    model = CommentPolicy
    base_url_path = BASE_PATH
    menu_label = _("Comment policies")
    menu_item_name = "comment-policies"
    menu_icon = "cogs"
    permission_helper_class = CommentPolicyPermissionHelper

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Return the addresses; none of modeladmin's own."""
        return (
            path(f"{BASE_PATH}/", PolicyReport.as_view(), name=REPORT),
            path(f"{BASE_PATH}/results/", PolicyReport.as_view(results_only=True), name=REPORT_RESULTS),
            path(f"{BASE_PATH}/<int:page_id>/", PolicyView.as_view(), name=POLICY),
            path(f"{BASE_PATH}/<int:page_id>/panel/", PolicyView.as_view(in_panel=True), name=PANEL),
            path(f"{ORPHANS_PATH}/", OrphanReport.as_view(), name=ORPHANS),
            path(f"{ORPHANS_PATH}/results/", OrphanReport.as_view(results_only=True), name=ORPHANS_RESULTS),
            path(f"{ORPHANS_PATH}/reattach/", ReattachView.as_view(), name=REATTACH),
        )

    def register_admin_url_finders(self) -> None:
        """A policy has no address of its own in Wagtail's reports."""


class PolicyReportMenuItem(MenuItem):
    """The report of policies among Wagtail's reports, for whoever publishes or moderates."""

    def __init__(self) -> None:
        super().__init__(
            _("Comment policies"), reverse_lazy(REPORT), name="comment-policies", icon_name="comment", order=1250
        )

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the report would open."""
        return may_see_policies(request.user)
