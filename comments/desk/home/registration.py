"""The statistics in the menu."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.options import ModelAdmin

from comments.desk.access import ReaderCommentPermissionHelper
from comments.desk.home.statistics import StatisticsView
from comments.desk.home.urls import STATISTICS, STATISTICS_PATH
from comments.models import Comment


class StatisticsAdmin(ModelAdmin):
    """One screen about all comments that somebody moderates; nothing is written here."""

    model = Comment
    base_url_path = STATISTICS_PATH
    menu_label = _("Statistics")
    menu_item_name = "reader-comment-statistics"
    menu_icon = "history"
    permission_helper_class = ReaderCommentPermissionHelper

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Return the one address there is."""
        return (path(f"{STATISTICS_PATH}/", StatisticsView.as_view(), name=STATISTICS),)

    def register_admin_url_finders(self) -> None:
        """Comments have theirs already."""
