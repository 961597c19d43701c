"""`make demo`: prepare everything, load the demo content, run the whole site on loopback until Ctrl-C."""

import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from scripts import prepare
from scripts.fingerprint import files_below, fingerprint, is_fresh, write_stamp
from scripts.ports import demand_free
from scripts.prepare import ROOT
from scripts.progress import Failed, Progress
from scripts.stack import PartStopped, Stack

OWN_STEPS = 4
COLOURS = {"backend": "36", "worker": "35", "frontend": "32"}
"""ANSI colours of the parts' names, on a terminal only."""

_printing = threading.Lock()


def report(part: str, line: str) -> None:
    """Print a line of a part behind the part's name."""
    name = f"{part:<8}"
    if sys.stdout.isatty():
        name = f"\033[{COLOURS[part]}m{name}\033[0m"
    with _printing:
        print(f"{name} | {line}", flush=True)


def port_from(variable: str, default: int) -> int:
    """Return the port the operator set by `variable`. Raises `Failed` when it is no port."""
    value = os.environ.get(variable) or str(default)
    if not value.isdecimal() or not 1 <= int(value) <= 65535:
        raise Failed(f"{variable} must be a number from 1 to 65535, and is {value!r}.")
    return int(value)


def stack_from_environment() -> Stack:
    """Return the site the operator asked for by variables. Raises `Failed` when a port can't be used."""
    port, admin_port = port_from("BLOG_PORT", 8000), port_from("BLOG_ADMIN_PORT", 8001)
    if port == admin_port:
        raise Failed(f"BLOG_PORT and BLOG_ADMIN_PORT are both {port}: give one of them another number.")
    demand_free(port, variable="BLOG_PORT")
    demand_free(admin_port, variable="BLOG_ADMIN_PORT")
    data = Path(os.environ.get("BLOG_DATA") or ROOT / ".data").expanduser().absolute()
    return Stack(port=port, admin_port=admin_port, data=data, report=report)


def load(stack: Stack, progress: Progress) -> None:
    """Bring the database up to date, collect static files when they changed, load the demo content."""
    advice = "The demo's data could not be made: look at the lines above; BLOG_DATA=/an/empty/folder starts afresh."

    def manage(*arguments: str) -> None:
        command, env = stack.manage(*arguments)
        progress.run(command, cwd=ROOT, env=env, advice=advice)

    with progress.step("Preparing the database"):
        manage("migrate", "--noinput")
    sources = [
        ROOT / "requirements.txt",
        *files_below(*sorted(ROOT.glob("*/static")), *sorted(ROOT.glob("site/*/static"))),
    ]
    value, stamp = fingerprint(sources), stack.data / "static" / ".stamp"
    if is_fresh(stamp, value):
        progress.skip("Collecting static files")
    else:
        with progress.step("Collecting static files"):
            manage("collectstatic", "--noinput")
        write_stamp(stamp, value)
    with progress.step("Loading the demo content"):
        manage("load_demo")


def print_addresses(stack: Stack) -> None:
    """Print where the site is and how to sign in."""
    lines = ["", f"  Public site   {stack.public_url}/", f"  Admin         {stack.admin_url}/admin/"]
    lines += [f"  Mail          kept in {stack.data / 'mail'}, a file for each", ""]
    lines += [f"  {'user name':<14}password"]
    lines += [f"  {name:<14}{password}" for name, password in stack.logins().items()]
    lines += ["", "  Ctrl-C stops everything.", ""]
    with _printing:
        print("\n".join(lines), flush=True)


def interrupt(number: int, frame: FrameType | None) -> None:
    """Turn SIGTERM and SIGHUP into what Ctrl-C does."""
    raise KeyboardInterrupt


def run(stack: Stack, progress: Progress) -> None:
    """Run the site until a part ends (`PartStopped`) or the operator stops it (`KeyboardInterrupt`)."""
    try:
        with progress.step("Starting", talks=True):
            stack.start()
        print_addresses(stack)
        stack.watch()
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stack.stop()


def main() -> int:
    """Run the demo, and return the exit code: 0 stopped by the operator, 1 anything else."""
    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGHUP, interrupt)
    try:
        stack = stack_from_environment()
        progress = Progress(total=prepare.STEPS + OWN_STEPS, log=prepare.LOG)
        prepare.prepare(progress, dev=False)
        load(stack, progress)
        run(stack, progress)
    except Failed as failure:
        failure.show()
        return 1
    except PartStopped as stopped:
        print(f"\n{stopped} Everything else was stopped too.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
