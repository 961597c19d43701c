"""The names of the addresses about pages, made as modeladmin makes them."""

from django.urls import reverse

from comments.desk.urls import BASE_PATH as DESK

BASE_PATH = f"{DESK}/policies"
ORPHANS_PATH = f"{DESK}/orphans"

REPORT = f"{DESK}_policies_modeladmin_index"
REPORT_RESULTS = f"{DESK}_policies_modeladmin_results"
POLICY = f"{DESK}_policies_modeladmin_policy"
PANEL = f"{DESK}_policies_modeladmin_panel"
ORPHANS = f"{DESK}_orphans_modeladmin_index"
ORPHANS_RESULTS = f"{DESK}_orphans_modeladmin_results"
REATTACH = f"{DESK}_orphans_modeladmin_reattach"


def policy_url(page_id: int) -> str:
    """Return the address at which somebody reads and changes what holds for comments on a page."""
    return reverse(POLICY, args=[page_id])
