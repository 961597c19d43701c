"""Erase everything that is stored about an address."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from comments.selectors.stored import stored_about
from comments.services.erasing import erase_commenter


class Command(BaseCommand):
    help = "Erase all that is stored about a reader, by e-mail address. Threads keep their shape; nothing comes back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="The reader's address, as they gave it.")
        parser.add_argument("--no-input", action="store_true", help="Do not ask whether this is meant.")

    def handle(self, *args: Any, email: str, no_input: bool, **options: Any) -> None:
        stored = stored_about(email=email)
        if stored.is_empty:
            raise CommandError("Nothing is stored about this address.")
        if not no_input and input(f"Erase {len(stored.comments)} comments and all else? Type yes: ") != "yes":
            raise CommandError("Nothing was erased.")
        number = erase_commenter(email=email, now=timezone.now())
        self.stdout.write(f"{number} comments were emptied; everything else about this address is gone.")
