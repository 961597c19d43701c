"""Make the search index anew."""

from typing import Any

from django.core.management.base import BaseCommand

from search.indexing import rebuild


class Command(BaseCommand):
    help = "Make the search index anew from all posts. Readers can search meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        def report(done: int, total: int) -> None:
            self.stdout.write(f"{done} of {total} posts")

        self.stdout.write(self.style.SUCCESS(f"The index holds {rebuild(report=report)} posts."))
