"""Keep the house, as the worker does once a day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ground.lease import Held
from website.housekeeping import Done, keep_house


class Command(BaseCommand):
    help = "Publish what is due, remove what is over, check pictures and search; a line for each. At any time."

    def handle(self, *args: Any, **options: Any) -> None:
        def say(done: Done) -> None:
            self.stdout.write(str(done))

        try:
            well = keep_house(report=say)
        except Held:
            self.stdout.write("Another process is at it: nothing was done here.")
            return
        if not well:
            raise CommandError("Not everything could be done; the log says why.")
