"""Entries of the log as moderators read them: what, of which comment, why, from and to, by whom, and the way back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from comments.desk import words
from comments.desk.queue.filtering import REASONS
from comments.desk.urls import INSPECT, UNDO
from comments.lifecycle import Status
from comments.models import Batch, Comment, Report
from comments.permissions import moderated_by

EXCERPT = 100
"""Characters of a comment in the history."""

BY_ITS_AUTHOR = frozenset({"comments.submit", "comments.confirm", "comments.edit", "comments.delete"})


@dataclass(frozen=True, slots=True)
class Row:
    """One entry. `undo_url` is set where its batch of `together` decisions still can be taken back."""

    at: datetime
    what: str
    who: str
    before: str
    after: str
    why: str
    words: str
    name: str
    excerpt: str
    url: str | None
    undo_url: str | None
    together: int


def rows_of(entries: Sequence[ModelLogEntry], *, user: Any) -> list[Row]:
    """Return the entries in words. At most three statements; `entries` come with their users."""
    batches = _batches(entries)
    uuids = [entry.label for entry in entries]
    comments = {str(row.uuid): row for row in Comment.objects.filter(moderated_by(user), uuid__in=set(uuids))}
    return [_row(entry, comments.get(entry.label), batches.get(_batch(entry))) for entry in entries]


def _batch(entry: ModelLogEntry) -> UUID | None:
    named = entry.data.get("batch") if isinstance(entry.data, dict) else None
    return UUID(named) if named else None


def _batches(entries: Iterable[ModelLogEntry]) -> dict[UUID | None, Any]:
    named = {batch for entry in entries if (batch := _batch(entry)) is not None}
    found = Batch.objects.filter(uuid__in=named).annotate(together=Count("entries")) if named else []
    return {batch.uuid: batch for batch in found}


def _row(entry: ModelLogEntry, comment: Comment | None, batch: Any) -> Row:
    data = entry.data
    taken = batch is not None and entry.action != "comments.undo"
    open_still = taken and batch.undone_at is None
    return Row(
        at=entry.timestamp,
        what=str(entry.message),
        who=_who(entry),
        before=_status(data.get("from")),
        after=_status(data.get("to")),
        why=_why(entry),
        words=batch.words if taken else "",
        name="" if comment is None else comment.author_name,
        excerpt="" if comment is None else Truncator(" ".join(comment.body.split())).chars(EXCERPT),
        url=None if comment is None else reverse(INSPECT, args=[comment.uuid]),
        undo_url=reverse(UNDO, args=[batch.uuid]) if open_still else None,
        together=batch.together if taken else 0,
    )


def _who(entry: ModelLogEntry) -> str:
    if entry.user_id is not None:
        return str(entry.user_display_name)
    if entry.action in BY_ITS_AUTHOR:
        return _("Its author")
    return _("A reader") if entry.action == "comments.report" else _("The site itself")


def _status(code: object) -> str:
    return words.status_words(Status(str(code))) if code in set(Status) else ""


def _why(entry: ModelLogEntry) -> str:
    data: dict[str, Any] = entry.data
    reason = data.get("reason")
    if reason:
        choices = Report.Reasons.choices if entry.action == "comments.report" else Batch.Reasons.choices
        return str(dict(choices).get(reason, reason))
    found = [str(REASONS.get(check, check)) for check in data.get("findings") or ()]
    if data.get("reports"):
        found.append(str(REASONS["reported"]))
    return ", ".join(dict.fromkeys(found))
