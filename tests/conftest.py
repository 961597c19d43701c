"""What all tests share: nothing remembered, and a database migrated once, then copied to each process (SQLite)."""

import fcntl
import shutil

import pytest
from django.conf import settings
from django.core.cache import cache

from scripts.migrated import KEPT, keep, migrated_database


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Wagtail remembers renditions by image id and sites by their roots, and ids come back in the next test."""
    cache.clear()


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
    if migrating is not None and not migrated_database().exists():
        keep(settings.DATABASES["default"]["NAME"])
        fcntl.flock(migrating, fcntl.LOCK_UN)
