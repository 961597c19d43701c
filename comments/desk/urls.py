"""The names of the desk's addresses, made as modeladmin makes them."""

BASE_PATH = "reader-comments"

INDEX = f"{BASE_PATH}_modeladmin_index"
RESULTS = f"{BASE_PATH}_modeladmin_results"
INSPECT = f"{BASE_PATH}_modeladmin_inspect"
DECIDE = f"{BASE_PATH}_modeladmin_decide"
