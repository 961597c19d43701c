"""What all tests share: nothing remembered, and a database migrated once, then copied to each process."""

import fcntl
import shutil
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from scripts.migrated import KEPT, fill, keep, keep_dump, migrated_database


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Wagtail remembers renditions by image id and sites by their roots, and ids come back in the next test."""
    cache.clear()


def is_sqlite() -> bool:
    return settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb():
    """The database was put there, and goes with the folder of this process (SQLite) or with `migrating`."""
    return True


@pytest.fixture(scope="session")
def database_name(django_db_modify_db_settings_parallel_suffix):
    """The database of this process's tests, on PostgreSQL: Django says it before it uses it."""
    return connection.creation._get_test_db_name()


@pytest.fixture(scope="session")
def migrating(database_name, django_db_blocker):
    """The lock under which one process migrates while the others wait for what it made."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_sqlite():
            is_there = migrated_database().exists()
            if is_there:
                shutil.copyfile(migrated_database(), settings.DATABASES["default"]["TEST"]["NAME"])
        else:
            with django_db_blocker.unblock():
                drop(database_name)  # a run that was ended may have left it
                on_server("CREATE DATABASE {}", database_name)
                is_there = fill(address(database_name))
        if is_there:
            fcntl.flock(lock, fcntl.LOCK_UN)
        yield lock
    if not is_sqlite():
        with django_db_blocker.unblock():
            drop(database_name)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(migrating):
    """Put the migrated database, where there is one, at the place of this process's own."""


@pytest.fixture(scope="session")
def django_db_setup(migrating, database_name, django_db_setup, django_db_blocker):
    """Keep what was migrated for the next process."""
    if is_sqlite() and not migrated_database().exists():
        keep(settings.DATABASES["default"]["NAME"])
    elif not is_sqlite() and not migrated_database(on_postgres=True).exists():
        keep_dump(address(database_name))
    fcntl.flock(migrating, fcntl.LOCK_UN)


def address(name: str) -> str:
    """Return the address of the database `name` on the tests' PostgreSQL."""
    stored = connection.settings_dict
    password = f":{quote(stored['PASSWORD'], safe='')}" if stored["PASSWORD"] else ""
    port = f":{stored['PORT']}" if stored["PORT"] else ""
    return f"postgres://{stored['USER']}{password}@{quote(str(stored['HOST']), safe='')}{port}/{name}"


def on_server(statement: str, name: str) -> None:
    """Run a statement about the database `name` on the tests' PostgreSQL."""
    connection.close()
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(statement.format(connection.ops.quote_name(name)))


def drop(name: str) -> None:
    on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
