"""A batch of decisions is taken back, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comments.lifecycle import Status
from comments.models import Ban, Batch, BatchEntry, Comment, Notice, Report
from comments.permissions import may_moderate
from comments.services.audit import record, record_many
from comments.services.deciding import BATCH_MAX, DECIDED, Conflict, StaleDecision, decided_key, held, tell_readers
from ground import outbox


class AlreadyUndone(Exception):
    """Raised when the batch was undone before; `batch` says when."""

    def __init__(self, batch: Batch) -> None:
        super().__init__(f"{batch} was undone.")
        self.batch = batch


@dataclass(frozen=True, slots=True)
class UndoResult:
    """Which comments stand again as they did before, which were left, and how many bans were lifted."""

    batch: Batch
    done: tuple[Comment, ...]
    conflicts: tuple[Conflict, ...]
    lifted: int


def undo(*, batch: UUID, user: Any, now: datetime) -> UndoResult:
    """Take a batch back: every comment of it stands as it did before, with the decision it had and its open reports.

    A comment that was decided about again, edited or deleted since, or that `user` does not decide about, is left as
    it is and returned as a conflict. The bans of the batch are lifted, where `user` moderates their branch, and mail
    about it that waits is not sent.

    Raises:
        PermissionDenied: `user` may not decide anything, or nothing of this batch.
        Batch.DoesNotExist: there is no such batch.
        AlreadyUndone: it was undone before.
    """
    if not may_moderate(user):
        raise PermissionDenied
    with transaction.atomic():
        taken_back = Batch.objects.select_for_update(of=("self",)).get(uuid=batch)
        if taken_back.undone_at is not None:
            raise AlreadyUndone(taken_back)
        entries = list(taken_back.entries.select_related("comment").order_by("pk"))
        rows = held([entry.comment.uuid for entry in entries], moderator=user)
        if entries and not rows:
            raise PermissionDenied
        found = {entry: _unchanged(entry, rows.get(entry.comment.uuid)) for entry in entries}
        done = {entry: row for entry, row in found.items() if isinstance(row, Comment)}
        conflicts = [Conflict(entry.comment.uuid, row) for entry, row in found.items() if not isinstance(row, Comment)]
        if len(rows) == len(entries):  # else whoever decides about the rest can still take that back
            taken_back.undone_at = now
            taken_back.save(update_fields=["undone_at"])
        lifted = _lift_bans(taken_back, user=user, now=now)
        _restore(taken_back, done, user=user, now=now)
    return UndoResult(taken_back, tuple(done.values()), tuple(conflicts), lifted)


def _unchanged(entry: BatchEntry, row: Comment | None) -> Comment | Comment.DoesNotExist | StaleDecision:
    if row is None:
        return Comment.DoesNotExist(entry.comment.uuid)
    batch = entry.batch
    as_left = (entry.after, entry.revision, batch.decision, batch.created_at)
    if (row.status, row.revision, row.last_human_decision, row.decided_at) != as_left:
        return StaleDecision(row)
    return row


def _lift_bans(batch: Batch, *, user: Any, now: datetime) -> int:
    made = Ban.objects.filter(batch=batch).select_related("page")
    bans = [ban for ban in made if may_moderate(user, page=ban.page)]
    for ban in bans:
        data: dict[str, object] = {"ban": str(ban.uuid), "kind": ban.kind, "batch": str(batch.uuid)}
        record(subject=ban.page, verb="lift_ban", user=user, data=data, now=now)
    Ban.objects.filter(pk__in=[ban.pk for ban in bans]).delete()
    return len(bans)


def _restore(batch: Batch, rows: dict[BatchEntry, Comment], *, user: Any, now: datetime) -> None:
    comments: Sequence[Comment] = list(rows.values())
    shown = [row for entry, row in rows.items() if Status.APPROVED in (entry.before, entry.after)]
    logged: list[tuple[Comment, dict[str, object]]] = []
    for entry, comment in rows.items():
        comment.status, comment.last_human_decision = entry.before, entry.decision_before
        comment.decided_at = entry.decided_before
        logged.append((comment, {"from": entry.after, "to": entry.before, "batch": str(batch.uuid)}))
    record_many(subjects=logged, verb="undo", user=user, now=now)
    Comment.objects.bulk_update(comments, ["status", "last_human_decision", "decided_at"], batch_size=BATCH_MAX)
    Report.objects.filter(comment__in=comments, settled_at=batch.created_at).update(settled_at=None)
    Notice.objects.filter(batch=batch, sent_at__isnull=True, comment__in=comments).delete()
    outbox.withdraw(topic=DECIDED, keys=[decided_key(batch.uuid, comment.uuid) for comment in comments])
    tell_readers(shown, change="undo")
