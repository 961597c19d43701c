"""The way back from a backup: looked through before anything is touched, compared with its manifest afterwards."""

import shutil
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection
from pydantic import ValidationError

from website.backup import programs
from website.backup.archive import DATABASE, FORMAT, MANIFEST, MEDIA, Manifest, count_rows


class Unusable(Exception):
    """Raised when an archive can't be restored here; says why."""


class Differs(Exception):
    """Raised when what was restored is not what the manifest says; names the tables."""


def restore(*, archive: Path, replace: bool = False) -> Manifest:
    """Put database and uploaded files back as `archive` holds them; return its manifest.

    No process of the site may run meanwhile. Without `replace` there must be no pages, comments or files yet; with it,
    what is there is lost. On SQLite the database before it stays beside it, as `….before-restore`.

    Raises `Unusable` before anything is changed, `Differs` at the end, and `programs.ProgramFailed` where one of
    PostgreSQL's programs fails.
    """
    media = Path(settings.MEDIA_ROOT)
    media.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=media.parent, prefix=".restoring-") as scratch:
        manifest = _unpack(archive, Path(scratch))
        if manifest.engine != connection.vendor:
            raise Unusable(f"It was made on {manifest.engine}, and this site runs on {connection.vendor}.")
        if not replace and not _is_fresh(media):
            raise Unusable("There is a site here already; to lose it for the one in the archive, say --replace.")
        copy = Path(scratch) / DATABASE
        if connection.vendor == "sqlite":
            _restore_sqlite(copy, manifest)
        else:
            arguments = ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"]
            programs.run("pg_restore", [*arguments, f"--dbname={connection.settings_dict['NAME']}", str(copy)])
            connection.close()
        _put_files(Path(scratch) / MEDIA, media)
    if (found := count_rows()) != manifest.rows:
        wrong = ", ".join(sorted(name for name in found if found[name] != manifest.rows.get(name)))
        raise Differs(f"It was restored, but these tables have other rows than its manifest says: {wrong}.")
    return manifest


def _unpack(archive: Path, scratch: Path) -> Manifest:
    try:
        with tarfile.open(archive) as tar:
            for member in tar:
                _extract(tar, member, scratch)
        manifest = Manifest.read((scratch / MANIFEST).read_bytes())
    except (OSError, tarfile.TarError, ValidationError) as error:
        raise Unusable(f"It is no whole backup of this program ({type(error).__name__}).") from error
    if manifest.format != FORMAT or not (scratch / DATABASE).is_file():
        raise Unusable("It is no backup that this version can read.")
    return manifest


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, scratch: Path) -> None:
    """Write a file of the archive below `scratch`. Raises `tarfile.TarError` for what would be written elsewhere.

    The filters that Python has for this came within version 3.11, later than the one that Debian 12 ships.
    """
    place = scratch / member.name
    if not place.resolve().is_relative_to(scratch.resolve()) or not (member.isfile() or member.isdir()):
        raise tarfile.TarError(member.name)
    if member.isdir():
        place.mkdir(parents=True, exist_ok=True)
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    source = tar.extractfile(member)
    if source is not None:
        with source, place.open("wb") as target:
            shutil.copyfileobj(source, target)


def _is_fresh(media: Path) -> bool:
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        # Wagtail's own migrations make two pages and a site.
        for table, most in (("wagtailcore_page", 2), ("comments_comment", 0)):
            if table in there:
                cursor.execute(f"SELECT count(*) FROM {table}")  # nosec B608 # noqa: S608 - two names of tables
                if cursor.fetchone()[0] > most:
                    return False
    return not (media.is_dir() and any(media.iterdir()))


def _restore_sqlite(copy: Path, manifest: Manifest) -> None:
    try:
        _look_through(copy, manifest)
    except sqlite3.DatabaseError as error:
        raise Unusable("The database in it is damaged.") from error
    place = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    if place.exists():
        with closing(sqlite3.connect(place)) as before:
            before.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        place.replace(place.with_name(f"{place.name}.before-restore"))
    for beside in ("-wal", "-shm"):
        place.with_name(place.name + beside).unlink(missing_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(copy, place)


def _look_through(copy: Path, manifest: Manifest) -> None:
    with closing(sqlite3.connect(copy)) as database:
        if database.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise Unusable("The database in it is damaged.")
        if database.execute("PRAGMA foreign_key_check").fetchall():
            raise Unusable("Rows of the database in it name others that are not there.")
        there = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if missing := set(manifest.rows) - there:
            raise Unusable(f"Tables are missing in it: {', '.join(sorted(missing))}.")


def _put_files(found: Path, media: Path) -> None:
    if media.is_dir():
        shutil.rmtree(media)
    if found.is_dir():
        shutil.move(found, media)
    else:
        media.mkdir(parents=True)
