"""The programs of a site, each a process group of its own that can be hurt; and those who use them."""

import hmac
import http.client
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from scripts.ports import free_port
from scripts.prepare import FRONTEND, tool_environment

ROOT = Path(__file__).resolve().parents[3]
SECRET = "a-secret-that-the-frontend-and-the-backend-share"
START_SECONDS = 60


def eventually(found, *, within, what):
    """Return what `found()` returns once that is true; fail after so many seconds."""
    deadline = time.monotonic() + within
    while True:
        if answer := found():
            return answer
        assert time.monotonic() < deadline, what() if callable(what) else what
        time.sleep(0.05)


class Program:
    """One program with all it starts. Its output is a file."""

    def __init__(self, command, *, env, log, cwd=ROOT):
        self.path = Path(log)
        self._log = self.path.open("a+")
        self.process = subprocess.Popen(
            [str(word) for word in command],
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def send(self, number):
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def kill(self):
        if self.process.poll() is None:
            self.send(signal.SIGKILL)
            self.process.wait()
        self._log.close()

    def log(self):
        return self.path.read_text(errors="replace")


class Site:
    """A site in the settings of production, in one folder: backend, worker and frontend, started and killed at will."""

    def __init__(self, folder, *, page=None, **settings):
        self.folder, self.page, self.path = Path(folder), page, "/news/a-walk/"
        self.port, self.public_port = free_port(), free_port()
        ours = ("BLOG_", "DJANGO_", "PYTEST")
        kept = {name: value for name, value in tool_environment().items() if not name.startswith(ours)}
        self.env = kept | {
            "DJANGO_SETTINGS_MODULE": "tests.production.faults.settings",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
            "PYTHONUNBUFFERED": "1",
            "BLOG_DATA": str(folder),
            "BLOG_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-0123456789-abcdefgh",
            "BLOG_FRONTEND_SECRET": SECRET,
            "BLOG_PUBLIC_URL": "https://blog.example",
            "BLOG_ADMIN_URL": "https://cms.example",
            "BLOG_FRONTEND_URL": f"http://127.0.0.1:{self.public_port}",
            "BLOG_LOG_LEVEL": "WARNING",
            **settings,
        }
        self.programs = {}

    def start_seeding(self):
        """Begin to make the database, with a post in it."""
        self.start("seed", [sys.executable, "-m", "tests.production.faults.seed"])

    def page_when_seeded(self):
        """Return the number of the post, once it is there."""
        seed = self.programs["seed"]
        assert seed.process.wait(timeout=300) == 0, seed.log()
        seed.kill()  # it has ended; this closes its log
        return json.loads(seed.log().splitlines()[-1])["post"]

    def start(self, name, command, *, cwd=ROOT, **env):
        program = Program(command, env=self.env | env, log=self.folder / f"{name}.log", cwd=cwd)
        if before := self.programs.get(name):
            before.kill()
        self.programs[name] = program
        return program

    def start_backend(self, *before, workers=2, name="backend"):
        options = ["--chdir", ROOT / "site", "--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread"]
        options += ["--workers", workers, "--threads", "8", "--no-control-socket"]
        backend = self.start(name, [*before, sys.executable, "-m", "gunicorn", *options, "website.wsgi"])
        eventually(lambda: self.is_live(backend), within=START_SECONDS, what=backend.log)
        return backend

    def is_live(self, backend):
        assert backend.process.poll() is None, backend.log()
        try:
            return self.ask("GET", "/health/live")[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def start_worker(self, name="worker", *program):
        """Start the worker, or `program` in its place; return it once it is ready."""
        seen = self.size_of_log(name)
        worker = self.start(name, [sys.executable, *(program or (ROOT / "site" / "manage.py", "run_worker"))])
        eventually(lambda: "is ready" in worker.log()[seen:] or self._demand(worker), within=30, what=worker.log)
        return worker

    def _demand(self, program):
        assert program.process.poll() is None, program.log()
        return False

    def start_frontend(self):
        env = {
            "HOST": "127.0.0.1",
            "PORT": str(self.public_port),
            "BACKEND_URL": f"http://127.0.0.1:{self.port}",
            "PUBLIC_URL": "https://blog.example",
            "ADMIN_URL": "https://cms.example",
            "FRONTEND_SECRET": SECRET,
            "NODE_ENV": "production",
        }
        node = shutil.which("node", path=self.env["PATH"])
        frontend = self.start("frontend", [node, "server/main.ts"], cwd=FRONTEND, **env)
        eventually(lambda: "Reading at" in frontend.log(), within=30, what=frontend.log)
        return frontend

    def runs(self, name):
        return name in self.programs and self.programs[name].process.poll() is None

    def workers_of_backend(self):
        """Return the ids of the processes that answer."""
        parent = self.programs["backend"].process.pid
        return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]

    def mails_to(self, sink, address):
        return [mail for mail in sink.taken if mail.to == [address]]

    def rows(self, statement, *values):
        """Run one SQL statement on the SQLite of this site, behind the back of its programs."""
        with closing(sqlite3.connect(self.folder / "blog.sqlite3", timeout=20)) as database:
            rows = database.execute(statement, values).fetchall()
            database.commit()
            return rows

    def stop(self):
        for program in self.programs.values():
            program.kill()

    def lines(self, name, words, *, since=0):
        """Return the lines that program `name` logged with `words` in them, behind the first `since` characters."""
        return [line for line in (self.folder / f"{name}.log").read_text()[since:].splitlines() if words in line]

    def size_of_log(self, name):
        path = self.folder / f"{name}.log"
        return path.stat().st_size if path.exists() else 0

    def ask(self, method, path, body=None, *, headers=(), port=None, patience=30):
        """Return status, headers and body (of JSON: what it says); raises OSError or HTTPException for half of one."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=patience)
        try:
            connection.request(method, path, body=body, headers=dict(headers))
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        is_json = "json" in (answer.headers["Content-Type"] or "")
        return answer.status, answer.headers, json.loads(text) if is_json and text else text.decode(errors="replace")

    def post(self, number, *, key=None, **fields):
        """Post a comment as reader `number`, from a network of their own."""
        form = {
            "body": f"Thought number {number}.",
            "name": f"Reader {number}",
            "email": f"{number}@example.org",
            "key": str(key or uuid4()),
            **fields,
        }
        headers = {
            "Content-Type": "application/json",
            "X-Reader-Address": vouched(f"10.{number >> 8}.{number & 255}.7"),
        }
        return self.ask("POST", f"/api/site/v1/pages/{self.page}/comments/", json.dumps(form), headers=headers)

    def read(self):
        return self.ask("GET", f"/api/site/v1/pages/{self.page}/comments/")

    def ready(self):
        status, _, said = self.ask("GET", "/health/ready")
        return status, said["checks"]


def vouched(address):
    """Return the header by which the frontend vouches for a reader's address."""
    now = int(time.time())
    signed = hmac.new(SECRET.encode(), f"reader-address;{address};{now}".encode(), "sha256").hexdigest()
    return f"{address};{now};{signed}"


class Editor:
    """Somebody at a browser, behind the proxy that ends TLS."""

    def __init__(self, site):
        self.site, self.cookies = site, {}

    def ask(self, method, path, fields=None):
        headers = {
            "X-Forwarded-Proto": "https",
            "Host": f"127.0.0.1:{self.site.port}",
            "Referer": f"https://127.0.0.1:{self.site.port}/admin/",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = None if fields is None else urlencode(fields)
        status, answered, text = self.site.ask(method, path, body, headers=headers)
        for cookie in answered.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        return status, text

    def sign_in(self):
        """Sign in as the administrator; return the status of the form's answer, 302 for who is in."""
        _, page = self.ask("GET", "/admin/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        fields = {"csrfmiddlewaretoken": token, "username": "chief", "password": "secret"}
        return self.ask("POST", "/admin/login/", fields)[0]

    def home(self):
        return self.ask("GET", "/admin/")
