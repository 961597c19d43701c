"""Every route, every role, every state of a page, every status of a comment: who reads what, who may do what.

The table is `matrix.py`. What nobody may see is tried together with what somebody may, on the same route.
"""

import pytest
from django.urls import URLResolver, get_resolver

from tests.contract.matrix import ONES_OWN, PUBLIC, ROLES, SECRETS, SHOWN, STATES, WORDS, Read, Write, nothing
from tests.contract.world import World, names_of

pytestmark = pytest.mark.django_db

QUICK = {
    *(("anonymous", state) for state in ("public", "closed", "draft", "password")),
    *(("author", state) for state in ("public", "hidden", "draft", "deleted")),
    ("other", "public"),
    ("administrator", "public"),
}
"""The cells that are tried each time; in the long size all are."""

FULL = [
    pytest.param(role, state, marks=[] if (role, state) in QUICK else [pytest.mark.full])
    for role in ROLES
    for state in STATES
]


@pytest.fixture
def world(client):
    return World()


ABOUT_ONE = ("{uuid}", "{hex}", "{word}")
"""Where one of these is in a row, it is tried with every comment."""


@pytest.mark.parametrize(("role", "state"), FULL)
def test_readers_are_told_and_may_do_what_the_table_says(world, role, state):
    world.turn(state)
    everything = (role == "anonymous" and state == "public") or (role, state) not in QUICK
    wrong = {}
    for name, rows in PUBLIC.items():
        for row in rows:
            if isinstance(row, Write):
                wrong |= wrong_writes(world, role, state, name, row)
            elif everything or row.tells is not nothing:
                wrong |= wrong_reads(world, role, state, name, row)
    print(f"{role}, {state}: asked {world.asked} times, {len(wrong)} wrong")  # noqa: T201 - for whoever runs it
    assert wrong == {}


def wrong_reads(world, role, state, name, row):
    """Return what the answers tell that they should not, and what they should and do not."""
    seen, told = set(), ""
    for status in WORDS if any(each in row.address for each in ABOUT_ONE) else ["approved"]:
        answer, _ = world.ask(role, "get", row.address, status=status)
        assert answer.status_code < 500, row.address
        seen |= names_of(answer) - ({status} if "{word}" in row.address else set())
        told += "" if answer.streaming else answer.content.decode(errors="replace")
    secrets = {secret for secret in SECRETS if secret in told} if name not in ONES_OWN else set()
    return {} if seen == row.tells(role, state) and not secrets else {(name, row.address): (sorted(seen), secrets)}


def wrong_writes(world, role, state, name, row):
    """Return what was done that may not be, and what was not done that may."""
    wrong = {}
    for status in WORDS if any(each in f"{row.address}{row.data}" for each in ABOUT_ONE) else ["approved"]:
        answer, changed = world.ask(role, row.method, row.address, row.data, status=status)
        assert answer.status_code < 500, (name, status)
        told = names_of(answer) - ({status} if role == "author" else set())
        if changed != row.may(role, state, status) or told:
            wrong[name, status] = (answer.status_code, changed, sorted(told))
    return wrong


def routes(patterns, above=""):
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, above + str(each.pattern))
        else:
            yield above + str(each.pattern), each


def test_every_route_is_in_the_table():
    from website.api import site_api

    operations = {
        described["operationId"]
        for methods in site_api.get_openapi_schema()["paths"].values()
        for described in methods.values()
        if not described["operationId"].startswith("v2")
    }
    ours = {route for route, _ in routes(get_resolver().url_patterns) if not route.startswith("admin/")}
    documented = {
        path.replace("{", "<").replace("}", ">").removeprefix("/") for path in site_api.get_openapi_schema()["paths"]
    }
    assert set(PUBLIC) == operations | {route for route in ours if route not in documented}


def test_the_table_says_somewhere_of_every_word_that_it_is_shown():
    reads = [row for rows in PUBLIC.values() for row in rows if isinstance(row, Read)]
    shown = {status for row in reads for role in ROLES for state in SHOWN for status in row.tells(role, state)}
    assert shown == set(WORDS) - {"deleted"}
