"""Run the worker: effects of the outbox as they fall due, scheduled pages on the clock."""

import logging
import signal
import time
from datetime import timedelta
from threading import Thread
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone

from ground import clock, outbox
from ground.outage import report_database, state_of_database
from website.housekeeping import keep_house_if_due
from website.settings.environment import load
from website.telling import tell_collectors

logger = logging.getLogger(__name__)
started = logging.getLogger("website.worker")

POLL_SECONDS = 0.25
"""How soon a change reaches the frontend's cache: one indexed query each time."""

OUTAGE_SECONDS = 1.0
"""How long a database that is away is left alone."""

AT_ONCE = 1
"""Effects between two looks at whether to stop: one may draw pictures for seconds."""

SLOW_TOO_EVERY = 10
"""Of so many turns one is for the effect that has waited longest, whatever it is: pictures come last, but they come."""

SCHEDULE_EVERY = timedelta(seconds=20)
"""How often scheduled pages are looked for; the promise is 30 seconds."""

HOUSE_EVERY = timedelta(minutes=1)
"""How often it is asked whether the house is to be kept; the chores are done once a day."""

CLOCK_EVERY = timedelta(seconds=5)
"""How often the clock's tasks are looked at: no task is more exact than this."""


class Command(BaseCommand):
    help = "Carry out what waits in the outbox, publish scheduled pages and do what the clock says, until stopped."
    stopping = False
    next_schedule = next_look = next_house = 0.0
    turns = 0
    house = Thread()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, then stop.")

    def handle(self, *args: Any, **options: Any) -> None:
        tell_collectors(load(), program="worker")
        if options["once"]:
            self.tick_schedule()
            clock.run_due(now=timezone.now())
            keep_house_if_due()
            while outbox.deliver_due(now=timezone.now()):
                pass
            return
        for received in (signal.SIGINT, signal.SIGTERM):
            signal.signal(received, self.stop)
        started.info("The worker is ready.")
        self.next_schedule = self.next_look = time.monotonic()
        self.next_house = time.monotonic() + HOUSE_EVERY.total_seconds()
        while not self.stopping:
            close_old_connections()
            try:
                pause = 0.0 if self.work() else POLL_SECONDS
            except (DatabaseError, InterfaceError) as error:
                if state_of_database(error):
                    report_database(error, doing="what waits is carried out when it is back")
                else:
                    logger.exception("The database refused what was asked; trying again.")
                connection.close()
                pause = OUTAGE_SECONDS
            if pause and not self.stopping:
                time.sleep(pause)

    def work(self) -> int:
        """Do what is due, and return how many effects were tried. Somebody may set the clock: turns are not by it."""
        if time.monotonic() >= self.next_schedule:
            self.next_schedule = time.monotonic() + SCHEDULE_EVERY.total_seconds()
            self.tick_schedule()
        if time.monotonic() >= self.next_house and not self.house.is_alive():
            self.next_house = time.monotonic() + HOUSE_EVERY.total_seconds()
            self.house = Thread(target=self.tick_house, name="housekeeping", daemon=True)
            self.house.start()
        if time.monotonic() >= self.next_look:
            self.next_look = time.monotonic() + CLOCK_EVERY.total_seconds()
            clock.run_due(now=timezone.now())
        self.turns += 1
        return outbox.deliver_due(now=timezone.now(), limit=AT_ONCE, slow_too=self.turns % SLOW_TOO_EVERY == 0)

    def tick_schedule(self) -> None:
        """Publish and unpublish the pages whose time has come.

        A page that can't be published is logged and tried again: it may not keep the others from their effects.
        """
        try:
            call_command("publish_scheduled", stdout=self.stdout)
        except Exception as error:
            if state_of_database(error):
                raise
            logger.exception("Scheduled pages could not be published; trying again.")

    def tick_house(self) -> None:
        """Keep the house where that is due: beside the effects, which wait for nothing."""
        try:
            keep_house_if_due()
        except Exception as error:
            if state_of_database(error):
                report_database(error, doing="the house is kept when it is back")
            else:
                logger.exception("The house could not be kept; it is tried again.")
        finally:
            connection.close()

    def stop(self, received: int, frame: FrameType | None) -> None:
        """Finish what is under way, then stop."""
        self.stopping = True
