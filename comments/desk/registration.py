"""Reader comments in Wagtail's menu, by modeladmin: one group of screens."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.admin_url_finder import register_admin_url_finder
from wagtail.admin.menu import Menu
from wagtail_modeladmin.menus import GroupMenuItem
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup

from comments.desk.access import POLICY, ReaderCommentPermissionHelper
from comments.desk.content_policy import guarded
from comments.desk.counting import waiting_for
from comments.desk.decisions.canned_admin import CannedReplyAdmin
from comments.desk.decisions.registration import DecisionsAdmin, decision_urls
from comments.desk.home.registration import StatisticsAdmin
from comments.desk.pages.registration import CommentPolicyAdmin
from comments.desk.people.registration import commenter_urls
from comments.desk.queue.finding import FindView
from comments.desk.queue.listing import QueueView
from comments.desk.queue.opening import OpenView
from comments.desk.rules.registration import BanAdmin, ScreeningRulesAdmin, WordListAdmin
from comments.desk.simulator.registration import SimulatorAdmin
from comments.desk.urls import BASE_PATH, FIND, INDEX, INSPECT, OPEN, RESULTS
from comments.models import Comment


class WaitingGroupMenuItem(GroupMenuItem):
    """The group's item, which says how many comments wait, closed as well as open."""

    def render_component(self, request: HttpRequest) -> Any:
        """Return Wagtail's component with the number of the moment."""
        component = super().render_component(request)
        waiting = waiting_for(request)
        if waiting:
            component.label = _("Reader comments (%(waiting)d)") % {"waiting": waiting}
        return component


class ReaderCommentURLFinder:
    """Where Wagtail's reports lead for a reader comment."""

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_edit_url(self, instance: Comment) -> str | None:
        """Return the address of the comment on the desk, for those who may open it."""
        if self.user is not None and not POLICY.user_has_permission_for_instance(self.user, "view", instance):
            return None
        return reverse(INSPECT, args=[instance.uuid])


class ReaderCommentAdmin(ModelAdmin):
    """Registration, menu and permissions are modeladmin's; the screens are built on Wagtail's own views.

    None of modeladmin's addresses for creating, editing or deleting exists: comments change through the services.
    """

    model = Comment
    base_url_path = BASE_PATH
    menu_label = gettext_lazy("Queue")
    menu_item_name = "reader-comment-queue"
    menu_icon = "list-ul"
    inspect_view_enabled = True
    history_view_enabled = False
    permission_helper_class = ReaderCommentPermissionHelper

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Return the list, its results alone, and all that is about one comment or done with many."""
        return (
            path(f"{BASE_PATH}/", QueueView.as_view(), name=INDEX),
            path(f"{BASE_PATH}/results/", QueueView.as_view(results_only=True), name=RESULTS),
            path(f"{BASE_PATH}/find/", FindView.as_view(), name=FIND),
            path(f"{BASE_PATH}/open/<uuid:uuid>/", OpenView.as_view(), name=OPEN),
            *decision_urls(),
            *commenter_urls(),
        )

    def register_admin_url_finders(self) -> None:
        """Lead from Wagtail's reports to the desk."""
        register_admin_url_finder(self.model, ReaderCommentURLFinder)


class ReaderCommentsGroup(ModelAdminGroup):
    """Everything moderators do: the queue first, then what the other screens of the desk add to `items`."""

    menu_label = gettext_lazy("Reader comments")
    menu_item_name = "reader-comments"
    menu_icon = "comment"
    menu_order = 250
    items = (
        ReaderCommentAdmin,
        DecisionsAdmin,
        CannedReplyAdmin,
        ScreeningRulesAdmin,
        WordListAdmin,
        BanAdmin,
        CommentPolicyAdmin,
        SimulatorAdmin,
        StatisticsAdmin,
    )

    def get_menu_item(self) -> WaitingGroupMenuItem:
        """Return the menu item with the number of waiting comments."""
        return WaitingGroupMenuItem(self, self.get_menu_order(), Menu(items=self.get_submenu_items()))

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Return the addresses of all screens; each answers with the desk's own content security policy."""
        return guarded(super().get_admin_urls_for_registration())
