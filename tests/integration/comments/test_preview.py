"""A text is shown as it would stand: the same door for its HTML, nothing kept, and not without end."""

import json

import pytest

from comments import markup
from comments.models import Comment
from comments.services import previewing

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

HOSTILE = "*Well* <script>alert(1)</script> [x](javascript:alert(1)) https://example.org/"


@pytest.fixture
def ask(client, site):
    def ask(body, status=200):
        answer = client.post("/api/site/v1/comments/preview/", json.dumps(body), content_type="application/json")
        assert answer.status_code == status, answer.content
        return answer

    return ask


def test_a_preview_is_what_would_be_published_and_is_kept_nowhere(ask):
    answer = ask({"body": f"  {HOSTILE}\r\n"})
    assert answer.json() == {"html": markup.render(HOSTILE)}
    assert "<script" not in answer.json()["html"]
    assert answer["Cache-Control"] == "private, no-store"
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"body": "x" * 5001}, 400, "invalid"),
        ({"body": "\u200b \u200b \u200b"}, 400, "empty"),
        ({}, 400, "invalid"),
        ({"body": "Fine.", "name": "x"}, 400, "invalid"),
    ],
)
def test_what_is_no_comment_is_no_preview(ask, body, status, code):
    problem = ask(body, status).json()
    assert problem["code"] == code
    assert {error["field"] for error in problem["errors"]} <= {"body", "name"}


def test_a_network_that_asks_without_end_is_told_when_to_come_back(ask, monkeypatch):
    monkeypatch.setattr(previewing, "PREVIEWS_PER_HOUR", 2)
    ask({"body": "One."})
    ask({"body": "Two."})
    answer = ask({"body": "Three."}, 429)
    assert answer.json()["retry_after"] > 0
    assert answer["Retry-After"] == str(answer.json()["retry_after"])
