"""Making a backup while the site goes on: one moment of the database, then the files."""

import io
import os
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from ground.clock import note
from website.backup import programs
from website.backup.archive import DATABASE, FORMAT, MANIFEST, MEDIA, NAME, Manifest, count_rows, newest_first, tables

NOTED = "website.backup"
"""The row of the clock that says when the last backup was made."""


def make_backup(*, folder: Path, now: datetime, keep: int = 0) -> Path:
    """Copy database and uploaded files into a new archive in `folder` and return it; nobody has to wait meanwhile.

    The database is copied as it is at one moment, the files after it: every file that a row names is there, and perhaps
    some that came later. The archive appears under its name only when it is whole and on the disk. With `keep`, only so
    many of the newest archives stay.

    Raises `programs.ProgramFailed` where PostgreSQL's programs are missing or fail.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    archive = folder / NAME.format(stamp=now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"))
    with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as scratch:
        copy, part = Path(scratch) / DATABASE, Path(scratch) / archive.name
        rows = _copy_sqlite(copy) if connection.vendor == "sqlite" else _copy_postgresql(copy)
        manifest = Manifest(format=FORMAT, made_at=now.isoformat(), engine=connection.vendor, rows=rows)
        with part.open("wb") as file:
            _pack(file, manifest, copy)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o600)
        part.rename(archive)
    _sync(folder)
    for old in newest_first(folder)[keep:] if keep else ():
        old.unlink()
    note(NOTED, now=now)
    return archive


def _copy_sqlite(copy: Path) -> dict[str, int]:
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as target:
        connection.connection.backup(target)
        names = [f'"{name}"' for name in tables()]
        return {name.strip('"'): target.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}  # nosec B608 # noqa: S608 - names of our own tables


def _copy_postgresql(copy: Path) -> dict[str, int]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
        programs.run("pg_dump", ["--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={copy}"])
        return count_rows()


def _pack(file: io.BufferedWriter, manifest: Manifest, copy: Path) -> None:
    media = Path(settings.MEDIA_ROOT)
    with tarfile.open(fileobj=file, mode="w") as tar:
        about, text = tarfile.TarInfo(MANIFEST), manifest.written()
        about.size = len(text)
        tar.addfile(about, io.BytesIO(text))
        tar.add(copy, DATABASE)
        if media.is_dir():
            tar.add(media, MEDIA)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
