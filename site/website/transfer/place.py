"""Where in a file something is wrong."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in an imported file: as much as is known of line and column (from 1), feed item (from 1) and field."""

    file: str
    line: int | None = None
    column: int | None = None
    item: int | None = None
    field: str = ""

    def at(self, *, field: str) -> "Place":
        """Return this place, narrowed to a field."""
        return replace(self, field=field)

    def __str__(self) -> str:
        parts = [
            f"item {self.item}" if self.item is not None else "",
            f"line {self.line}" if self.line is not None else "",
            f"column {self.column}" if self.column is not None else "",
            self.field,
        ]
        known = ", ".join(part for part in parts if part)
        return f"{self.file} ({known})" if known else self.file


class BrokenFileError(Exception):
    """A file can't be imported: where, and why in a sentence. Nothing of it may be kept."""

    def __init__(self, *, place: Place, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason
