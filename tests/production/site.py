"""A site in production: what `site/deploy` ships, filled in as an operator does, each program started as its unit says.

nginx in front of two backends, two frontends and two workers, over PostgreSQL and Redis. Only the folder, the ports and
the certificate are a test's.
"""

import contextlib
import datetime
import http.client
import json
import os
import re
import shlex
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from scripts.deploy import TEMPLATES, Place, read_settings, write
from scripts.ports import free_port
from scripts.prepare import ROOT, tool_environment
from scripts.stack import Part

PUBLIC, ADMIN = "blog.example", "cms.example"
METRICS_TOKEN = "what-prometheus-shows"
START_SECONDS = 60
STOP_SECONDS = 30
"""What the units allow."""

NGINX = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx-errors.log;
events {{ worker_connections 1024; }}
http {{
    types {{ text/css css; text/html html; application/javascript js; image/svg+xml svg; image/jpeg jpg; }}
    client_body_temp_path {folder}/temp;
    proxy_temp_path {folder}/temp;
    fastcgi_temp_path {folder}/temp;
    uwsgi_temp_path {folder}/temp;
    scgi_temp_path {folder}/temp;
    include {folder}/motacilla.conf;
}}
"""
"""What Debian's nginx has around a site's own file, with a test's folders."""


def demand(program, package):
    """Return the program; skip the test where there is none, fail it in CI, which has to have it."""
    if found := shutil.which(program, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin"):
        return found
    reason = f"{program} is not installed (Debian: apt install {package})"
    if os.environ.get("CI", "").lower() in {"true", "1"}:
        pytest.fail(reason)
    return pytest.skip(reason)


def make_certificate(folder):
    """Write a certificate for both names that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, PUBLIC)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder(subject_name=name, issuer_name=name, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(PUBLIC), x509.DNSName(ADMIN)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "privkey.pem").write_bytes(private)


class Site:
    """All of it, in one folder. `programs` are the running ones, by the names of their units."""

    def __init__(self, folder, *, database, redis):
        self.folder, self.database = Path(folder), database
        self.lines, self.programs = [], {}
        self.https, self.http, self.inner = free_port(), free_port(), free_port()
        self.backends, self.frontends = (free_port(), free_port()), (free_port(), free_port())
        for name in ("data", "temp", "acme", "backups"):
            (self.folder / name).mkdir()
        self.folder.chmod(0o755)  # nginx, started by root, is somebody else's
        make_certificate(self.folder)
        self.settings = self._write_settings(redis)
        self.place = Place(
            into=self.folder,
            backends=tuple(f"127.0.0.1:{port}" for port in self.backends),
            inner=f"127.0.0.1:{self.inner}",
            listens=("127.0.0.1",),
            http_port=self.http,
            https_port=self.https,
            certificates=str(self.folder),
            acme=str(self.folder / "acme"),
            cache=str(self.folder / "cache"),
            log=str(self.folder / "nginx.log"),
            backups=str(self.folder / "backups"),
        )
        write(self.place)
        (self.folder / "nginx.conf").write_text(NGINX.format(folder=self.folder))
        self.post_id = None

    def _write_settings(self, redis):
        ours = {
            "BLOG_DATA": str(self.folder / "data"),
            "BLOG_PUBLIC_URL": f"https://{PUBLIC}",
            "BLOG_ADMIN_URL": f"https://{ADMIN}",
            "BLOG_ALLOWED_HOSTS": f"{ADMIN},{PUBLIC},127.0.0.1",
            "BLOG_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-0123456789-abcdefgh",
            "BLOG_FRONTEND_SECRET": "a-secret-that-the-frontend-and-the-backend-share",
            "BLOG_DATABASE_URL": self.database,
            "BLOG_REDIS_URL": redis,
            "BLOG_FRONTEND_URL": ",".join(f"http://127.0.0.1:{port}" for port in self.frontends),
        }
        example = (TEMPLATES / "backend.env.example").read_text()
        for name, value in ours.items():
            example, changed = re.subn(rf"(?m)^{name}=.*$", f"{name}={value}", example)
            assert changed == 1, name
        example += f"BLOG_METRICS_TOKEN={METRICS_TOKEN}\n"
        (self.folder / "backend.env").write_text(example)
        return read_settings(example)

    def environment(self, name="backend.env"):
        """Return what a unit's process finds: its environment file, and of this machine's what programs need."""
        ours = ("BLOG_", "DJANGO_", "PYTEST", "DEMO_")
        kept = {key: value for key, value in tool_environment().items() if not key.startswith(ours)}
        return kept | read_settings((self.folder / name).read_text()) | {"PYTHONUNBUFFERED": "1"}

    def manage(self, *arguments, **environment):
        """Run a management command as the guide does; return what it printed."""
        done = subprocess.run(
            [sys.executable, "site/manage.py", *arguments],
            cwd=ROOT,
            env=self.environment() | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def seed(self):
        """Migrate the database and put a site, a post and an administrator into it."""
        command = [sys.executable, "-m", "tests.production.faults.seed"]
        paths = {"PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"}
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment() | paths, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        seeded = json.loads(done.stdout.splitlines()[-1])
        self.post_id, self.path = seeded["post"], seeded["path"]

    # -------------------------------------------------------------------------------------------- programs

    def units(self):
        """Return the names of the units that the target wants, nginx apart."""
        wanted = re.search(r"(?m)^Wants=(.*)$", (self.folder / "motacilla.target").read_text())[1].split()
        return [name.removesuffix(".service") for name in wanted if name.endswith(".service")]

    def start_unit(self, unit, *, wait=True):
        """Start what systemd would: the unit's command, environment and folder; return when it answers."""
        kind, _, instance = unit.partition("@")
        text = (self.folder / f"{kind}@.service").read_text().replace("%i", instance)
        command = shlex.split(re.search(r"(?m)^ExecStart=(.*)$", text)[1])
        venv = str(ROOT / ".venv" / "bin")
        if command[0] == f"{venv}/python":
            command[0] = sys.executable
        elif command[0].startswith(venv):
            command[0] = shutil.which(Path(command[0]).name, path=tool_environment()["PATH"])
        environment = self.environment(Path(re.search(r"(?m)^EnvironmentFile=(.*)$", text)[1]).name)
        environment |= dict(re.findall(r"(?m)^Environment=(\w+)=(.*)$", text))
        environment["WEB_CONCURRENCY"] = "1"  # two processors for all of it
        part = Part(unit, command, env=environment, cwd=Path(re.search(r"(?m)^WorkingDirectory=(.*)$", text)[1]),
                    report=self._report)  # fmt: skip
        self.programs[unit] = part
        if wait:
            self.await_unit(unit)
        return part

    def await_unit(self, unit):
        """Wait as the unit's ExecStartPost does, or for a worker's word."""
        kind, _, instance = unit.partition("@")
        if "worker" in kind:
            return self.eventually(self.programs[unit].said_ready, within=START_SECONDS, what=unit)
        path = "/health/live" if "backend" in kind else "/healthz"
        return self.eventually(lambda: self._answers(int(instance), path), within=START_SECONDS, what=unit)

    def _answers(self, port, path):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", path)
            return connection.getresponse().status == 200
        return False

    def start_nginx(self):
        command = [demand("nginx", "nginx-light"), "-c", str(self.folder / "nginx.conf"), "-e", "stderr"]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        assert "[warn]" not in checked.stderr, checked.stderr
        self.programs["nginx"] = Part("nginx", command, env=tool_environment(), cwd=self.folder, report=self._report)
        self.eventually(lambda: socket.create_connection(("127.0.0.1", self.https), 1).close() or True, within=10,
                        what="nginx")  # fmt: skip

    def start(self):
        self.start_nginx()
        for unit in self.units():
            self.start_unit(unit, wait=False)
        for unit in self.units():
            self.await_unit(unit)

    def stop_unit(self, unit):
        """Stop as systemd does: ask, and wait for as long as the unit allows; return the seconds and the exit code."""
        part = self.programs.pop(unit)
        started = time.monotonic()
        part.process.send_signal(signal.SIGTERM)
        code = part.process.wait(timeout=STOP_SECONDS)
        seconds = time.monotonic() - started
        part.finish(within=1)
        return seconds, code

    def kill_unit(self, unit):
        part = self.programs.pop(unit)
        part.signal(signal.SIGKILL)
        part.finish(within=1)

    def stop(self):
        """End all of it at once: how programs leave is judged elsewhere."""
        for unit in list(self.programs):
            self.kill_unit(unit)

    def _report(self, name, line):
        self.lines.append(f"{name}: {line}")

    def eventually(self, found, *, within, what):
        deadline = time.monotonic() + within
        while True:
            with contextlib.suppress(OSError):
                if answer := found():
                    return answer
            assert time.monotonic() < deadline, f"{what}\n" + "\n".join(self.lines[-40:])
            time.sleep(0.05)

    # -------------------------------------------------------------------------------------------- visitors

    def ask(self, method, path, body=None, *, host=PUBLIC, headers=(), address="127.0.0.1", scheme="https"):
        """Ask as a visitor from `address`, some address of loopback; return status, headers and text."""
        port = self.https if scheme == "https" else self.http
        raw = socket.create_connection(("127.0.0.1", port), timeout=40, source_address=(address, 0))
        if scheme == "https":
            context = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
            raw = context.wrap_socket(raw, server_hostname=host)
        connection = http.client.HTTPConnection(host, port)
        connection.sock = raw
        with contextlib.closing(connection):
            connection.request(method, path, body=body, headers={"Host": host, "Connection": "close", **dict(headers)})
            answer = connection.getresponse()
            text = answer.read()
        return answer.status, answer.headers, text.decode(errors="replace")

    def read_all(self, port):
        """Read what `Load` reads at one frontend, so that it has these pages."""
        for path in (self.path, "/news/", "/feeds/site/rss.xml"):
            self.eventually(lambda path=path: self._answers(port, path), within=START_SECONDS, what=path)

    def comment(self, number, words, *, address=None, **headers):
        """Send the form of a comment as a browser without JavaScript does; return its status and where it leads."""
        fields = {"body": words, "name": f"Reader {number}", "email": f"{number}@example.org", "path": self.path}
        sent = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"https://{PUBLIC}",
            "Sec-Fetch-Site": "same-origin",
            "Accept": "text/html",
            **headers,
        }
        address = address or f"127.{1 + number // 250}.{number % 250}.7"
        status, answered, _ = self.ask(
            "POST", f"/comments/{self.post_id}/", urlencode(fields), headers=sent, address=address
        )
        return status, answered.get("Location", "")

    def rows(self, statement, *values):
        with psycopg.connect(psycopg_address(self.database)) as connection:
            return connection.execute(statement, values).fetchall()

    def bodies(self):
        """Return the bodies of all stored comments."""
        return [body for (body,) in self.rows("SELECT body FROM comments_comment")]


def psycopg_address(url):
    return url.replace("postgres://", "postgresql://", 1)


class Load:
    """Readers, and writers who send again what was not answered, as people at browsers do; until they are stopped."""

    def __init__(self, site, *, readers=2, writers=2, first=0):
        self.site, self.ended = site, threading.Event()
        self.reads, self.failures, self.acknowledged, self.repeats = 0, [], [], 0
        self._next, self._lock = first, threading.Lock()
        self._threads = [threading.Thread(target=self._read, args=(number,)) for number in range(readers)]
        self._threads += [threading.Thread(target=self._write) for _ in range(writers)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        for thread in self._threads:
            thread.join()

    def _read(self, reader):
        number = 0
        while not self.ended.is_set():
            number += 1
            path = (
                self.site.path,
                "/news/",
                "/feeds/site/rss.xml",
                f"/api/site/v1/pages/{self.site.post_id}/comments/",
            )
            chosen = path[number % len(path)]
            try:
                status, _, text = self.site.ask("GET", chosen, address=f"127.200.{reader}.{number % 200 + 1}")
                problem = "" if status == 200 and text else f"{status} {text[:80]}"
            except (OSError, http.client.HTTPException) as error:
                problem = repr(error)
            self.reads += 1
            if problem:
                self.failures.append(f"{chosen}: {problem}")
            time.sleep(0.02)

    def _write(self):
        while not self.ended.is_set():
            with self._lock:
                self._next += 1
                number = self._next
            words = f"Words of reader {number}, said once."
            for attempt in range(40):
                try:
                    status, _ = self.site.comment(number, words)
                except (OSError, http.client.HTTPException):
                    status = 0
                if status in {302, 303}:
                    self.acknowledged.append(words)
                    self.repeats += attempt
                    break
                time.sleep(0.25)
            else:
                self.failures.append(f"comment {number} was never taken: {status}")
            time.sleep(0.05)
