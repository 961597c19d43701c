"""One id through every process: a comment's way from the proxy to the worker and back, in lines that are all JSON."""

import json
from urllib.parse import urlencode

from tests.production.faults.programs import eventually
from tests.production.faults.test_backend_away import FORM

ID = "tests-0123456789"


def objects(site, name):
    return [json.loads(line) for line in site.programs[name].log().splitlines()]


def test_a_comment_is_followed_through_frontend_backend_and_worker(copy):
    site = copy(BLOG_LOG_LEVEL="INFO", GUNICORN_CMD_ARGS="--logger-class website.server_log.JsonLogger")
    try:
        published = """INSERT INTO comments_commentpolicy
            (page_id, page_title, page_path, moderation, enforce, set_by, set_at) VALUES (?, ?, ?, ?, ?, ?, ?)"""
        at_once = (site.page, "A walk", "/", "afterwards", "[]", "ada", "2026-01-01 00:00:00")
        site.rows(published, *at_once)
        site.start_backend()
        site.start_worker()
        site.start_frontend()
        form = urlencode({"body": "Private words.", "name": "Ada", "email": "ada@example.org", "path": site.path})
        sent = {**FORM, "X-Request-Id": ID}
        status, answered, page = site.ask(
            "POST", f"/comments/{site.page}/?secret=1", form, headers=sent, port=site.public_port
        )
        assert status in {302, 303}, page
        assert answered["X-Request-Id"] == ID

        def found(name, **fields):
            told = {"request_id": ID, **fields}
            return [line for line in objects(site, name) if told.items() <= line.items()]

        eventually(lambda: found("worker", job="website.purge"), within=10, what=site.programs["worker"].log)
        eventually(lambda: found("frontend", path="/hooks/purge", status=204), within=5, what="no purge was answered")
        assert found("frontend", method="POST", path=f"/comments/{site.page}/", status=status)
        assert found("backend", method="POST", path=f"/api/site/v1/pages/{site.page}/comments/")
        every = "".join(program.log() for program in site.programs.values())
        assert not [word for word in ("ada@", "Private", "secret", "X-Reader") if word in every]
    finally:
        site.stop()
