"""Run the worker: effects of the outbox as they fall due, scheduled pages on the clock."""

import logging
import signal
import time
from datetime import timedelta
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from ground import clock, outbox

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.25
"""How soon a change reaches the frontend's cache: one indexed query each time."""

AT_ONCE = 1
"""Effects between two looks at whether to stop: one may draw pictures for seconds."""

SCHEDULE_EVERY = timedelta(seconds=20)
"""How often scheduled pages are looked for; the promise is 30 seconds."""

CLOCK_EVERY = timedelta(seconds=5)
"""How often the clock's tasks are looked at: no task is more exact than this."""


class Command(BaseCommand):
    help = "Carry out what waits in the outbox, publish scheduled pages and do what the clock says, until stopped."
    stopping = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, then stop.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.tick_schedule()
            clock.run_due(now=timezone.now())
            while outbox.deliver_due(now=timezone.now()):
                pass
            return
        for received in (signal.SIGINT, signal.SIGTERM):
            signal.signal(received, self.stop)
        self.stdout.write("The worker is ready.")
        next_schedule = next_look = timezone.now()
        while not self.stopping:
            close_old_connections()
            try:
                if timezone.now() >= next_schedule:
                    next_schedule = timezone.now() + SCHEDULE_EVERY
                    self.tick_schedule()
                if timezone.now() >= next_look:
                    next_look = timezone.now() + CLOCK_EVERY
                    clock.run_due(now=timezone.now())
                delivered = outbox.deliver_due(now=timezone.now(), limit=AT_ONCE)
            except OperationalError:
                logger.exception("The database did not answer; trying again.")
                delivered = 0
            if not delivered and not self.stopping:
                time.sleep(POLL_SECONDS)

    def tick_schedule(self) -> None:
        """Publish and unpublish the pages whose time has come.

        A page that can't be published is logged and tried again: it may not keep the others from their effects.
        """
        try:
            call_command("publish_scheduled", stdout=self.stdout)
        except OperationalError:
            raise
        except Exception:
            logger.exception("Scheduled pages could not be published; trying again.")

    def stop(self, received: int, frame: FrameType | None) -> None:
        """Finish what is under way, then stop."""
        self.stopping = True
