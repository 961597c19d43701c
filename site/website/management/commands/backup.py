"""Make a backup of database and uploaded files while the site goes on."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from website.backup import make_backup
from website.backup.programs import ProgramFailed


class Command(BaseCommand):
    help = "Copy database and uploaded files into one new archive, while the site goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="Where archives are kept.")
        parser.add_argument("--keep", type=int, default=0, help="Keep only so many of the newest. Default: all.")

    def handle(self, *args: Any, folder: Path, keep: int, **options: Any) -> None:
        if keep < 0:
            raise CommandError("--keep: how many archives to keep, 0 for all.")
        try:
            archive = make_backup(folder=folder, now=timezone.now(), keep=keep)
        except (OSError, ProgramFailed) as error:
            raise CommandError(f"There is no new backup: {error}") from error
        self.stdout.write(f"{archive} ({archive.stat().st_size:,} bytes)")
        if bucket := settings.MEDIA_BUCKET:
            self.stdout.write(f"Uploaded files are not in it: they are in the bucket {bucket['bucket_name']}.")
