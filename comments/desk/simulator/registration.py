"""The simulator among the moderators' screens, by modeladmin."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.options import ModelAdmin

from comments.desk.rules.access import RulesPermissionHelper
from comments.desk.simulator.urls import SIMULATOR, SIMULATOR_PATH
from comments.desk.simulator.viewing import SimulatorView
from comments.models import Comment


class SimulatorAdmin(ModelAdmin):
    """One screen about comments that are never written."""

    model = Comment
    base_url_path = SIMULATOR_PATH
    menu_label = _("Simulator")
    menu_item_name = "comment-simulator"
    menu_icon = "crosshairs"
    permission_helper_class = RulesPermissionHelper

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Return the one address."""
        return (path(f"{SIMULATOR_PATH}/", SimulatorView.as_view(), name=SIMULATOR),)

    def register_admin_url_finders(self) -> None:
        """Comments are found in the queue."""
