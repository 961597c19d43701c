"""Parts are started, watched and ended with everything they started."""

import os
import sys
import time
from pathlib import Path

import pytest

from scripts.stack import Part, PartStopped, Stack

SLEEPER = "import time; print('is ready', flush=True); time.sleep(60)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('is ready', flush=True); time.sleep(60)"
)
PARENT = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {STUBBORN!r}], stdout=subprocess.PIPE)
child.stdout.readline()
print("is ready", child.pid, flush=True)
child.wait()
"""


class Lines(list):
    def __call__(self, part, line):
        self.append((part, line))

    def wait_for(self, words, part="worker"):
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            for name, line in list(self):
                if name == part and words in line:
                    return line
            time.sleep(0.02)
        raise AssertionError(self)


@pytest.fixture
def lines():
    return Lines()


@pytest.fixture
def stack(tmp_path, lines):
    running = Stack(port=1, admin_port=2, data=tmp_path, report=lines)
    yield running
    running.stop()


def part(name, program, lines, tmp_path):
    return Part(name, [sys.executable, "-c", program], env=os.environ, cwd=tmp_path, report=lines)


def is_running(pid):
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().split(")")[1][:3]
    except FileNotFoundError:
        return False


def test_lines_are_reported_with_the_name_of_the_part(lines, tmp_path, stack):
    stack.parts.append(part("worker", "print('hello')", lines, tmp_path))
    assert lines.wait_for("hello") == "hello"


def test_a_part_that_ends_by_itself_is_named_with_its_exit_code(lines, tmp_path, stack):
    stack.parts = [part("backend", SLEEPER, lines, tmp_path), part("worker", "raise SystemExit(7)", lines, tmp_path)]
    with pytest.raises(PartStopped, match=r"The worker stopped by itself \(exit code 7\)") as caught:
        stack.watch()
    assert (caught.value.part, caught.value.code) == ("worker", 7)


def test_stopping_asks_each_part_and_waits_for_it(lines, tmp_path, stack):
    stack.parts = [part(name, SLEEPER, lines, tmp_path) for name in ("backend", "worker")]
    processes = [each.process for each in stack.parts]
    lines.wait_for("ready")
    lines.wait_for("ready", part="backend")
    started = time.monotonic()
    stack.stop()
    assert time.monotonic() - started < 4
    assert all(process.returncode is not None for process in processes)


def test_nothing_a_part_started_outlives_it_however_stubborn(lines, tmp_path, stack):
    stack.parts = [part("worker", PARENT, lines, tmp_path)]
    child = int(lines.wait_for("is ready").split()[-1])
    assert is_running(child)
    stack.stop()
    deadline = time.monotonic() + 5
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(child)
