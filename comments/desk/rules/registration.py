"""Rules, word lists and bans among the moderators' screens, by modeladmin."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.options import ModelAdmin

from comments.desk.rules.access import RulesPermissionHelper
from comments.desk.rules.bans import AddBanView, Bans, LiftBanView
from comments.desk.rules.branches import RulesIndex, RulesView
from comments.desk.rules.history import HistoryView, RollBackView
from comments.desk.rules.urls import (
    ADD_BAN,
    ADD_LIST,
    BANS,
    BANS_PATH,
    BANS_RESULTS,
    DELETE_LIST,
    EDIT_LIST,
    HISTORY,
    LIFT_BAN,
    LISTS,
    LISTS_PATH,
    LISTS_RESULTS,
    ROLL_BACK,
    RULES,
    RULES_OF,
    RULES_PATH,
    RULES_RESULTS,
)
from comments.desk.rules.word_lists import DeleteWordListView, WordLists, WordListView
from comments.models import Ban, ScreeningRules, WordList


class ScreeningRulesAdmin(ModelAdmin):
    """The numbers of branches, and what happened to their rules."""

    model = ScreeningRules
    base_url_path = RULES_PATH
    menu_label = _("Rules")
    menu_item_name = "comment-rules"
    menu_icon = "sliders"
    permission_helper_class = RulesPermissionHelper

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Return the addresses; none of modeladmin's own."""
        of_page = f"{RULES_PATH}/<int:page_id>/"
        return (
            path(f"{RULES_PATH}/", RulesIndex.as_view(), name=RULES),
            path(f"{RULES_PATH}/results/", RulesIndex.as_view(results_only=True), name=RULES_RESULTS),
            path(of_page, RulesView.as_view(), name=RULES_OF),
            path(f"{of_page}history/", HistoryView.as_view(), name=HISTORY),
            path(f"{of_page}history/<int:entry_id>/", RollBackView.as_view(), name=ROLL_BACK),
        )

    def register_admin_url_finders(self) -> None:
        """Rules have no address of their own in Wagtail's reports."""


class WordListAdmin(ModelAdmin):
    """Word lists."""

    model = WordList
    base_url_path = LISTS_PATH
    menu_label = _("Word lists")
    menu_item_name = "comment-word-lists"
    menu_icon = "list-ul"
    permission_helper_class = RulesPermissionHelper

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Return the addresses; none of modeladmin's own."""
        return (
            path(f"{LISTS_PATH}/", WordLists.as_view(), name=LISTS),
            path(f"{LISTS_PATH}/results/", WordLists.as_view(results_only=True), name=LISTS_RESULTS),
            path(f"{LISTS_PATH}/add/", WordListView.as_view(), name=ADD_LIST),
            path(f"{LISTS_PATH}/<int:pk>/", WordListView.as_view(), name=EDIT_LIST),
            path(f"{LISTS_PATH}/<int:pk>/delete/", DeleteWordListView.as_view(), name=DELETE_LIST),
        )

    def register_admin_url_finders(self) -> None:
        """The same."""


class BanAdmin(ModelAdmin):
    """Bans."""

    model = Ban
    base_url_path = BANS_PATH
    menu_label = _("Bans")
    menu_item_name = "comment-bans"
    menu_icon = "lock"
    permission_helper_class = RulesPermissionHelper

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Return the addresses; none of modeladmin's own."""
        return (
            path(f"{BANS_PATH}/", Bans.as_view(), name=BANS),
            path(f"{BANS_PATH}/results/", Bans.as_view(results_only=True), name=BANS_RESULTS),
            path(f"{BANS_PATH}/add/", AddBanView.as_view(), name=ADD_BAN),
            path(f"{BANS_PATH}/<uuid:uuid>/lift/", LiftBanView.as_view(), name=LIFT_BAN),
        )

    def register_admin_url_finders(self) -> None:
        """The same."""
