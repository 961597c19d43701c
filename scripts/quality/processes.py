"""Processes to be measured, and what they spend."""

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from scripts.ports import free_port
from scripts.prepare import FRONTEND, ROOT, VENV
from scripts.stack import Stack

TICKS = os.sysconf("SC_CLK_TCK")
CONNECTIONS = 16


class Counting(ThreadingHTTPServer):
    """Stands before the backend and counts what it is asked."""

    def __init__(self, backend: str) -> None:
        self.asked: list[str] = []
        place = urlsplit(backend)

        class Door(BaseHTTPRequestHandler):
            def do_GET(door) -> None:  # noqa: N805 - the server is `self` here; the name is the library's
                self.asked.append(door.path)
                client = HTTPConnection(place.hostname or "", place.port, timeout=30)
                client.request("GET", door.path, headers=dict(door.headers))
                answer = client.getresponse()
                body = answer.read()
                door.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in {"transfer-encoding", "connection", "content-length"}:
                        door.send_header(name, value)
                door.send_header("Content-Length", str(len(body)))
                door.end_headers()
                door.wfile.write(body)
                client.close()

            def log_message(door, *arguments: Any) -> None:  # noqa: N805 - as above
                pass

        super().__init__(("127.0.0.1", 0), Door)


@contextmanager
def frontend(site: Stack, *, backend: str, megabytes: int = 64) -> Iterator[tuple[str, subprocess.Popen[bytes], float]]:
    """Give another process of the frontend: its address, itself, and the seconds it took to start."""
    port = free_port()
    _, environment = site.manage()
    own = {"PORT": str(port), "BACKEND_URL": backend, "PUBLIC_URL": site.public_url, "PAGE_CACHE_MB": str(megabytes)}
    secret = (site.data / "secrets" / "frontend_secret").read_text().strip()
    begun = time.monotonic()
    process = subprocess.Popen(
        [str(VENV / "bin" / "node"), "server/main.ts"],
        cwd=FRONTEND,
        env={**environment, **own, "FRONTEND_SECRET": secret, "NODE_ENV": "production"},
        stdout=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while process.poll() is None:
            try:
                requests.get(f"{address}/healthz", timeout=5)
                break
            except requests.ConnectionError:
                time.sleep(0.01)
        yield address, process, time.monotonic() - begun
    finally:
        process.terminate()
        process.wait()


@contextmanager
def gunicorn(site: Stack, *, application: str, settings: str) -> Iterator[tuple[str, int]]:
    """Give a backend of one process on the site's database: its address and the process that began it."""
    port = free_port()
    _, environment = site.manage()
    command = [
        str(VENV / "bin" / "python"),
        "-m",
        "gunicorn",
        "--no-control-socket",
        "--workers",
        "1",
        "--threads",
        "4",
    ]
    places = ["--chdir", str(ROOT / "site"), "--pythonpath", str(ROOT), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        [*command, *places, application], cwd=ROOT, env={**environment, "DJANGO_SETTINGS_MODULE": settings}
    )
    try:
        while process.poll() is None:
            try:
                requests.get(f"http://127.0.0.1:{port}/nothing", timeout=30)
                break
            except requests.ConnectionError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait()


def nginx_program() -> str | None:
    """Return nginx's path, or None where there is none; Debian keeps it where only its superuser looks."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")


@contextmanager
def nginx(folder: Path) -> Iterator[tuple[str, int]]:
    """Give nginx with one worker, serving the files of `folder`: its address and its process."""
    port = free_port()
    settings = folder / "nginx.conf"
    settings.write_text(
        f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/log;\n"
        "events {}\n"
        f"http {{ access_log off; sendfile on; keepalive_requests 1000000; server {{ listen 127.0.0.1:{port}; "
        f"root {folder}; default_type text/html; }} }}\n"
    )
    process = subprocess.Popen([nginx_program() or "nginx", "-c", str(settings), "-e", str(folder / "log")])
    try:
        time.sleep(0.5)
        yield f"http://127.0.0.1:{port}/page.html", process.pid
    finally:
        process.terminate()
        process.wait()


def family(pid: int) -> list[int]:
    """Return `pid` and what it started."""
    tasks = Path("/proc") / str(pid) / "task"
    return [pid, *(int(child) for each in tasks.glob("*/children") for child in each.read_text().split())]


def spent(pid: int) -> float:
    """Return the seconds of processor that a process and what it started have used."""
    fields = [(Path("/proc") / str(each) / "stat").read_text().rsplit(")", 1)[1].split() for each in family(pid)]
    return sum(int(each[11]) + int(each[12]) for each in fields) / TICKS


def held(pid: int) -> float:
    """Return the megabytes that a process holds in memory."""
    said = (Path("/proc") / str(pid) / "status").read_text()
    found = re.search(r"VmRSS:\s+(\d+)", said)
    return int(found[1]) / 1024 if found else 0


def load(address: str, *, answers: int) -> list[float]:
    """Ask for `address` that often on some kept connections; return how long each answer took, in milliseconds.

    The load is a Node process of its own that speaks HTTP by hand: Python's threads wait for each other longer than for
    the answers.
    """
    command = [str(VENV / "bin" / "node"), "load.mjs", address, str(CONNECTIONS), str(answers)]
    said = subprocess.run(command, cwd=FRONTEND / "quality", stdout=subprocess.PIPE, text=True, check=True).stdout
    took: list[float] = json.loads(said)
    return took
