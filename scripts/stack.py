"""The parts of a running site, started and stopped together: backend, worker, frontend."""

import http.client
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scripts.prepare import FRONTEND, PYTHON, ROOT, VENV, tool_environment

START_SECONDS = 60
"""A part that does not answer within this time will not."""

STOP_SECONDS = 4
"""A part that has not stopped within this time after being asked is ended."""


class PartStopped(Exception):
    """A part ended, or never answered. Names the part and its exit code (`None`: it runs, but does not answer)."""

    def __init__(self, part: str, code: int | None) -> None:
        reason = "did not answer in time" if code is None else f"stopped by itself (exit code {code})"
        super().__init__(f"The {part} {reason}. The lines above that begin with its name tell why.")
        self.part = part
        self.code = code


class Part:
    """One process with its own process group, whose lines go to `report(name, line)`."""

    def __init__(
        self, name: str, command: list[str], *, env: Mapping[str, str], cwd: Path, report: Callable[[str, str], None]
    ) -> None:
        self.name = name
        self._ready_line = threading.Event()
        self._report = report
        self.process = subprocess.Popen(
            command,
            cwd=cwd,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None  # noqa: S101 - tells mypy what PIPE above promises
        for line in self.process.stdout:
            if "is ready" in line:
                self._ready_line.set()
            self._report(self.name, line.rstrip("\n"))

    def said_ready(self) -> bool:
        """Tell whether the part has printed that it is ready."""
        return self._ready_line.is_set()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the part and everything it started."""
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            return  # it is gone, and that is what signals here are for

    def finish(self, *, within: float) -> None:
        """Wait so many seconds for the part to end, then end whatever is left of it."""
        try:
            self.process.wait(timeout=within)
        except subprocess.TimeoutExpired:
            self._report(self.name, f"did not stop within {within} s and is ended")
        self.signal(signal.SIGKILL)
        self.process.wait()
        self._reader.join(timeout=1)
        if self.process.stdout is not None:
            self.process.stdout.close()


def answers(port: int, path: str) -> bool:
    """Tell whether a web server on loopback answers `path` with a status below 400."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < 400
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


class Stack:
    """A whole site on loopback, in the demo's settings, its data in one folder.

    `report(part, line)` is called from other threads with each line a part prints.
    """

    def __init__(
        self,
        *,
        port: int,
        admin_port: int,
        data: Path,
        report: Callable[[str, str], None],
        extra: Mapping[str, str] | None = None,
    ) -> None:
        self.port = port
        self.admin_port = admin_port
        self.data = data
        self.public_url = f"http://localhost:{port}"
        self.admin_url = f"http://localhost:{admin_port}"
        self.parts: list[Part] = []
        self._report = report
        self._env = tool_environment() | {
            "BLOG_PORT": str(port),
            "BLOG_ADMIN_PORT": str(admin_port),
            "BLOG_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "website.settings.demo",
            "PYTHONUNBUFFERED": "1",
            **(extra or {}),
        }

    def manage(self, *arguments: str) -> tuple[list[str], dict[str, str]]:
        """Return the command line and the environment of a management command on this site."""
        return [str(PYTHON), "site/manage.py", *arguments], self._env

    def call(self, *arguments: str) -> str:
        """Run a management command on this site and return what it printed.

        Raises `subprocess.CalledProcessError` when it fails; its output is on the terminal then.
        """
        command, environment = self.manage(*arguments)
        return subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout

    def logins(self) -> dict[str, str]:
        """Return the demo's passwords by user name."""
        return dict(json.loads(self._kept("demo_passwords.json")))

    def start(self) -> None:
        """Start the parts and return when each of them answers.

        Raises `PartStopped` when one does not; what was started is then stopped.
        """
        try:
            self._start("backend", self._backend_command(), env=self._env)
            frontend = [str(VENV / "bin" / "node"), "server/main.ts"]
            self._start("frontend", frontend, env=self._frontend_env(), cwd=FRONTEND)
            self._await(lambda: answers(self.admin_port, "/admin/login/"), "backend")
            self._await(lambda: answers(self.port, "/"), "frontend")
            worker_command, _ = self.manage("run_worker")  # last, because it calls the frontend
            self._await(self._start("worker", worker_command, env=self._env).said_ready, "worker")
        except BaseException:
            self.stop()
            raise

    def watch(self) -> None:
        """Return never, but by raising `PartStopped` when a part ends."""
        while True:
            self._demand_running()
            time.sleep(0.2)

    @contextmanager
    def without_backend(self) -> Iterator[None]:
        """Go on without the backend for a while; afterwards it runs and answers again."""
        backend = next(part for part in self.parts if part.name == "backend")
        self.parts.remove(backend)
        backend.signal(signal.SIGTERM)
        backend.finish(within=STOP_SECONDS)
        try:
            yield
        finally:
            self._start("backend", self._backend_command(), env=self._env)
            self._await(lambda: answers(self.admin_port, "/admin/login/"), "backend")

    def stop(self) -> None:
        """Stop every part and all they started, the last started first; returns when none is left, within seconds."""
        while self.parts:
            part = self.parts.pop()
            part.signal(signal.SIGTERM)
            part.finish(within=STOP_SECONDS)

    def _kept(self, name: str) -> str:
        return (self.data / "secrets" / name).read_text().strip()

    def _start(self, name: str, command: list[str], *, env: Mapping[str, str], cwd: Path = ROOT) -> Part:
        part = Part(name, command, env=env, cwd=cwd, report=self._report)
        self.parts.append(part)
        return part

    def _backend_command(self) -> list[str]:
        options = {
            "--chdir": str(ROOT / "site"),
            "--pythonpath": str(ROOT),
            "--bind": f"127.0.0.1:{self.admin_port}",
            "--worker-class": "gthread",
            "--workers": "2",
            "--threads": "8",
            "--graceful-timeout": str(STOP_SECONDS - 2),
        }
        pairs = [word for option in options.items() for word in option]
        return [str(PYTHON), "-m", "gunicorn", "--no-control-socket", *pairs, "website.wsgi"]

    def _frontend_env(self) -> dict[str, str]:
        return self._env | {
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "BACKEND_URL": f"http://127.0.0.1:{self.admin_port}",
            "PUBLIC_URL": self.public_url,
            "ADMIN_URL": self.admin_url,
            "FRONTEND_SECRET": self._env.get("BLOG_FRONTEND_SECRET") or self._kept("frontend_secret"),
            "NODE_ENV": "production",
            "LOG_FORMAT": self._env.get("BLOG_LOG_FORMAT") or "plain",
        }

    def _await(self, is_ready: Callable[[], bool], name: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not is_ready():
            self._demand_running()
            if time.monotonic() > deadline:
                raise PartStopped(name, None)
            time.sleep(0.1)

    def _demand_running(self) -> None:
        for part in self.parts:
            code = part.process.poll()
            if code is not None:
                raise PartStopped(part.name, code)
