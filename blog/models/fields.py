"""Columns that several pages have."""

from typing import Any

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
