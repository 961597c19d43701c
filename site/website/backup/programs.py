"""PostgreSQL's own programs for copies, and how they reach the database in use."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from django.db import connection

INSTALLED = Path("/usr/lib/postgresql")
"""Where Debian keeps the programs of each version, which are not all on the PATH."""


class ProgramFailed(Exception):
    """Raised when a program is missing or fails; says what to do, or what it said."""


def run(program: str, arguments: Sequence[str]) -> None:
    """Run `pg_dump` or `pg_restore` on the database in use. Raises `ProgramFailed`."""
    found = shutil.which(program) or next(map(str, sorted(INSTALLED.glob(f"*/bin/{program}"), reverse=True)), None)
    if found is None:
        raise ProgramFailed(f"{program} is not installed (Debian: apt install postgresql-client).")
    done = subprocess.run(  # noqa: S603 - a program found by its fixed name, with arguments of ours
        [found, *arguments], env=_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ProgramFailed(f"{program} failed: {done.stderr.strip()}")


def _environment() -> dict[str, str]:
    """Return the environment that names the database: a password on a command line could be read by everybody."""
    parameters = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    found = {names[key]: str(value) for key, value in parameters.items() if key in names and value}
    return {**os.environ, **found}
