"""Make the search index anew."""

from typing import Any

from django.core.management.base import BaseCommand

from search.indexing import rebuild


class Command(BaseCommand):
    help = "Make the search index anew from all posts. Readers can search meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        def report(done: int, total: int) -> None:
            if options["verbosity"]:
                self.stdout.write(f"{done} of {total} posts")

        number = rebuild(report=report)
        if options["verbosity"]:
            self.stdout.write(self.style.SUCCESS(f"The index holds {number} posts."))
