"""Who may see and do what on the moderators' screens, as data: every screen by the name of its address."""

from dataclasses import dataclass

from comments.desk import urls as desk
from comments.desk.home.urls import STATISTICS
from comments.desk.pages import urls as pages
from comments.desk.people import urls as people
from comments.desk.rules import urls as rules
from comments.desk.simulator.urls import SIMULATOR

BRANCH = "capybaratoad"
"""A word of all that moderators wrote for themselves about the branch: note, reason, word list, canned reply."""

EACH = {"approved", "pending", "rejected", "spam", "below pending"}
"""The comments whose words are left; "rejected" was marked as spam in the meantime."""


@dataclass(frozen=True)
class Screen:
    """What whoever moderates the branch is shown, and what they may send.

    `shows` are the statuses whose words are there, and "branch"; nobody else is shown any of it. `data` changes
    something for them when it is sent, and for nobody else. `publishers`: it is for whoever may publish the page.
    """

    shows: frozenset | set = frozenset()
    query: str = ""
    data: dict | None = None
    publishers: bool = False


CANNED = "reader-comments_canned-replies_modeladmin"
SEEN = {"seen_status": "approved", "seen_revision": "1"}

DESK = {
    desk.INDEX: Screen(EACH, query="?status=all"),
    desk.RESULTS: Screen(EACH, query="?status=all"),
    desk.FIND: Screen(),
    desk.OPEN: Screen(),
    desk.INSPECT: Screen(EACH),
    desk.DECIDE: Screen(data={"decision": "reject", **SEEN}),
    desk.DECIDE_MANY: Screen(data={"decision": "reject", "seen": "{uuid}:approved:1"}),
    desk.UNDO: Screen(data={}),
    desk.ANSWER: Screen(EACH | {"branch"}, data={"body": "We hear you.", "key": "{key}", **SEEN}),
    desk.PIN: Screen(data={}),
    desk.CLOSE: Screen(data={}),
    desk.DELETE_FOR_AUTHOR: Screen(EACH, data={"seen_revision": "1"}),
    desk.HISTORY: Screen({"rejected"}),
    desk.HISTORY_RESULTS: Screen({"rejected"}),
    people.COMMENTER: Screen(EACH | {"branch"}),
    people.NOTE: Screen(data={"text": "Be patient with them."}),
    people.REMOVE_NOTE: Screen(data={}),
    people.BAN: Screen(
        data={"kind": "address", "duration": "week", "branch": "{branch}", "span": "week", "counted": "0"}
    ),
    people.LIFT_BAN: Screen(data={}),
    people.EXPORT: Screen(),
    people.ERASE: Screen(EACH, data={"asked": "on"}),
    f"{CANNED}_index": Screen({"branch"}),
    f"{CANNED}_results": Screen({"branch"}),
    f"{CANNED}_create": Screen(data={"page": "{branch}", "use": "answer", "name": "Thanks", "text": "Thank you."}),
    f"{CANNED}_edit": Screen(
        {"branch"}, data={"page": "{branch}", "use": "answer", "name": "Thanks", "text": "Thank you."}
    ),
    f"{CANNED}_delete": Screen({"branch"}, data={}),
    rules.RULES: Screen(),
    rules.RULES_RESULTS: Screen(),
    rules.RULES_OF: Screen({"branch"}, data={"save": "1", "newcomer_links": "7"}),
    rules.HISTORY: Screen(),
    rules.ROLL_BACK: Screen(),
    rules.LISTS: Screen({"branch"}),
    rules.LISTS_RESULTS: Screen({"branch"}),
    rules.ADD_LIST: Screen(
        data={"save": "1", "page": "{branch}", "name": "More", "outcome": "hold", "phrases": "poker"}
    ),
    rules.EDIT_LIST: Screen({"branch"}),
    rules.DELETE_LIST: Screen({"branch"}, data={}),
    rules.BANS: Screen({"branch"}),
    rules.BANS_RESULTS: Screen({"branch"}),
    rules.ADD_BAN: Screen(data={"kind": "domain", "value": "bad.example", "page": "{branch}"}),
    rules.LIFT_BAN: Screen({"branch"}, data={}),
    pages.REPORT: Screen(publishers=True),
    pages.REPORT_RESULTS: Screen(publishers=True),
    pages.POLICY: Screen(publishers=True, data={"set_state": "closed"}),
    pages.PANEL: Screen(publishers=True, data={"set_state": "closed"}),
    pages.ORPHANS: Screen(),
    pages.ORPHANS_RESULTS: Screen(),
    pages.REATTACH: Screen(),
    SIMULATOR: Screen(),
    STATISTICS: Screen(),
}

NEAR = (
    "wagtailadmin_home",
    "wagtailadmin_explore_root",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:aging_pages",
    "wagtailadmin_account",
)
"""Screens of Wagtail where something of comments is added, or could be: the panel, the listing, the log."""
