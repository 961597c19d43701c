"""The worker, told another time: the file named first holds the seconds by which its clock is ahead, read each time."""

import datetime
import os
import sys
import time
from pathlib import Path

from django.core.management import execute_from_command_line
from django.utils import timezone

told = Path(sys.argv[1])
true_time = time.time


def ahead():
    return float(told.read_text() or 0)


def now():
    return datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(seconds=ahead())


timezone.now = now
time.time = lambda: true_time() + ahead()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.production.faults.settings")
execute_from_command_line(["manage.py", "run_worker"])
