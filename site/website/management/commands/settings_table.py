"""Print the table of settings that README.md carries."""

from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from django.core.management.base import BaseCommand, CommandParser
from pydantic.fields import FieldInfo

from website.settings.environment import ROOT, Environment, variable

BEGIN = "<!-- settings: written by `make settings` -->"
END = "<!-- end of settings -->"

KINDS = {bool: "yes or no", int: "number", str: "text", Path: "folder"}


def kind(field: FieldInfo) -> str:
    """Return what a setting takes, in words. Raises `KeyError` for a kind that has none yet."""
    annotation: Any = field.annotation
    if get_origin(annotation) is Literal:
        return ", ".join(f"`{choice}`" for choice in get_args(annotation))
    return KINDS[annotation]


def default(field: FieldInfo) -> str:
    """Return a setting's default as an operator would write it; a folder is told from the repository's root."""
    value = field.default
    if isinstance(value, Path):
        value = value.relative_to(ROOT)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    return f"`{value}`" if value != "" else ""


def table() -> str:
    """Return every setting as a Markdown table, a line each, in the order of their declaration."""
    lines = ["| variable | takes | default | what it is |", "| --- | --- | --- | --- |"]
    for name, field in Environment.model_fields.items():
        lines.append(f"| `{variable(name)}` | {kind(field)} | {default(field)} | {field.description} |")
    return "\n".join(lines)


def replace_table(text: str) -> str:
    """Return `text` with what stands between the two marks replaced by the table. Raises `ValueError` without marks."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


class Command(BaseCommand):
    help = "Print the table of settings, or write it into README.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="Write it into README.md.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["write"]:
            self.stdout.write(table())
            return
        readme = ROOT / "README.md"
        readme.write_text(replace_table(readme.read_text()))
