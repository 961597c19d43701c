"""The public site as it runs: two processes that keep pages, and one that keeps none and shows what is true."""

import os
import re
import signal
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path

import requests
from django.utils import timezone

from ground import outbox
from scripts.ports import free_port
from scripts.prepare import FRONTEND, VENV
from tests.integration.serving import backend
from website import caching

HOST = "localhost:8000"
START_SECONDS = 30
MOVES = {"date", "connection", "keep-alive", "x-request-id"}
"""Headers that tell of the moment, the line and the request, not of the page."""


@dataclass(frozen=True)
class Seen:
    """What a reader gets at an address."""

    status: int
    headers: dict
    text: str


class Process:
    """One process of the frontend; `megabytes` of memory for finished pages."""

    def __init__(self, *, backend_port, secret, folder, megabytes):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        environment = {
            **os.environ,
            "PORT": str(self.port),
            "BACKEND_URL": f"http://127.0.0.1:{backend_port}",
            "PUBLIC_URL": f"http://{HOST}",
            "FRONTEND_SECRET": secret,
            "PAGE_CACHE_MB": str(megabytes),
            "NODE_ENV": "production",
        }
        self._log = (Path(folder) / f"frontend-{self.port}.log").open("w+")
        command = [str(VENV / "bin" / "node"), "server/main.ts"]
        self._process = subprocess.Popen(
            command, cwd=FRONTEND, env=environment, stdout=self._log, stderr=subprocess.STDOUT
        )
        self._client = requests.Session()
        self._client.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def await_ready(self):
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                if self._client.get(f"{self.url}/healthz", timeout=5).ok:
                    return
            except requests.ConnectionError:
                pass
            assert self._process.poll() is None, self.log()
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.05)

    def get(self, path, **headers):
        answer = self._client.get(self.url + path, headers=headers, timeout=30, allow_redirects=False)
        kept = {name.lower(): value for name, value in answer.headers.items() if name.lower() not in MOVES}
        return Seen(answer.status_code, kept, answer.text)

    def post(self, path, fields, **headers):
        headers = {"Origin": f"http://{HOST}", **headers}
        return self._client.post(self.url + path, data=fields, headers=headers, timeout=30, allow_redirects=False)

    def log(self):
        self._log.seek(0)
        return self._log.read()

    def stop(self):
        self._client.close()
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(timeout=10)
        self._log.close()


class PublicSite:
    """The processes of a running site, on the database of the test. Commit what they should see."""

    def __init__(self, *, server, settings, folder):
        self.server = server
        asked = {"backend_port": server.port, "secret": settings.FRONTEND_SECRET, "folder": folder}
        self.keeping = [Process(**asked, megabytes=16) for _ in range(2)]
        self.plain = Process(**asked, megabytes=0)
        self._settings = settings
        settings.FRONTEND_URL = ", ".join(each.url for each in self.keeping)

    def work(self):
        """Do what the worker would do within the next minutes; nothing may be left undone."""
        while outbox.deliver_due(now=timezone.now() + timedelta(minutes=5)):
            pass
        assert not outbox.OutboxMessage.objects.filter(attempts__gt=0).exists()

    def truth(self, path):
        """Return what is at `path` when it is made for this very reader, of nothing that was known before."""
        return self.plain.get(path)

    def forget(self):
        """Make the process that keeps no pages forget the site's settings, too."""
        caching.send_purge({"keys": [caching.EVERYTHING], "paths": [], "gone": [], "to": self.plain.url})

    def answered(self, path, etag=""):
        """Return status, document and ETag of the API's answer at `path`."""
        headers = {"If-None-Match": etag} if etag else {}
        answer = requests.get(f"http://127.0.0.1:{self.server.port}{path}", headers=headers, timeout=30)
        return answer.status_code, answer.text, answer.headers.get("ETag", "")

    def stop(self):
        for each in (*self.keeping, self.plain):
            each.stop()


@contextmanager
def public_site(settings, folder):
    """Give a running site; its backend and frontends are gone afterwards."""
    made = FRONTEND / "dist" / ".stamp"
    assert made.exists(), f"{made} is missing: run `make prepare-dev`"
    with backend(settings) as server:
        site = PublicSite(server=server, settings=settings, folder=folder)
        try:
            server.start()
            for each in (*site.keeping, site.plain):
                each.await_ready()
            yield site
        finally:
            site.stop()


def words(text):
    """Return the letters of a document without its tags, for messages."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).strip()
