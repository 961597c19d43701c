"""What changed since a moderator looked, and what therefore was not done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.compare import diff_text

from comments.desk import words
from comments.desk.urls import INSPECT
from comments.lifecycle import IllegalTransition, Status
from comments.models import Comment, CommentRevision
from comments.permissions import moderated_by
from comments.services import Conflict, Seen, StaleDecision


@dataclass(frozen=True, slots=True)
class Left:
    """A comment that was left as it is: its name and address if it is there, and why."""

    name: str
    url: str | None
    why: str


def stale_notice(current: Comment, *, seen: Mapping[str, Any], nothing_done: str = "") -> dict[str, Any] | None:
    """Return what `stale.html` shows where the comment is not what was `seen` any more; None where it is.

    `seen` are the cleaned fields of a `SeenForm`; what it lacks counts as unseen. `nothing_done` says what
    was not done.
    """
    status, revision = seen.get("seen_status"), seen.get("seen_revision")
    if not isinstance(status, Status) or not isinstance(revision, int):
        return {"sentence": _("It can't be told what you saw of this comment; please look again.")}
    changed = changed_words(current, seen_status=status, seen_revision=revision)
    if not changed:
        return None
    not_done = nothing_done or _("Your decision was not carried out; please look again.")
    return {"sentence": f"{changed} {not_done}", "text": changed_text(current, seen_revision=revision)}


def changed_words(current: Comment, *, seen_status: Status, seen_revision: int) -> str:
    """Return what changed since the moderator looked."""
    parts = []
    if current.status != seen_status:
        statuses: dict[str, Any] = {
            "seen": words.status_words(seen_status),
            "now": words.status_words(Status(current.status)),
        }
        parts.append(_("Somebody else decided meanwhile: it was “%(seen)s” and is “%(now)s” now.") % statuses)
    if current.revision != seen_revision:
        parts.append(_("Its text has changed since you read it."))
    return " ".join(parts)


def changed_text(current: Comment, *, seen_revision: int) -> SafeString | None:
    """Return the text with what was added and taken away since a revision, escaped; None if it is the same or gone."""
    if current.revision == seen_revision or current.status == Status.DELETED:
        return None
    seen = CommentRevision.objects.filter(comment=current, number=seen_revision).first()
    if seen is None:
        return None
    changes: SafeString = diff_text(seen.body, current.body).to_html()
    return changes


def left_of(conflicts: Iterable[Conflict], *, seen: Iterable[Seen] = (), user: Any) -> list[Left]:
    """Return in words what was left and why, in the same order. `seen` is what the moderator saw. One statement."""
    conflicts, as_seen = list(conflicts), {each.comment: each for each in seen}
    uuids = [conflict.comment for conflict in conflicts]
    rows = {row.uuid: row for row in Comment.objects.filter(moderated_by(user), uuid__in=uuids)}
    return [_left(conflict, rows.get(conflict.comment), as_seen.get(conflict.comment)) for conflict in conflicts]


def reported_since(comments: Iterable[Comment]) -> list[Left]:
    """Return in words that these were left because readers reported them after the moderator was asked."""
    why = _("Readers have reported it since you were asked; please look again.")
    return [Left(row.author_name, reverse(INSPECT, args=[row.uuid]), why) for row in comments]


def _left(conflict: Conflict, row: Comment | None, seen: Seen | None) -> Left:
    if row is None:
        return Left(_("A comment"), None, _("It is not there any more, or somebody else decides about it."))
    name, url = row.author_name or _("Deleted by the author"), reverse(INSPECT, args=[row.uuid])
    if isinstance(conflict.error, StaleDecision):
        if seen is None:
            return Left(name, url, _("It was decided about again, edited or deleted since."))
        why = changed_words(row, seen_status=seen.status, seen_revision=seen.revision)
        return Left(name, url, why)
    if isinstance(conflict.error, IllegalTransition):
        return Left(name, url, _("It is “%(status)s” already.") % {"status": words.status_words(Status(row.status))})
    return Left(name, url, _("It is not there any more, or somebody else decides about it."))
