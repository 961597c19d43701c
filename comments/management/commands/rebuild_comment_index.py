"""Make the index of the words of comments anew."""

from typing import Any

from django.core.management.base import BaseCommand

from comments.services import rebuild_index


class Command(BaseCommand):
    help = "Make the index that moderators search comments by anew from all comments. They can search meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        number = rebuild_index()
        if options["verbosity"]:
            self.stdout.write(self.style.SUCCESS(f"The index holds {number} comments."))
