"""A Redis of our own for a test."""

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis, RedisError

START_SECONDS = 10


def program():
    """Return the server's program; skip the test where there is none, fail it in CI, which has to have one."""
    found = shutil.which("redis-server")
    if found:
        return found
    reason = "Redis is not installed (Debian: apt install redis-server)"
    if os.environ.get("CI", "").lower() in {"true", "1"}:
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def private_redis():
    """Run a Redis that keeps nothing, reached by a socket in a temporary folder; give its address and its process."""
    server_program = program()
    with tempfile.TemporaryDirectory(prefix="motacilla-redis-") as folder:
        socket = Path(folder) / "socket"
        command = [server_program, "--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _await_ready(f"unix://{socket}", server)
            yield f"unix://{socket}", server
        finally:
            server.kill()
            server.wait()


def _await_ready(url, server):
    deadline = time.monotonic() + START_SECONDS
    with Redis.from_url(url) as client:
        while True:
            try:
                client.ping()
            except RedisError:
                assert server.poll() is None, "Redis ended before it answered"
                assert time.monotonic() < deadline, "Redis did not answer"
                time.sleep(0.05)
            else:
                return
