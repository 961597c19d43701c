"""Every screen of the moderators, every role: whose words it shows to whom, and what it does for whom.

The table is `matrix_of_the_desk.py`. The screens are found in the URL configuration: a new one that the table does not
know fails here.
"""

import re
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from comments.desk import urls as desk
from comments.desk.rules import urls as rules
from comments.models import Ban, Batch, CannedReply, CommenterNote, WordList
from comments.selectors.notes import note_key
from comments.services import Decision, decide
from tests.contract.matrix import WORDS
from tests.contract.matrix_of_the_desk import BRANCH, DESK, NEAR
from tests.contract.test_permission_matrix import routes
from tests.contract.world import World, names_of, stored
from tests.factories.blog import UserFactory

pytestmark = pytest.mark.django_db

MODERATES = {"moderator", "administrator"}
SCREENS = {
    pattern.name: sorted(set(re.findall(r"<(?:\w+:)?(\w+)>", route)))
    for route, pattern in routes(get_resolver().url_patterns)
    if route.lstrip("^").startswith("admin/") and "reader-comments" in route
}


class Desk(World):
    """The world with all that moderators add to it."""

    def __init__(self):
        super().__init__()
        now, page, mo = timezone.now(), self.post.get_parent(), UserFactory(username="mo", administrator=True)
        said = {"page": page, "set_by": "Mo", "set_at": now}
        self.branch = page
        self.ban = Ban.objects.create(kind="domain", value="fruit.example", hint=BRANCH, reason=BRANCH, **said)
        self.list = WordList.objects.create(name=BRANCH, outcome="hold", phrases=BRANCH, **said)
        self.canned = CannedReply.objects.create(name=BRANCH, text=BRANCH, **said)
        self.note = CommenterNote.objects.create(
            about=note_key(self.author.email), page=page, text=BRANCH, written_by="Mo", written_at=now
        )
        decide(
            comment=self.comments["rejected"].uuid,
            decision=Decision.SPAM,
            seen_status="rejected",
            seen_revision=1,
            moderator=mo,
            now=now,
        )
        self.batch = Batch.objects.get().uuid
        self.turn("public")

    def address(self, name, status):
        """Return where a screen is, about the comment of a status."""
        known = {
            "uuid": {desk.UNDO: self.batch, rules.LIFT_BAN: self.ban.uuid}.get(name, self.comments[status].uuid),
            "page_id": self.branch.pk if name.startswith("reader-comments_rules") else self.post.pk,
            "pk": self.list.pk,
            "instance_pk": self.canned.pk,
            "note": self.note.uuid,
            "ban": self.ban.uuid,
            "entry_id": 1,
        }
        return reverse(name, kwargs={each: known[each] for each in SCREENS[name]})

    def send(self, role, method, address, data=None):
        """Ask, and leave nothing changed; return the answer, whose words are in it, and whether anything changed."""
        with transaction.atomic(), CaptureQueriesContext(connection) as captured:
            answer = getattr(self.clients[role], method)(address, data or {})
            wrote = any(each["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for each in captured)
            changed = wrote and stored() != self.before
            transaction.set_rollback(True)
        text = "" if answer.streaming else answer.content.decode(errors="replace")
        return answer, names_of(answer) | ({"branch"} if BRANCH in text else set()), changed


@pytest.fixture
def world(client):
    return Desk()


def test_every_screen_is_in_the_table():
    assert set(DESK) == set(SCREENS)


@pytest.mark.parametrize("role", ["moderator", pytest.param("administrator", marks=pytest.mark.full)])
def test_whoever_moderates_the_branch_sees_and_does_what_the_table_says(world, role):
    wrong = {}
    for name, screen in DESK.items():
        shown = set()
        for status in WORDS if "uuid" in SCREENS[name] else ["approved"]:
            answer, words, changed = world.send(role, "get", world.address(name, status) + screen.query)
            shown |= words
            if answer.status_code >= 500 or changed:
                wrong[name, "get", status] = (answer.status_code, changed)
        if shown != screen.shows:
            wrong[name, "shows"] = shown
        if screen.data is not None:
            answer, _, changed = world.send(role, "post", world.address(name, "approved"), filled(world, screen.data))
            if answer.status_code >= 500 or not changed:
                wrong[name, "post"] = (answer.status_code, changed)
    assert wrong == {}


@pytest.mark.parametrize("role", ["elsewhere", "editor", "anonymous"])
def test_nobody_else_sees_or_does_any_of_it(world, role):
    wrong = {}
    for name, screen in DESK.items():
        address = world.address(name, "approved")
        read, words, changed = world.send(role, "get", address + screen.query)
        sent, said, done = world.send(role, "post", address, filled(world, screen.data or {}))
        statuses = {read.status_code, sent.status_code}
        may = screen.publishers and role != "anonymous"
        told = words | said
        let_in = role != "elsewhere" and not may and 200 in statuses
        if told or changed or (done and not may) or let_in or max(statuses) >= 500:
            wrong[name] = (statuses, sorted(told), changed, done)
    assert wrong == {}


@pytest.mark.parametrize("role", ["elsewhere", "editor"])
def test_wagtails_own_screens_tell_of_no_comment_that_one_does_not_moderate(world, role):
    page = [reverse(f"wagtailadmin_pages:{name}", args=[world.post.pk]) for name in ("edit", "history")]
    around = [reverse("wagtailadmin_explore", args=[world.branch.pk]), *(reverse(name) for name in NEAR)]
    for address in (*page, *around):
        answer, words, changed = world.send(role, "get", address)
        assert (answer.status_code in {200, 302}, words, changed) == (True, set(), False), address


@pytest.mark.parametrize("state", ["draft", "group", "hidden", "deleted", "other site"])
def test_the_desk_shows_the_branch_whatever_becomes_of_the_page(world, state):
    world.turn(state)
    _, here, _ = world.send("moderator", "get", reverse(desk.INDEX) + "?status=all")
    _, there, _ = world.send("elsewhere", "get", reverse(desk.INDEX) + "?status=all")
    assert here == (set() if state == "other site" else DESK[desk.INDEX].shows)
    assert there == set()


def filled(world, data):
    known = {"uuid": world.comments["approved"].uuid, "branch": world.branch.pk, "key": uuid4()}
    return {name: value.format(**known) for name, value in data.items()}
