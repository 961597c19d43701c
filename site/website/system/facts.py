"""What is found about each part, in the words of whoever has to do something about it."""

import platform
import shutil
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from sqlite3 import sqlite_version

import django
import wagtail
from django.conf import settings
from django.db import connection
from django.db.models import Min, Q
from django.template.defaultfilters import date, filesizeformat
from django.utils.timesince import timesince
from django.utils.translation import gettext, ngettext
from wagtail.models import Revision

from blog.models import BlogPostPage
from ground.backlog import Backlog, backlogs, last_failure
from ground.clock import ClockTask
from ground.pulse import BEAT, DEAD_AFTER, LATE_AFTER, redis_answers
from search.models import PostDocument
from website.backup import NOTED as BACKUP
from website.caching import PURGE
from website.housekeeping import EVERY, NAME, SEARCH_CHECKED
from website.settings.environment import ROOT
from website.system.words import in_words

STATEMENTS = 6
"""What finding everything costs the database, whatever is in it."""

MAIL = ("comments.notice", "comments.link")
"""The topics of the outbox whose effect is a mail."""

BACKUP_OLD = timedelta(days=2)

LITTLE_SPACE, SHARE = 1024**3, 0.1
"""Bytes, and the share of a disk, below which it is time to make room."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A part, how it is (`well`, `look` or `act`), what was found, and what to do where something is to be done.

    `deed` names the button beside it, if there is one.
    """

    title: str
    state: str
    found: str
    advice: str = ""
    deed: str = ""


def facts(*, now: datetime) -> list[Fact]:
    """Return what is found at `now`, part by part."""
    clock = {task.name: task for task in ClockTask.objects.all()}
    waits = backlogs(now=now)
    return [
        _version(),
        _database(),
        *_redis(),
        _worker(clock.get(BEAT), now=now),
        _mail([each for each in waits if each.topic in MAIL], now=now),
        _purges([each for each in waits if each.topic == PURGE], now=now),
        *_other([each for each in waits if each.topic not in (*MAIL, PURGE)], now=now),
        _scheduled(now=now),
        _search(clock.get(SEARCH_CHECKED), now=now),
        _housekeeping(clock.get(NAME), now=now),
        _backup(clock.get(BACKUP), now=now),
        _disk(),
        _collectors(),
    ]


@lru_cache
def version() -> str:
    """Return the version of this program."""
    told: str = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    return told


def _version() -> Fact:
    names = {"Motacilla": version(), "Wagtail": wagtail.__version__, "Django": django.get_version()}
    told = [f"{name} {number}" for name, number in {**names, "Python": platform.python_version()}.items()]
    return Fact(gettext("Version"), "well", ", ".join(told))


def _database() -> Fact:
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        size = filesizeformat(Path(str(connection.settings_dict["NAME"])).stat().st_size)
        told = gettext("It answers: SQLite %(version)s, %(size)s.") % {"version": sqlite_version, "size": size}
        return Fact(gettext("Database"), "well", told)
    number = connection.pg_version // 10000  # type: ignore[attr-defined]  # a connection to PostgreSQL has it
    return Fact(gettext("Database"), "well", gettext("It answers: PostgreSQL %s.") % number)


def _redis() -> Iterator[Fact]:
    answers = redis_answers()
    if answers:
        yield Fact("Redis", "well", gettext("It answers."))
    elif answers is not None:
        advice = gettext("Start it, or look whether BLOG_REDIS_URL is right. Readers are answered meanwhile.")
        yield Fact("Redis", "act", gettext("It does not answer."), advice)


def _worker(beat: ClockTask | None, *, now: datetime) -> Fact:
    title, advice = gettext("Worker"), gettext("Start it, or look into its log. What waits is carried out then.")
    if beat is None:
        return Fact(title, "act", gettext("None has run yet."), advice)
    found = gettext("It last gave a sign %s ago.") % timesince(beat.done_until, now)
    return Fact(title, "well", found) if abs(now - beat.done_until) <= DEAD_AFTER else Fact(title, "act", found, advice)


def _waiting(waits: Sequence[Backlog], *, now: datetime) -> tuple[str, str]:
    """Return how a part of the outbox is, and what is found in it."""
    due, given_up = sum(each.due for each in waits), sum(each.given_up for each in waits)
    failing = sum(each.failing for each in waits)
    oldest = min((each.oldest for each in waits if each.oldest), default=now)
    found = []
    if due:
        words = ngettext("%(number)d is due, since %(time)s.", "%(number)d are due, the oldest since %(time)s.", due)
        found.append(words % {"number": due, "time": timesince(oldest, now)})
    if failing:
        words = ngettext("%d failed and is tried again.", "%d failed and are tried again.", failing)
        found.append(words % failing)
    if given_up:
        found.append(ngettext("%d was given up.", "%d were given up.", given_up) % given_up)
    state = "act" if given_up or now - oldest > LATE_AFTER else "look" if failing else "well"
    return state, " ".join(found) or gettext("Nothing waits.")


def _retry(waits: Sequence[Backlog]) -> str:
    """Name the button that tries again, where something failed."""
    return "retry" if any(each.failing or each.given_up for each in waits) else ""


def _mail(waits: Sequence[Backlog], *, now: datetime) -> Fact:
    state, found = _waiting(waits, now=now)
    if state == "well":
        return Fact(gettext("Mail"), state, found)
    failure = last_failure(topics=MAIL)
    why = "" if failure is None else gettext("Last failure: %s") % in_words(failure)
    advice = gettext("Look whether the mail server runs and BLOG_MAIL_URL is right, then try again.")
    return Fact(gettext("Mail"), state, f"{found} {why}".strip(), advice, _retry(waits))


def _purges(waits: Sequence[Backlog], *, now: datetime) -> Fact:
    state, found = _waiting(waits, now=now)
    advice = gettext("Readers may see old pages. Look whether the public site runs and BLOG_FRONTEND_URL is right.")
    return Fact(gettext("Public pages"), state, found, *(() if state == "well" else (advice, _retry(waits))))


def _other(waits: Sequence[Backlog], *, now: datetime) -> Iterator[Fact]:
    state, found = _waiting(waits, now=now)
    if state != "well":
        yield Fact(gettext("Other work"), state, found, gettext("The worker's log says what failed."), _retry(waits))


def _scheduled(*, now: datetime) -> Fact:
    late = Q(approved_go_live_at__lt=now - LATE_AFTER)
    moments = Revision.objects.filter(approved_go_live_at__isnull=False).aggregate(
        late=Min("approved_go_live_at", filter=late), following=Min("approved_go_live_at", filter=~late)
    )
    title = gettext("Scheduled publishing")
    if moments["late"]:
        found = gettext("A page should have gone live %s ago.") % timesince(moments["late"], now)
        return Fact(title, "act", found, gettext("Look whether the worker runs; its log says what failed."))
    following = moments["following"]
    told = gettext("The next page goes live on %s.") % date(following, "j F Y, H:i") if following else ""
    return Fact(title, "well", told or gettext("Nothing is planned."))


def _search(checked: ClockTask | None, *, now: datetime) -> Fact:
    posts, known = BlogPostPage.objects.filter(live=True).count(), PostDocument.objects.count()
    found = ngettext("%(known)d of %(posts)d post is found.", "%(known)d of %(posts)d posts are found.", posts)
    words = found % {"known": known, "posts": posts}
    when = (
        gettext("Last checked %s ago.") % timesince(checked.done_until, now) if checked else gettext("Not checked yet.")
    )
    if known == posts:
        return Fact(gettext("Search"), "well", f"{words} {when}", deed="check-search")
    advice = gettext("New posts are found within a minute. If this stays, check the index: what differs is put right.")
    return Fact(gettext("Search"), "look", f"{words} {when}", advice, "check-search")


def _housekeeping(row: ClockTask | None, *, now: datetime) -> Fact:
    title, advice = gettext("Housekeeping"), gettext("The worker does it once a day; its log says what failed.")
    if row is None:
        return Fact(title, "look", gettext("It was not done yet."), advice)
    found = gettext("What is over its time was last removed %s ago.") % timesince(row.done_until, now)
    return Fact(title, "look", found, advice) if now - row.done_until > 2 * EVERY else Fact(title, "well", found)


def _backup(row: ClockTask | None, *, now: datetime) -> Fact:
    title, advice = gettext("Backup"), gettext("Let manage.py backup run every night, and copy the archive elsewhere.")
    if row is None:
        return Fact(title, "act", gettext("There is none, or none made with our own command."), advice)
    found = gettext("The last one was made %s ago.") % timesince(row.done_until, now)
    return Fact(title, "look", found, advice) if now - row.done_until > BACKUP_OLD else Fact(title, "well", found)


def _disk() -> Fact:
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists():
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    words = {"free": filesizeformat(usage.free), "total": filesizeformat(usage.total)}
    found = gettext("%(free)s of %(total)s are free.") % words
    if usage.free < LITTLE_SPACE or usage.free < SHARE * usage.total:
        return Fact(gettext("Disk"), "act", found, gettext("Make room: without any, nothing can be stored."))
    return Fact(gettext("Disk"), "well", found)


def _collectors() -> Fact:
    """Return what is told to collectors of the operator, without their addresses: there is a key in one."""
    told = {
        (False, False): gettext("Nothing is sent to a collector: errors are in the log."),
        (True, False): gettext("Errors are reported to your collector."),
        (False, True): gettext("Traces are sent to your collector."),
        (True, True): gettext("Errors are reported and traces sent to your collectors."),
    }
    found = told[settings.COLLECTED["errors"], settings.COLLECTED["traces"]]
    return Fact(gettext("Error reports and traces"), "well", found)
