"""An empty, migrated database to copy: migrating takes as long as some hundred tests. A file of SQLite, or a dump."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from scripts import postgres
from scripts.fingerprint import fingerprint
from scripts.prepare import ROOT

MIGRATIONS = ("blog", "comments", "search", "site/ground", "site/website")
KEPT = ROOT / ".cache" / "migrated"


def migrated_database(*, on_postgres: bool = False) -> Path:
    """Return where an empty, migrated database is or would be; another one with every change of a migration.

    A file of SQLite, or what PostgreSQL's `psql` fills an empty database with.
    """
    files = [path for app in MIGRATIONS for path in sorted((ROOT / app / "migrations").glob("*.py"))]
    kind = "sql" if on_postgres else "sqlite3"
    return KEPT / f"{fingerprint([*files, ROOT / 'requirements.txt'])[:16]}.{kind}"


def keep(database: Path) -> None:
    """Keep a copy of the SQLite `database`, which was just migrated, in place of those kept before."""
    made = _place_for(migrated_database())
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("VACUUM INTO ?", [str(made)])
    made.rename(migrated_database())


def keep_dump(url: str) -> None:
    """Keep what is in the PostgreSQL database at `url`, likewise. Nothing happens where no `pg_dump` can read it."""
    made = _place_for(migrated_database(on_postgres=True))
    if _succeeds("pg_dump", "--no-owner", "--no-privileges", "--file", str(made), url):
        made.rename(migrated_database(on_postgres=True))


def fill(url: str) -> bool:
    """Fill the empty PostgreSQL database at `url` with what was kept; return whether there was anything.

    Raises `RuntimeError` where that stops half-way.
    """
    kept = migrated_database(on_postgres=True)
    if not kept.exists() or postgres.binaries() is None:
        return False
    if not _succeeds("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-1", "-o", "/dev/null", "-f", str(kept), url):
        raise RuntimeError(f"{kept} could not be read into PostgreSQL: remove it, and another is made.")
    return True


def _place_for(kept: Path) -> Path:
    """Return where to make what is to be `kept`; those of its kind that were kept before are gone."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    for outdated in kept.parent.glob(f"*{kept.suffix}"):
        outdated.unlink()
    made = kept.with_suffix(".part")
    made.unlink(missing_ok=True)
    return made


def _succeeds(program: str, *arguments: str) -> bool:
    found = postgres.binaries()
    command = shutil.which(program, path=found)
    if command is None:
        return False
    return subprocess.run([command, *arguments], capture_output=True, check=False).returncode == 0
