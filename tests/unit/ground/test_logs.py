"""Lines of the log: one object each, and nothing in them that gives readers or secrets away."""

import json
import logging
import sys
import time

import pytest

from ground.logs import JsonLines, PlainLines, scrubbed
from ground.trail import current_trail, following, request_id_from


def record(message, *args, **extra):
    made = logging.LogRecord("tests", logging.WARNING, __file__, 1, message, args, None)
    made.__dict__.update(extra)
    return made


def failed(text):
    try:
        raise ValueError(text)
    except ValueError:
        made = record("It failed.")
        made.exc_info = sys.exc_info()
        return made


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("mail to ada@example.org failed", "mail to …@… failed"),
        ("Key (email)=(ada.b+c@mail.example.co.uk) exists", "Key (email)=(…@…) exists"),
        ("from 203.0.113.7 and 2001:db8::17, fe80::1", "from (address) and (address), (address)"),
        ("on 127.0.0.1:8001 and ::1", "on 127.0.0.1:8001 and ::1"),
        ("/identity/confirm/?token=eyJh.b:1w:xyz&a=b failed", "/identity/confirm/?… failed"),
        ("/preview/eyJh:1wX:abc/", "/preview/…"),
        ("/admin/password_reset/confirm/Mg/c9a-0123456789abcdef/", "/admin/password_reset/confirm/…"),
        ("/x/Ij9:1tYzAB:cDEF0123456789abcdefghijklmnop/", "/x/…/"),
        ("bad eyJhIjoxfQ:1tYzAB:cDEF0123456789abcdefgh here", "bad … here"),
        ("password=hunter2, token: 'abc', Cookie: sessionid=q1", "password=…, token: …, Cookie: …"),
        (
            "x-csrf-token: abc BLOG_FRONTEND_SECRET=abc my_password='abc'",
            "x-csrf-token: … BLOG_FRONTEND_SECRET=… my_password=…",
        ),
        ("token of bad:eyJhIjoxfQ:1tYzAB:cDEF0123456789abcdefgh", "token of bad:…"),
        ("postgres://blog:secret@db/blog", "postgres://…@db/blog"),
        ("/comments/0b3f6a7e-9f1c-4b9e-8a21-3d1b7c9f0a11/", "/comments/0b3f6a7e-9f1c-4b9e-8a21-3d1b7c9f0a11/"),
        (
            "/blog/a-walk-a-day-keeps-the-back-pain-away-for-good/",
            "/blog/a-walk-a-day-keeps-the-back-pain-away-for-good/",
        ),
        ("12:30:45 took 1.5 s", "12:30:45 took 1.5 s"),
    ],
)
def test_what_gives_readers_or_secrets_away_is_left_out(text, told):
    assert scrubbed(text) == told
    assert scrubbed(scrubbed(text)) == told


@pytest.mark.parametrize(
    "part", ["a-", "a:", "a=", "A1=", "A1:", "token-", "csrf", "csrf-", "a@", "1.", ":", "/A1", "?a"]
)
def test_no_path_of_a_stranger_takes_long(part):
    text = (part * 20_000)[:20_000]
    started = time.process_time()
    scrubbed(text)
    assert time.process_time() - started < 0.5


def test_a_line_is_one_object_with_the_fields_that_have_something_to_say():
    with following(request_id="0123456789", job="website.purge"):
        line = JsonLines().format(record("%s done", "It", status=200, path="/x/", milliseconds=1.5))
    told = json.loads(line)
    assert told.pop("time").endswith("+00:00")
    assert told == {
        "level": "warning",
        "logger": "tests",
        "message": "It done",
        "request_id": "0123456789",
        "job": "website.purge",
        "path": "/x/",
        "status": 200,
        "milliseconds": 1.5,
    }
    assert "request_id" not in json.loads(JsonLines().format(record("Started.")))


HOSTILE = 'x\n{"level": "error"}\r\x1b[31m\x00\x85\u2028\u202eevil\ud800"'


def test_nothing_in_a_line_can_end_it():
    line = JsonLines().format(record("name %s", HOSTILE))
    assert line.isascii()
    assert len(line.splitlines()) == 1
    assert json.loads(line)["message"].startswith("name x\n{")
    plain = PlainLines().format(record("name %s", HOSTILE))
    assert len(plain.splitlines()) == 1
    assert plain.isprintable()
    below = PlainLines().format(failed(HOSTILE)).splitlines()
    assert all(each.startswith("    ") and each.isprintable() for each in below[1:])


def test_where_an_error_came_from_is_told_without_what_was_in_it():
    for shape in (JsonLines(), PlainLines()):
        line = shape.format(failed("no row for ada@example.org, token=abc"))
        assert "test_logs.py" in line
        assert "ValueError" in line
        assert "ada@" not in line
        assert "abc" not in line


@pytest.mark.parametrize("socket", ["127.0.0.1", "::1", "10.0.0.4", "192.168.3.4", "fd00::7", ""])
def test_an_id_is_taken_from_the_inner_network(socket):
    assert request_id_from("a1b2c3d4-e5", socket=socket) == "a1b2c3d4-e5"


@pytest.mark.parametrize(
    ("header", "socket"),
    [
        ("a1b2c3d4-e5", "198.51.99.7"),
        ("a1b2c3d4-e5", "2a00::1"),
        ("a1b2c3d4-e5", "nonsense"),
        ("short", "127.0.0.1"),
        ("x" * 65, "127.0.0.1"),
        ("a1b2c3d4\nforged", "127.0.0.1"),
        ("a1b2c3d4 e5", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_any_other_id_is_replaced_by_a_new_one(header, socket):
    first, second = (request_id_from(header, socket=socket) for _ in range(2))
    assert len(first) == 32
    assert first not in {header, second}


def test_what_is_under_way_ends_with_it():
    with following(request_id="outer-one"):
        with following(job="inner"):
            assert current_trail().job == "inner"
        assert current_trail().request_id == "outer-one"
    assert current_trail().request_id == ""
