"""The backend as a site runs it, in processes of their own, on the database of the test; and readers who post to it."""

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from django.db import connection

from ground.address import HEADER, signature
from scripts.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90
ANSWER_SECONDS = 60


class Backend:
    """gunicorn with the demo's settings, started and killed at will. Commit what it should see before you ask it."""

    def __init__(self, folder, settings):
        self.port = free_port()
        self._env = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("BLOG_", "DJANGO_"))},
            "DJANGO_SETTINGS_MODULE": "website.settings.demo",
            "BLOG_DATA": str(folder),
            "BLOG_FRONTEND_SECRET": settings.FRONTEND_SECRET,
            "BLOG_LOG_LEVEL": "WARNING",
            **_database(Path(folder)),
        }
        self._log = (Path(folder) / "log").open("w+")
        self._process = None

    def start(self):
        options = ["--chdir", ROOT / "site", "--pythonpath", ROOT, "--bind", f"127.0.0.1:{self.port}"]
        options += ["--worker-class", "gthread", "--workers", "2", "--threads", "8", "--no-control-socket"]
        command = [sys.executable, "-m", "gunicorn", *map(str, options), "website.wsgi"]
        self._process = subprocess.Popen(
            command, env=self._env, stdout=self._log, stderr=subprocess.STDOUT, start_new_session=True
        )
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                if self.ask("GET", "/health/live")[0] == 200:
                    return
            except OSError:
                pass
            assert self._process.poll() is None, self.log()
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.1)

    def kill(self):
        """End every process of it at once, whatever it is doing."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def log(self):
        self._log.seek(0)
        return self._log.read()

    def close(self):
        self.kill()
        self._log.close()

    def ask(self, method, path, body=None, headers=()):
        """Return status and document; raises OSError or HTTPException when no whole answer comes."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        try:
            sent = {"Content-Type": "application/json", **dict(headers)}
            client.request(method, path, body=None if body is None else json.dumps(body), headers=sent)
            answer = client.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            client.close()

    def post(self, page, number, key=None):
        """Post a comment as reader `number`, from a network of their own."""
        address, now = f"10.{number >> 8}.{number & 255}.7", int(time.time())
        form = {
            "body": f"Thought number {number}.",
            "name": f"Reader {number}",
            "email": f"{number}@example.org",
            "key": str(key or uuid4()),
        }
        vouched = {HEADER: f"{address};{now};{signature(address=address, seconds=now)}"}
        return self.ask("POST", f"/api/site/v1/pages/{page.pk}/comments/", form, vouched)


@contextmanager
def backend(settings):
    """Give a backend that is not started yet; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="motacilla-serving-") as folder:
        server = Backend(folder, settings)
        try:
            yield server
        finally:
            server.close()


def at_once(number, work):
    """Call `work(0)` … `work(number - 1)` in as many threads, which start together; wait for all."""
    start = threading.Barrier(number)

    def run(which):
        start.wait()
        work(which)

    threads = [threading.Thread(target=run, args=(which,)) for which in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _database(folder):
    stored = connection.settings_dict
    if connection.vendor == "sqlite":
        (folder / "blog.sqlite3").symlink_to(stored["NAME"])
        return {}
    host = quote(str(stored["HOST"]), safe="")
    password = f":{quote(stored['PASSWORD'], safe='')}" if stored["PASSWORD"] else ""
    port = f":{stored['PORT']}" if stored["PORT"] else ""
    return {"BLOG_DATABASE_URL": f"postgres://{stored['USER']}{password}@{host}{port}/{stored['NAME']}"}
