"""Write out everything that is stored about an address."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from comments.selectors.stored import stored_about


class Command(BaseCommand):
    help = "Write as JSON all that is stored about a reader, by e-mail address, screening included."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="The reader's address, as they gave it.")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        stored = stored_about(email=email)
        if stored.is_empty:
            raise CommandError("Nothing is stored about this address.")
        text = json.dumps(stored.as_dict(), cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)
        self.stdout.write(text)
