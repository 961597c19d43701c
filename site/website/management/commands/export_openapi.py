"""Write the API's OpenAPI document, or check that the committed one is up to date."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from website.api import site_api
from website.settings.environment import ROOT

SNAPSHOT = ROOT / "frontend" / "openapi.json"


def document() -> str:
    """Return the document as it is committed: sorted, indented, with a final newline."""
    schema = json.loads(json.dumps(site_api.get_openapi_schema(), default=str))
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


class Command(BaseCommand):
    help = "Write frontend/openapi.json; with --check, fail when it is out of date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Compare, write nothing.")
        parser.add_argument("--output", type=Path, default=SNAPSHOT, help="Where to write.")

    def handle(self, *args: Any, check: bool, output: Path, **options: Any) -> None:
        text = document()
        if not check:
            output.write_text(text, encoding="utf-8")
            return
        if not output.exists() or output.read_text(encoding="utf-8") != text:
            raise CommandError(f"{output.name} is out of date: run `make openapi` and commit what changed.")
