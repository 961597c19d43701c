"""What holds for every answer to readers, whatever the route: no cookie, no other origin, no other host, JSON alone."""

import json
import socket

import pytest
from django.test import Client
from django.utils import timezone

from ground.outbox import deliver_due
from tests.contract.matrix import PUBLIC, Read, Write
from tests.contract.world import World, stored

pytestmark = pytest.mark.django_db

ORIGINS = ("https://evil.example", "null", "http://testserver.evil.example", "http://testserver", "file://", "*")

FORGED = [
    "status", "uuid", "id", "pk", "page", "page_id", "path", "depth", "score", "pinned_at", "created_at",
    "edited_at", "revision", "html", "cleaner_version", "author", "author_name", "author_email", "avatar_seed",
    "user", "user_id", "commenter", "commenter_id", "staff", "is_staff", "confirmed", "origin", "former_origins",
    "ledger", "weight", "digest", "fingerprint", "decided_at", "last_human_decision", "site", "form_age",
    "honeypot", "author_token", "tell_decision", "votes", "approved", "__proto__",
]  # fmt: skip
"""Fields that a comment has, and its sender has no say in."""


@pytest.fixture
def world(client):
    world = World()
    world.turn("public")
    return world


def test_no_read_sets_a_cookie_or_opens_to_another_origin(world):
    ours = [row.address for rows in PUBLIC.values() for row in rows if isinstance(row, Read)]
    addresses = sorted({address for address in ours if address.startswith(("/api/", "/feeds/"))})
    assert len(addresses) > 30
    for number, address in enumerate(addresses):
        asked = address.format(**world.values("approved"))
        origin = ORIGINS[number % len(ORIGINS)]
        sent = {"Cookie": "sessionid=x; csrftoken=y"} if address.startswith("/api/") else {}  # a feed is asked without
        answer = Client().get(asked, headers={"Origin": origin, **sent})
        assert not answer.cookies, address
        assert not [name for name in answer.headers if name.startswith("Access-Control-")], address


@pytest.mark.parametrize("origin", ORIGINS)
def test_no_origin_is_let_in_to_the_thread(world, origin):
    address = f"/api/site/v1/pages/{world.post.pk}/comments/"
    asking = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    for answer in (Client().get(address, headers=asking), Client().options(address, headers=asking)):
        assert not [name for name in answer.headers if name.startswith("Access-Control-")]


def test_a_host_that_is_not_ours_is_refused_and_a_forwarded_one_not_believed(world):
    address = f"/api/site/v1/comments/{world.comments['approved'].uuid}/"
    assert Client().get(address, headers={"Host": "evil.example"}).status_code == 400
    told = Client().get(address)
    for name in ("X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL"):
        answer = Client().get(address, headers={name: "evil.example"})
        assert (answer.status_code, answer.content) == (told.status_code, told.content), name


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_only_json_writes(world, kind):
    for name, rows in PUBLIC.items():
        for row in (row for row in rows if isinstance(row, Write) and row.data):
            known = world.values("approved")
            data = {
                field: value.format(**known) if isinstance(value, str) else value for field, value in row.data.items()
            }
            body = json.dumps({**data, "key": str(known["key"])} if "body" in data else data)
            answer = Client().generic(row.method.upper(), row.address.format(**known), body, content_type=kind)
            assert 400 <= answer.status_code < 500, (name, kind)
    assert stored() == world.before


def test_a_field_that_is_not_the_senders_is_refused_by_name(world):
    own = f"/api/site/v1/comments/{world.comments['approved'].uuid}/"
    for field in FORGED:
        sent = {"body": "A thought.", "name": "Ada", "email": "ada@example.org", field: "approved"}
        sent["key"] = str(world.values("approved")["key"])
        posted = Client().post(f"/api/site/v1/pages/{world.post.pk}/comments/", sent, content_type="application/json")
        assert (posted.status_code, field in posted.content.decode()) == (400, True), field
        changed = {"body": "Other words.", "revision": 1, field: "approved"}
        edited = world.clients["author"].patch(own, changed, content_type="application/json")
        assert edited.status_code == 400, field
    assert stored() == world.before


def test_no_address_that_a_reader_gives_is_ever_fetched(world, monkeypatch):
    reached = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: reached.append(address))
    for number, where in enumerate(("http://127.0.0.1:9/", "http://[::1]/", "http://169.254.169.254/latest/")):
        sent = {"body": f"Look at {where}x and [this]({where})", "name": "Ada", "email": f"{number}@example.org"}
        sent |= {"website": where, "key": str(world.values("approved")["key"]), "tell_me": True}
        address = f"/api/site/v1/pages/{world.post.pk}/comments/"
        assert Client().post(address, sent, content_type="application/json").status_code == 202, where
    deliver_due(now=timezone.now())
    assert set(reached) <= {("127.0.0.1", 8000)}  # where the frontend would be told
