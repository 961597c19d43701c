"""The names of the addresses of rules, word lists and bans, made as modeladmin makes them."""

from comments.desk.urls import BASE_PATH as DESK

RULES_PATH = f"{DESK}/rules"
RULES = f"{DESK}_rules_modeladmin_index"
RULES_RESULTS = f"{DESK}_rules_modeladmin_results"
RULES_OF = f"{DESK}_rules_modeladmin_edit"
HISTORY = f"{DESK}_rules_modeladmin_history"
ROLL_BACK = f"{DESK}_rules_modeladmin_roll_back"

LISTS_PATH = f"{DESK}/word-lists"
LISTS = f"{DESK}_word-lists_modeladmin_index"
LISTS_RESULTS = f"{DESK}_word-lists_modeladmin_results"
ADD_LIST = f"{DESK}_word-lists_modeladmin_create"
EDIT_LIST = f"{DESK}_word-lists_modeladmin_edit"
DELETE_LIST = f"{DESK}_word-lists_modeladmin_delete"

BANS_PATH = f"{DESK}/bans"
BANS = f"{DESK}_bans_modeladmin_index"
BANS_RESULTS = f"{DESK}_bans_modeladmin_results"
ADD_BAN = f"{DESK}_bans_modeladmin_create"
LIFT_BAN = f"{DESK}_bans_modeladmin_delete"
