"""Numbered steps on the terminal: what runs, how long it took, and on failure the end of its log and what to do."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

TAIL, SHORT_TAIL = 15, 2
"""Lines of a failed tool's output that are shown: when its cause is not known, and when it is."""

CAUSES = (
    (
        (
            "Temporary failure in name resolution",
            "Name or service not known",
            "Network is unreachable",
            "NewConnectionError",
            "ConnectTimeoutError",
            "ProxyError",
            "EAI_AGAIN",
            "ENOTFOUND",
            "ECONNREFUSED",
            "ETIMEDOUT",
        ),
        "The package registry can't be reached: connect to the network and run the same command again.",
    ),
    (("No space left on device", "ENOSPC"), "The disk is full: free about 1 GB and run the same command again."),
    (
        ("DO NOT MATCH THE HASHES", "EINTEGRITY"),
        "A package is not the one this project was locked to: don't trust it, and tell the maintainers.",
    ),
)
"""What tools say when something outside this project is wrong, and the sentence that tells what to do."""


class Failed(Exception):
    """A step could not be done. Its text is one sentence that says what to do; `tail` is the end of the output."""

    def __init__(self, sentence: str, *, tail: Sequence[str] = (), log: Path | None = None) -> None:
        super().__init__(sentence)
        self.tail = tuple(tail)
        self.log = log

    def show(self) -> None:
        """Print the end of the output, where the rest is, and the sentence."""
        for line in self.tail:
            print("    " + line, file=sys.stderr)
        if self.log:
            print(f"    (all of it: {self.log})", file=sys.stderr)
        print(f"\n{self}", file=sys.stderr)


class Progress:
    """Counts steps of a known `total` and keeps the output of tools in `log`."""

    def __init__(self, *, total: int, log: Path) -> None:
        self.total = total
        self.log = log
        self._number = 0
        self._started = time.monotonic()
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("")

    @contextmanager
    def step(self, title: str, *, talks: bool = False) -> Iterator[None]:
        """Announce a step, and how long the body took when it is done. One that `talks` prints lines of its own."""
        self._number += 1
        self._line = "" if talks else f"[{self._number}/{self.total}] {title} … "
        print(f"[{self._number}/{self.total}] {title} … ", end="\n" if talks else "", flush=True)
        self._started = time.monotonic()
        try:
            yield
        except BaseException:
            print("stopped", flush=True)
            raise
        begin = f"\r{self._line}" if sys.stdout.isatty() else ""
        print(f"{begin}{'ready in ' * talks}{self._seconds()} s", flush=True)

    def skip(self, title: str) -> None:
        """Announce a step that has nothing to do."""
        self._number += 1
        print(f"[{self._number}/{self.total}] {title} … up to date", flush=True)

    def run(
        self, command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str] | None = None, advice: str
    ) -> None:
        """Run `command` within a step, its output kept in the log.

        Raises `Failed` when it exits with anything but 0; its sentence is the known cause's, or else `advice`.
        """
        offset = self.log.stat().st_size
        with self.log.open("a") as log:
            log.write(f"$ {' '.join(map(str, command))}\n")
            log.flush()
            process = subprocess.Popen(
                [str(word) for word in command],
                cwd=cwd,
                env=dict(env) if env is not None else None,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                self._watch(process)
            except BaseException:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait()
                raise
        if process.returncode != 0:
            with self.log.open(errors="replace") as log:
                log.seek(offset)
                output = log.read()
            sentence = explain(output, advice=advice)
            shown = TAIL if sentence == advice else SHORT_TAIL
            raise Failed(sentence, tail=output.splitlines()[-shown:], log=self.log)

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        while True:
            try:
                process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                if sys.stdout.isatty():
                    print(f"\r{self._line}{self._seconds()} s", end="", flush=True)
            else:
                return

    def _seconds(self) -> int:
        return round(time.monotonic() - self._started)


def explain(output: str, *, advice: str) -> str:
    """Return the sentence for a tool's `output`: that of the first known cause in it, or else `advice`."""
    for marks, sentence in CAUSES:
        if any(mark in output for mark in marks):
            return sentence
    return advice
