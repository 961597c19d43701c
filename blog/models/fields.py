"""Columns that Django and Wagtail do not have as we need them."""

from typing import Any
from uuid import UUID

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from wagtail.fields import StreamField

from blog.blocks import BodyBlock


class BodyField(StreamField):
    """A body of `BodyBlock`s. Migrations name the field only, so a new kind of block needs none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(BodyBlock, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, kwargs = super().deconstruct()
        del kwargs["block_lookup"]
        return name, path, [], kwargs


class SpelledUUIDField(models.UUIDField):  # type: ignore[type-arg]  # the stub's parameters stay as they are
    """A UUID that a database without such a type stores as `str()` writes it, with hyphens.

    Wagtail's search on SQLite compares that text with the key of a row, and Django would store it without hyphens.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "uuid" if connection.features.has_native_uuid_field else "char(36)"

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        uuid = value if value is None or isinstance(value, UUID) else self.to_python(value)
        return uuid if uuid is None or connection.features.has_native_uuid_field else str(uuid)
