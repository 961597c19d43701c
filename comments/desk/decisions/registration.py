"""The addresses of decisions, and their history in the menu."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.options import ModelAdmin

from comments.desk.access import ReaderCommentPermissionHelper
from comments.desk.decisions.answering import AnswerView
from comments.desk.decisions.deciding import DecideView
from comments.desk.decisions.deeds import CloseView, DeleteView, PinView
from comments.desk.decisions.history import HistoryView
from comments.desk.decisions.inspecting import InspectView
from comments.desk.decisions.many import DecideManyView
from comments.desk.decisions.undoing import UndoView
from comments.desk.urls import (
    ANSWER,
    BASE_PATH,
    CLOSE,
    DECIDE,
    DECIDE_MANY,
    DELETE_FOR_AUTHOR,
    HISTORY,
    HISTORY_RESULTS,
    INSPECT,
    PIN,
    UNDO,
)
from comments.models import Batch


def decision_urls() -> list[URLPattern]:
    """Return all that is done with comments."""
    return [
        path(f"{BASE_PATH}/inspect/<uuid:uuid>/", InspectView.as_view(), name=INSPECT),
        path(f"{BASE_PATH}/decide/<uuid:uuid>/", DecideView.as_view(), name=DECIDE),
        path(f"{BASE_PATH}/decide-many/", DecideManyView.as_view(), name=DECIDE_MANY),
        path(f"{BASE_PATH}/undo/<uuid:uuid>/", UndoView.as_view(), name=UNDO),
        path(f"{BASE_PATH}/answer/<uuid:uuid>/", AnswerView.as_view(), name=ANSWER),
        path(f"{BASE_PATH}/pin/<uuid:uuid>/", PinView.as_view(), name=PIN),
        path(f"{BASE_PATH}/close/<uuid:uuid>/", CloseView.as_view(), name=CLOSE),
        path(f"{BASE_PATH}/delete-for-author/<uuid:uuid>/", DeleteView.as_view(), name=DELETE_FOR_AUTHOR),
    ]


class DecisionsAdmin(ModelAdmin):
    """What was decided, in the menu."""

    model = Batch
    base_url_path = f"{BASE_PATH}/history"
    menu_label = _("Decisions")
    menu_icon = "history"
    permission_helper_class = ReaderCommentPermissionHelper

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Return the history, and its results alone."""
        return (
            path(f"{BASE_PATH}/history/", HistoryView.as_view(), name=HISTORY),
            path(f"{BASE_PATH}/history/results/", HistoryView.as_view(results_only=True), name=HISTORY_RESULTS),
        )
