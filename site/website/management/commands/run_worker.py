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

from blog.models import PreviewSnapshot
from ground import outbox
from ground.throttle import forget_counts
from ground.tokens import forget_used_tokens

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.25
"""How soon a change reaches the frontend's cache: one indexed query each time."""

AT_ONCE = 1
"""Effects between two looks at whether to stop: one may draw pictures for seconds."""

SCHEDULE_EVERY = timedelta(seconds=20)
"""How often scheduled pages are looked for; the promise is 30 seconds."""

TIDY_EVERY = timedelta(minutes=10)
"""How often what is past its time is removed: previews, counts of tries. Nothing depends on it but the disk."""


class Command(BaseCommand):
    help = "Carry out what waits in the outbox and publish scheduled pages, until stopped."
    stopping = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, then stop.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.tick_schedule()
            self.tidy()
            while outbox.deliver_due(now=timezone.now()):
                pass
            return
        for received in (signal.SIGINT, signal.SIGTERM):
            signal.signal(received, self.stop)
        self.stdout.write("The worker is ready.")
        next_schedule = next_tidying = timezone.now()
        while not self.stopping:
            close_old_connections()
            try:
                if timezone.now() >= next_schedule:
                    next_schedule = timezone.now() + SCHEDULE_EVERY
                    self.tick_schedule()
                if timezone.now() >= next_tidying:
                    next_tidying = timezone.now() + TIDY_EVERY
                    self.tidy()
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

    def tidy(self) -> None:
        """Remove what is past its time."""
        PreviewSnapshot.objects.forget_old(now=timezone.now())
        forget_counts(now=timezone.now())
        forget_used_tokens(now=timezone.now())

    def stop(self, received: int, frame: FrameType | None) -> None:
        """Finish what is under way, then stop."""
        self.stopping = True
