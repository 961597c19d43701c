"""The tests' database: migrated once, then copied to each process that wants one (SQLite)."""

import fcntl
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from scripts.fingerprint import fingerprint
from scripts.prepare import ROOT

MIGRATIONS = ("blog", "comments", "search", "site/ground", "site/website")
KEPT = ROOT / ".cache" / "migrated"


def migrated_database() -> Path:
    """Return where an empty, migrated database is or would be; another one with every change of a migration."""
    files = [path for app in MIGRATIONS for path in sorted((ROOT / app / "migrations").glob("*.py"))]
    return KEPT / f"{fingerprint([*files, ROOT / 'requirements.txt'])[:16]}.sqlite3"


def is_sqlite() -> bool:
    return settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb():
    """On SQLite the database is a file that was put there, and goes with its folder."""
    return is_sqlite()


@pytest.fixture(scope="session")
def migrating(django_db_modify_db_settings_parallel_suffix):
    """The lock under which one process migrates while the others wait for what it made; nothing on PostgreSQL."""
    if not is_sqlite():
        yield None
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if migrated_database().exists():
            shutil.copyfile(migrated_database(), settings.DATABASES["default"]["TEST"]["NAME"])
            fcntl.flock(lock, fcntl.LOCK_UN)
        yield lock


@pytest.fixture(scope="session")
def django_db_modify_db_settings(migrating):
    """Put the migrated database, where there is one, at the place of this process's own."""


@pytest.fixture(scope="session")
def django_db_setup(migrating, django_db_setup, django_db_blocker):
    """Keep what was migrated for the next process."""
    kept = migrated_database()
    if migrating is not None and not kept.exists():
        for outdated in KEPT.glob("*.sqlite3"):
            outdated.unlink()
        made = kept.with_suffix(".part")
        made.unlink(missing_ok=True)
        with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as database:
            database.execute("VACUUM INTO ?", [str(made)])
        made.rename(kept)
        fcntl.flock(migrating, fcntl.LOCK_UN)
