"""Where the statistics are."""

from comments.desk.urls import BASE_PATH

STATISTICS_PATH = f"{BASE_PATH}/statistics"
STATISTICS = f"{BASE_PATH}_statistics_modeladmin_index"
