"""Put a backup back."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from website.backup import Differs, Unusable, restore
from website.backup.programs import ProgramFailed


class Command(BaseCommand):
    help = "Put database and uploaded files back from an archive. Stop every process of the site first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path, help="What `backup` made.")
        parser.add_argument("--replace", action="store_true", help="Lose the site that is here for it.")

    def handle(self, *args: Any, archive: Path, replace: bool, **options: Any) -> None:
        try:
            manifest = restore(archive=archive, replace=replace)
        except Unusable as error:
            raise CommandError(f"{archive}: {error} Nothing was changed.") from error
        except (Differs, ProgramFailed) as error:
            raise CommandError(f"{archive}: {error}") from error
        total = sum(manifest.rows.values())
        self.stdout.write(
            f"Restored {total:,} rows as they were on {manifest.made_at}. "
            "Next: manage.py migrate, then start the site and `manage.py check_search`."
        )
