"""A private PostgreSQL for tests: made in a temporary folder, reached by a socket in it, thrown away after."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

START_SECONDS = 30
SUPERUSER = "motacilla"

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "listen_addresses": ""}
"""Nothing in this cluster outlives the tests, so nothing has to reach the disk; and it has no port."""


def binaries() -> Path | None:
    """Return the folder of PostgreSQL's server programs, the newest found, or None where there are none."""
    found = shutil.which("initdb")
    if found and (Path(found).resolve().parent / "postgres").exists():
        return Path(found).resolve().parent
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")  # where Debian keeps them, outside PATH
    newest = max(folders, key=lambda path: float(path.parts[-3]), default=None)
    return newest.parent if newest else None


def unprivileged() -> dict[str, Any]:
    """Return what makes `subprocess` run as somebody else when we are root, which PostgreSQL refuses to be."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    account = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextmanager
def private_cluster() -> Iterator[str]:
    """Run a new cluster and give its address (`postgres://…`). Call only where `binaries()` finds some."""
    programs = binaries()
    assert programs is not None  # noqa: S101 - the caller has asked
    account = unprivileged()
    with tempfile.TemporaryDirectory(prefix="motacilla-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if account:
            os.chown(folder, account["user"], account["group"])
        data = folder / "data"
        initdb = ["initdb", "-D", str(data), "-U", SUPERUSER, "--auth", "trust", "--encoding", "UTF8", "--no-sync"]
        _run(programs, initdb, cwd=folder, account=account)
        options = [word for key, value in FAST.items() for word in ("-c", f"{key}={value}")]
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", folder, *options],
                cwd=folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **account,
            )
        try:
            _await_ready(programs, folder, server)
            create = ["createdb", "-h", str(folder), "-U", SUPERUSER, SUPERUSER]
            _run(programs, create, cwd=folder, account=account)
            yield f"postgres://{SUPERUSER}@{quote(str(folder), safe='')}/{SUPERUSER}"
        finally:
            server.terminate()
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _run(programs: Path, command: list[str], *, cwd: Path, account: dict[str, Any]) -> None:
    done = subprocess.run(
        [programs / command[0], *command[1:]], cwd=cwd, capture_output=True, text=True, check=False, **account
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed: {done.stderr.strip()}")


def _await_ready(programs: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    ask = [str(programs / "pg_isready"), "-q", "-h", str(folder), "-U", SUPERUSER]
    while subprocess.run(ask, check=False, cwd=folder).returncode != 0:
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text().strip()}")
        time.sleep(0.1)
