"""An empty, migrated SQLite database to copy: migrating takes as long as some hundred tests."""

import sqlite3
from contextlib import closing
from pathlib import Path

from scripts.fingerprint import fingerprint
from scripts.prepare import ROOT

MIGRATIONS = ("blog", "comments", "search", "site/ground", "site/website")
KEPT = ROOT / ".cache" / "migrated"


def migrated_database() -> Path:
    """Return where an empty, migrated database is or would be; another one with every change of a migration."""
    files = [path for app in MIGRATIONS for path in sorted((ROOT / app / "migrations").glob("*.py"))]
    return KEPT / f"{fingerprint([*files, ROOT / 'requirements.txt'])[:16]}.sqlite3"


def keep(database: Path) -> None:
    """Keep a copy of `database`, which was just migrated, in place of those kept before."""
    kept = migrated_database()
    kept.parent.mkdir(parents=True, exist_ok=True)
    for outdated in KEPT.glob("*.sqlite3"):
        outdated.unlink()
    made = kept.with_suffix(".part")
    made.unlink(missing_ok=True)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("VACUUM INTO ?", [str(made)])
    made.rename(kept)
