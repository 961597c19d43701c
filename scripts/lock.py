"""`make lock`: write the lock files from pyproject.toml. They name versions and hashes, and no host."""

import subprocess
import sys

from scripts.prepare import PYTHON, ROOT

OPTIONS = ("--quiet", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url")
LOCKS = {
    "requirements.txt": (),
    "requirements-telemetry.txt": ("--extra", "telemetry", "--constraint", "requirements.txt"),
    "requirements-dev.txt": ("--extra", "dev", "--extra", "telemetry", "--constraint", "requirements-telemetry.txt"),
}
"""Each takes the versions of the one before it, so that it contains it."""


def main() -> int:
    """Write the locks; return the exit code."""
    for name, options in LOCKS.items():
        command = [str(PYTHON.parent / "uv"), "pip", "compile", "pyproject.toml", *OPTIONS, *options, *sys.argv[1:]]
        command += ["--custom-compile-command", "make lock", "--output-file", name]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if code != 0:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
