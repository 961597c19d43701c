"""What a backup's file is: a tar with a manifest first, then the database, then what was uploaded."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from django.apps import apps
from django.db import connection
from pydantic import BaseModel, ConfigDict

MANIFEST, DATABASE, MEDIA = "manifest.json", "database", "media"
"""Names inside the archive; below `MEDIA` lie the uploaded files at their own paths."""

FORMAT = 1

NAME = "motacilla-{stamp}.tar"

PATTERN = "motacilla-????????T??????Z.tar"


class Manifest(BaseModel):
    """What an archive holds. `rows` counts the rows of every table, `engine` is the vendor of the database."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    made_at: str
    engine: str
    rows: Mapping[str, int]

    @classmethod
    def read(cls, text: bytes) -> Self:
        """Return the manifest written as `text`. Raises `pydantic.ValidationError`."""
        return cls.model_validate_json(text)

    def written(self) -> bytes:
        """Return the manifest as it stands in an archive."""
        return json.dumps(self.model_dump(), indent=2, sort_keys=True).encode()


def tables() -> list[str]:
    """Return the names of the tables of all models, sorted."""
    return sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed})


def count_rows() -> dict[str, int]:
    """Return the number of rows of every table of the database in use. A statement for each."""
    quote = connection.ops.quote_name
    counts: dict[str, int] = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"SELECT count(*) FROM {quote(table)}")  # nosec B608 # noqa: S608 - names of our own tables
            counts[table] = cursor.fetchone()[0]
    return counts


def newest_first(folder: Path) -> list[Path]:
    """Return the archives in `folder`, the newest first: their names say when they were made."""
    return sorted(folder.glob(PATTERN), reverse=True)
