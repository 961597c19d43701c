"""Print the table of settings that docs/settings.md carries."""

from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from django.core.management.base import BaseCommand, CommandParser
from pydantic.fields import FieldInfo

from website.settings.environment import ROOT, Environment, variable

BEGIN = "<!-- settings: written by `make settings` -->"
END = "<!-- end of settings -->"

DOCUMENT = ROOT / "docs" / "settings.md"

KINDS = {bool: "yes or no", int: "number", str: "text", Path: "folder"}


def kind(field: FieldInfo) -> str:
    """Return what a setting takes, in words. Raises `KeyError` for a kind that has none yet."""
    annotation: Any = field.annotation
    if get_origin(annotation) is Literal:
        return ", ".join(f"`{choice}`" for choice in get_args(annotation) if choice)
    return KINDS[annotation]


def default(field: FieldInfo) -> str:
    """Return a setting's default as an operator would write it; a folder is told from the repository's root."""
    value = field.default
    if isinstance(value, Path):
        value = value.relative_to(ROOT)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    return f"`{value}`" if value != "" else ""


def example(field: FieldInfo) -> str:
    """Return what a setting might be set to, where its declaration says so."""
    return f"`{field.examples[0]}`" if field.examples else ""


def table() -> str:
    """Return every setting as a Markdown table, a line each, in the order of their declaration."""
    lines = ["| variable | takes | default | example | what it is, and when to set it |"]
    lines.append("| --- | --- | --- | --- | --- |")
    for name, field in Environment.model_fields.items():
        cells = [f"`{variable(name)}`", kind(field), default(field), example(field), field.description]
        lines.append(f"| {' | '.join(str(cell) for cell in cells)} |")
    return "\n".join(lines)


def replace_table(text: str) -> str:
    """Return `text` with what stands between the two marks replaced by the table. Raises `ValueError` without marks."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


class Command(BaseCommand):
    help = "Print the table of settings, or write it into docs/settings.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="Write it into docs/settings.md.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["write"]:
            self.stdout.write(table())
            return
        DOCUMENT.write_text(replace_table(DOCUMENT.read_text()))
