"""A moderator's decision about a comment, or about many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comments.lifecycle import Decision, IllegalTransition, Status, next_status
from comments.models import Ban, Batch, BatchEntry, Comment, Report
from comments.permissions import may_moderate, moderated_by
from comments.services.announcing import PATIENCE
from comments.services.audit import record_many
from comments.signals import thread_changed
from ground import outbox

BATCH_MAX = 500
"""Comments decided about in one transaction, so that readers and writers of the site wait only briefly."""

ALL_MAX = 5_000
"""Comments of one batch, which is undone in one transaction."""

DECIDED = "comments.decided"
"""Outbox topic: `comment` and `batch` are uuids, `decision` is a moderator's. Written for every comment decided."""


class StaleDecision(Exception):
    """Raised when the comment is no longer what the moderator saw; `current` is what it is now."""

    def __init__(self, current: Comment) -> None:
        super().__init__(f"The comment is {current.status}, revision {current.revision}, by now.")
        self.current = current


class BatchUndone(ValueError):
    """Raised when decisions were to join a batch that somebody has undone."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A comment as the moderator saw it."""

    comment: UUID
    status: Status
    revision: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """A comment that was left as it is, and why: one of the errors that `decide` raises."""

    comment: UUID
    error: Comment.DoesNotExist | StaleDecision | IllegalTransition


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What was done, in the order asked for, and what was not. `batch` is None when nothing was."""

    batch: Batch | None
    done: tuple[Comment, ...]
    conflicts: tuple[Conflict, ...]


def decide(
    *,
    comment: UUID,
    decision: Decision,
    seen_status: Status,
    seen_revision: int,
    moderator: Any,
    reason: str = "",
    words: str = "",
    now: datetime,
) -> Comment:
    """Give a comment the status that `decision` leads to, if it still is what the moderator saw; return it.

    It is a batch of one, which `undo` takes back: the newest of the comment's `batch_entries` names it. Nothing is
    written when anything is raised.

    Raises:
        PermissionDenied: `moderator` may not decide, or the decision is the author's.
        ValidationError: as `decide_many`.
        Comment.DoesNotExist: there is no such comment where `moderator` decides.
        StaleDecision: its status or its text changed since.
        IllegalTransition: the decision does not exist for its status.
    """
    seen = Seen(comment, seen_status, seen_revision)
    result = decide_many(seen=[seen], decision=decision, moderator=moderator, reason=reason, words=words, now=now)
    for conflict in result.conflicts:
        raise conflict.error
    return result.done[0]


def decide_many(
    *,
    seen: Sequence[Seen],
    decision: Decision,
    moderator: Any,
    reason: str = "",
    words: str = "",
    batch: Batch | None = None,
    ban: Ban | None = None,
    now: datetime,
) -> BatchResult:
    """Decide the same about each of the comments that still is what the moderator saw, as one batch.

    The others are left as they are and returned as conflicts. Each decision is one row in the log, settles the open
    reports of its comment, and is told of after `PATIENCE`. The statements hardly depend on the number of comments.

    `reason` is one of `Batch.Reasons` or nothing, `words` what the moderator adds: authors who asked to be told of the
    decision read both. With `batch`, an earlier one of the same moderator and decision, the comments join it, with its
    reason, its words and its moment. A `ban` made for this belongs to the batch from its beginning: undoing lifts it.

    Raises:
        PermissionDenied: `moderator` may not decide anything, or the decision is the author's.
        ValidationError: there is no such reason, or too many words; by field.
        BatchUndone: `batch` was undone.
        ValueError: there are more than `BATCH_MAX`, or `batch` is another's or of another decision.
    """
    if decision is Decision.DELETE or not may_moderate(moderator):
        raise PermissionDenied
    wanted = {each.comment: each for each in reversed(seen)}
    if len(wanted) > BATCH_MAX:
        raise ValueError(f"At most {BATCH_MAX} comments are decided about at once.")
    with transaction.atomic():
        rows = held(wanted, moderator=moderator)
        asked = dict.fromkeys(each.comment for each in seen)
        found = {uuid: _as_seen(rows.get(uuid), wanted[uuid], decision) for uuid in asked}
        done = tuple(row for row in found.values() if isinstance(row, Comment))
        conflicts = tuple(Conflict(uuid, error) for uuid, error in found.items() if not isinstance(error, Comment))
        if done and batch is None:
            batch = Batch(user=moderator, decision=decision, reason=reason, words=words.strip(), created_at=now)
            batch.clean_fields(exclude=["user", "undone_at"])
            batch.save()
            if ban is not None:
                Ban.objects.filter(pk=ban.pk).update(batch=batch)
        elif batch is not None:
            batch = _joined(batch, decision=decision, moderator=moderator)
        if done and batch is not None:
            _decided(done, batch=batch, decision=decision, moderator=moderator, now=now)
    return BatchResult(batch, done, conflicts)


def decide_all(
    *,
    seen: Sequence[Seen],
    decision: Decision,
    moderator: Any,
    reason: str = "",
    words: str = "",
    ban: Ban | None = None,
    now: datetime,
) -> BatchResult:
    """Do as `decide_many` with up to `ALL_MAX` comments: one batch, `BATCH_MAX` comments a transaction.

    Should the work end between two transactions, what was decided stands, in a batch that can be undone. Once somebody
    has undone the batch, the rest is left. Raises as `decide_many`; `ValueError` for more than `ALL_MAX`.
    """
    if len(seen) > ALL_MAX:
        raise ValueError(f"At most {ALL_MAX} comments are one batch.")
    whole = BatchResult(None, (), ())
    for start in range(0, len(seen), BATCH_MAX):
        try:
            part = decide_many(
                seen=seen[start : start + BATCH_MAX],
                decision=decision,
                moderator=moderator,
                reason=reason,
                words=words,
                batch=whole.batch,
                ban=ban,
                now=now,
            )
        except BatchUndone:
            break
        whole = BatchResult(part.batch, (*whole.done, *part.done), (*whole.conflicts, *part.conflicts))
    return whole


def held(uuids: Iterable[UUID], *, moderator: Any) -> dict[UUID, Comment]:
    """Return the comments that `moderator` decides about, by uuid, and let nobody else write them until commit."""
    rows = Comment.objects.filter(moderated_by(moderator), uuid__in=list(uuids)).order_by("pk")
    return {row.uuid: row for row in rows.select_for_update(of=("self",), no_key=True)}


def tell_readers(changed: Iterable[Comment], *, change: str) -> None:
    """Send the one signal for each page some of whose public comments were changed; last in the transaction."""
    pages: dict[int | None, list[UUID]] = {}
    for comment in changed:
        pages.setdefault(comment.page_id, []).append(comment.uuid)
    for page_id, uuids in pages.items():
        only = uuids[0] if len(uuids) == 1 else None
        thread_changed.send(sender=Comment, page_id=page_id, comment=only, change=change)


def decided_key(batch: UUID, comment: UUID) -> str:
    """Return the key under which the decision of a batch about a comment waits in the outbox."""
    return f"{batch.hex}:{comment.hex}"


def _as_seen(
    row: Comment | None, seen: Seen, decision: Decision
) -> Comment | Comment.DoesNotExist | StaleDecision | IllegalTransition:
    if row is None:
        return Comment.DoesNotExist(seen.comment)
    try:
        next_status(seen.status, decision)
    except IllegalTransition as error:
        return error
    if (row.status, row.revision) != (seen.status, seen.revision):
        return StaleDecision(row)
    return row


def _joined(batch: Batch, *, decision: Decision, moderator: Any) -> Batch:
    current = Batch.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.pk)
    if current.undone_at is not None:
        raise BatchUndone("These decisions can't join that batch: it was undone.")
    if (current.user_id, current.decision) != (moderator.pk, decision):
        raise ValueError("These decisions can't join that batch.")
    return current


def _decided(comments: Sequence[Comment], *, batch: Batch, decision: Decision, moderator: Any, now: datetime) -> None:
    entries, shown, messages, logged = [], [], [], []
    for comment in comments:
        before, after = Status(comment.status), next_status(Status(comment.status), decision)
        entries.append(
            BatchEntry(
                batch=batch,
                comment=comment,
                revision=comment.revision,
                before=before,
                after=after,
                decision_before=comment.last_human_decision,
                decided_before=comment.decided_at,
            )
        )
        if Status.APPROVED in (before, after):
            shown.append(comment)
        comment.status, comment.last_human_decision, comment.decided_at = after, decision, batch.created_at
        data: dict[str, object] = {"from": before, "to": after, "revision": comment.revision, "reason": batch.reason}
        logged.append((comment, {**data, "batch": str(batch.uuid)}))
        payload = {"comment": str(comment.uuid), "decision": decision.value, "batch": str(batch.uuid)}
        messages.append((decided_key(batch.uuid, comment.uuid), payload))
    BatchEntry.objects.bulk_create(entries)
    changed = Comment.objects.filter(pk__in=[comment.pk for comment in comments])
    changed.update(status=comments[0].status, last_human_decision=decision, decided_at=batch.created_at)
    Report.objects.filter(comment__in=comments, settled_at__isnull=True).update(settled_at=batch.created_at)
    record_many(subjects=logged, verb=decision, user=moderator, now=now)
    outbox.write_many(topic=DECIDED, messages=messages, now=now, delay=PATIENCE)
    tell_readers(shown, change=str(decision))
