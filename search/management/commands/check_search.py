"""Compare the search index with the posts, and repair it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.checking import compare, repair


class Command(BaseCommand):
    help = "Compare the search index with the posts and put right what differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only tell; exit with 1 when something differs.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = compare()
        if not found:
            self.stdout.write(self.style.SUCCESS("The search index says what the posts say."))
            return
        self.stdout.write(
            f"Not in the index: {len(found.missing)} posts. Out of date: {len(found.stale)}. "
            f"No longer public: {len(found.extra)}."
        )
        if not found.sound:
            self.stdout.write("The database's full-text index disagrees with the documents.")
        if options["dry_run"]:
            raise CommandError("The search index differs from the posts.")
        repair(found)
        self.stdout.write(self.style.SUCCESS("Put right."))
